import { expect } from 'vitest';
import { choose, finds, hears, press, reads, refused, send } from './looking.ts';
import type { Stage } from './stage.ts';

const dates = { start: '2027-03-04', days: 'Tue, Thu', time: '18:00', zone: 'Europe/Prague' } as const;

/** A cohort is created, people join it, wait, leave and come back. */
export async function walkToCohort({ olga, mia, ann, ben, cy }: Stage): Promise<void> {
  const help = reads(await olga.command('help'), 'What you can ask me', 'cohort create');
  await press(olga, help, 'For organisers', 'organise edit');
  const about = { name: 'The Walk', ...dates, channel: { place: 'home' }, capacity: 2 } as const;
  const picked = reads(await olga.command('cohort create', about), 'The Walk: a preview', '2');
  const draft = await choose(olga, picked, '6 weeks, evenings', 'Mon, Wed at 19:30');
  await press(olga, draft, 'Discard', 'Discarded');
  const again = await olga.command('cohort create', { ...about, mentors: { role: 'mentors' } });
  await press(olga, again, 'Create the cohort', 'is created and announced');

  const announced = await finds(ann, 'home', 'The Walk begins');
  await press(ann, announced, 'Join', 'Welcome to The Walk');
  const joined = reads(await ben.command('cohort join'), 'Welcome to The Walk');
  await press(cy, announced, 'Join', 'number 1 on the waiting list');
  await press(mia, announced, 'Join', 'as staff');
  expect(await refused(cy.command('calendar'))).toContain('waiting list');

  await press(ben, await press(ben, joined, 'Leave', 'Leave The Walk?'), 'Yes, leave', 'You have left The Walk');
  await hears(cy, 'a place in The Walk');
  reads(await ben.command('cohort join'), 'number 1 on the waiting list');
  const left = reads(await cy.command('cohort leave'), 'You have left');
  await hears(ben, 'a place in The Walk');
  await press(cy, left, 'Join again', 'number 1 on the waiting list');

  const list = reads(await cy.command('cohort list'), 'Cohorts here', 'The Walk');
  expect(list.buttons).toContain('Show');
  reads(await cy.command('cohort show'), ann.name, ben.name, cy.name, mia.name);
  const managed = reads(await olga.command('cohort show'), 'The Walk');
  const form = await olga.press(managed, 'Bring people in');
  await send(form, { people: 'nobody at all, a@b.example' }, 'nobody new', 'nobody at all: nobody ');
  reads(await olga.command('cohort import', { people: `${cy.name}` }), 'nobody new');
  reads(await ann.command('schedule'), 'The Walk: the schedule', 'Some');
  reads(await ann.command('calendar'), 'https://pythia.example.org/calendar/');
  reads(await olga.command('organise calendar-address'), 'has a new address');
}

/** Who may what, and the codes that link cohorts and people, as far as they go on one platform. */
export async function walkToStaff({ olga, ann, ben, cy }: Stage): Promise<void> {
  const roled = await olga.command('organise organisers', { role: { role: 'mentors' } });
  await press(olga, reads(roled, 'is an organiser now'), 'By name only', 'makes organisers any more');
  reads(await olga.command('organise organisers', { add: { person: ben } }), 'is an organiser now', 'by name');
  reads(await ben.command('organise organisers'), 'Organisers here');
  reads(await olga.command('organise organisers', { remove: { person: ben } }), 'is no longer an organiser by name');
  reads(await olga.command('organise mentors', { add: { person: cy } }), 'is a mentor now');
  reads(await cy.command('quiz results'), 'There has been no round');
  reads(await olga.command('organise mentors', { remove: { person: cy } }), 'is no longer a mentor by name');

  expect(await refused(ann.command('organise link'))).toContain('for organisers');
  const code = /[B-Z2-9]{4}-[B-Z2-9]{4}/;
  let given = reads(await olga.command('organise link'));
  // Where several cohorts live, it is asked which.
  if (given.options.length > 0) given = await choose(olga, given, 'The Walk');
  expect(given.words).toMatch(code);
  reads(await olga.command('organise unlink'), 'has no other home');
  const own = reads(await ann.command('link'));
  expect(own.words).toMatch(code);
  const typed = code.exec(own.words)?.[0] ?? '';
  expect(await refused(ann.command('link', { code: typed }))).toContain('your own code');
  expect(await refused(olga.command('organise separate', { member: { person: ann } }))).toContain('linked to no other');
}

/** A second cohort beside the first, from its creation to its end. */
export async function walkToSecondCohort({ olga, ann }: Stage): Promise<void> {
  const draft = await olga.command('cohort create', {
    name: 'Second',
    ...dates,
    start: '2027-04-06',
    channel: { place: 'second' },
  });
  await press(olga, draft, 'Create the cohort', 'is created and announced');
  await press(ann, await finds(ann, 'second', 'Second begins'), 'Join', 'Welcome to Second');
}

export async function walkToTheEnd({ olga, ann, cy }: Stage): Promise<void> {
  reads(await ann.command('mentor offer'), 'The organisers of The Walk hear');
  // The cohort was handed over to him.
  await hears(cy, 'would mentor next time');
  const asked = reads(await olga.command('organise archive', {}, 'second'), 'for good?');
  await press(olga, asked, 'End it', 'Second is archived');
  await finds(ann, 'second', 'Second has ended');
  // Nobody lives there any more.
  reads(await olga.command('organise home', { channel: { place: 'second' } }), 'The Walk lives in', 'announced there');
  await finds(ann, 'second', 'The Walk lives in this channel from now on');
}
