import { expect } from 'vitest';
import { choose, finds, findsInThread, getsFile, hears, press, reads, refused } from './looking.ts';
import type { Stage } from './stage.ts';

/** What the calendar posts around the first session, up to its round. */
export async function walkToSession({ ann, ben, mia, travelTo }: Stage): Promise<void> {
  await travelTo('2027-03-02T17:01:00Z');
  const prework = await finds(ann, 'home', 'Pre-work: Some');
  await press(ann, prework, 'Open the session', 'Objectives', 'Do this.');
  const coming = await press(ann, prework, "I'm coming", 'See you there');
  await press(ann, coming, 'What else', 'What comes next');
  await travelTo('2027-03-04T16:01:00Z');
  const own = await hears(ann, 'You said you are coming.');
  const silent = await press(ann, own, 'No more of these', 'What I remind you of', 'Quiet hours');
  await press(ann, silent, 'Sessions I come to', 'those you said you come to');
  reads(await ben.command('notify', { quiet: '22-7', zone: 'Europe/Prague' }), '22:00 to 07:00, Europe/Prague');
  const reminder = await finds(ann, 'home', 'Session 1 of 12 begins soon');
  await press(ann, reminder, "I'm coming", 'See you there');
  await press(ben, reminder, "I can't", 'you are excused', 'One other is coming');
  await travelTo('2027-03-04T17:01:00Z');
  const start = await finds(ann, 'home', 'the thread is below');
  await press(ann, start, "I'm here", 'You are here', '5 points');
  const agenda = await findsInThread(mia, start, 'What it is for');
  await press(mia, agenda, "I'm here", 'You are here');
  await travelTo('2027-03-04T20:31:00Z');
  await finds(ben, 'home', 'Round ·');
}

/** Organisers change the calendar, and the channel is told. */
export async function walkToChanges({ olga, ann, cy }: Stage): Promise<void> {
  const skipped = await olga.command('organise skip', { date: '2027-03-16' });
  await press(olga, reads(skipped, 'would move', 'I would post in'), 'Skip it', 'The Walk: the schedule');
  await finds(ann, 'home', 'There is no session on 2027-03-16');
  const moved = await olga.command('organise move', { session: 5, to: '2027-03-24 19:00' });
  await press(olga, reads(moved, 'would move', 'Session 5 moves from'), 'Move it', 'The Walk: the schedule');
  await finds(ann, 'home', 'Session 5 moves from');
  await press(olga, await olga.command('organise shift', { days: 7 }), 'Shift them', 'The Walk: the schedule');
  reads(await olga.command('organise preview', { session: 6 }), 'What is posted for session 6', 'Pre-work');
  const well = reads(await olga.command('organise doctor'), 'The Walk is well', 'Next comes');
  await press(olga, well, 'Look again', 'The Walk is well');
  const listed = reads(await olga.command('organise deliveries'), 'what the calendar posts', 'To come');
  const without = await choose(olga, listed, "Monday's digest", 'dropped by an organiser');
  await choose(olga, without, "Monday's digest", 'what the calendar posts');
  const edited = await olga.command('organise edit', { capacity: 3, time: '18:30', pings: { role: 'mentors' } });
  await press(olga, reads(edited, 'Places: 3, were 2', 'Sessions that move'), 'Change it', 'The Walk is changed');
  const handed = await olga.command('organise transfer', { member: { person: cy } });
  await press(olga, reads(handed, 'Hand The Walk over'), 'Hand it over', 'I tell them in private');
  await hears(cy, 'The Walk is yours to look after now');
  reads(await olga.command('organise organisers', { remove: { person: cy } }), 'is no longer an organiser by name');
  await finds(ann, 'home', '7 days later');
  const paused = reads(await olga.command('organise pause'), 'The Walk is paused');
  await finds(ann, 'home', 'The cohort pauses.');
  await press(olga, paused, 'Resume', 'The Walk: the schedule');
  await finds(ann, 'home', 'The cohort goes on.');
  const audit = reads(
    await olga.command('organise audit'),
    'who did what',
    'resumed the cohort',
    'shifted the sessions',
  );
  await getsFile(
    olga,
    await press(olga, audit, 'As a file', 'in the last year'),
    /^the-walk-audit-2027-03-\d\d\.xlsx$/,
  );
  const exported = reads(await olga.command('organise export'), '5 people');
  await getsFile(olga, exported, /^the-walk-2027-03-\d\d\.csv$/);
  expect(exported.isPrivate).toBe(true);
  reads(await olga.command('organise remove', { member: { person: cy } }), 'is out of The Walk');
  reads(await cy.command('cohort join'), 'Welcome to The Walk');
  const taken = await refused(olga.command('organise home', { channel: { place: 'second' } }));
  expect(taken).toContain('Second lives in that channel');
}
