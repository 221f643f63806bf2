import { expect } from 'vitest';
import { choose, press, reads } from './looking.ts';
import type { ShownMessage, Stage } from './stage.ts';

/** Sessions and what there is to read for them, page by page. */
export async function walkToLearning({ ann, mia }: Stage): Promise<void> {
  const session = reads(await ann.command('session', { number: 1 }), 'Some', 'Objectives');
  expect(session.buttons).not.toContain('Run sheet');
  const prework = await press(ann, session, 'Pre-work', 'Read it.');
  const done = await press(ann, prework, "I've done it", 'you are prepared');
  await press(ann, done, 'What else', 'What comes next');
  const again = reads(await ann.command('session', { number: 1 }));
  const back = await press(ann, await press(ann, again, 'Pre-work'), 'Back', 'Objectives');
  const page = await press(ann, back, 'Reading', 'The first page', 'Page 1 of 2');
  const second = await press(ann, page, 'Next', 'The second page', 'Page 2 of 2');
  await press(ann, second, 'Back', 'Objectives');
  const sheet = reads(await mia.command('session', { number: 1 }));
  await press(mia, sheet, 'Run sheet', 'Talk.');
  const materials = reads(await ann.command('materials', { session: 1 }), 'Materials: Some', '2 pages');
  const opened = await press(ann, materials, 'Reading', 'Page 1 of 2');
  await press(ann, opened, 'Back', 'Materials: Some');
}

/** A mentor corrects who was at a session. */
export async function walkToAttendance({ mia, ben }: Stage): Promise<void> {
  const shown = reads(
    await mia.command('attendance', { session: 1 }),
    'Session 1: 1 of 2 were there',
    `${ben.name}: excused`,
  );
  const chosen = await choose(mia, shown, ben.name, 'at session 1: excused');
  const made = await press(mia, chosen, 'Has made it up', 'made up');
  reads(await ben.command('progress'), '(1 made up)');
  await press(mia, await press(mia, made, 'Was excused', 'at session 1: excused'), 'Everybody', 'Session 1: 1 of 2');
}

/** Where people stand: their own page, progress, boards; off the boards and on again. */
export async function walkToProgress({ olga, mia, ann, ben }: Stage): Promise<void> {
  const home = reads(await ann.openHome(), 'Your page', 'The Walk', 'Points');
  await press(ann, home, 'Schedule', ': the schedule');
  reads(await ann.command('home'), 'Your page', 'The Walk');
  const progress = reads(await ann.command('progress'), 'Where you stand', 'there at 1 of', 'By area');
  const map = await press(ann, progress, 'On the map', 'Where you stand', 'By area');
  await press(ann, map, 'Light pictures', 'Where you stand', 'By area');
  reads(await mia.command('progress', { member: { person: ben } }), `Where ${ben.name} stands`, 'excused from 1');
  const streak = reads(await ann.command('streak'), 'Your streak', 'Your days');
  await choose(ann, streak, 'Every day', 'every day');
  reads(await ann.command('streak', { zone: 'Asia/Tokyo' }), 'Asia/Tokyo');
  const board = reads(await ann.command('leaderboard'), 'learners, the whole cohort', '← you');
  const week = await press(ann, board, 'This week', 'learners, this week');
  const mentors = await press(ann, week, 'Mentors', 'mentors, this week');
  const all = await press(ann, mentors, 'Whole cohort', 'mentors, the whole cohort');
  await choose(ann, all, olga.name, `${olga.name}: `, 'a post-mortem reviewed');
  const hidden = await press(ann, board, 'Hide me from boards', 'You are off all boards now');
  const lines = ({ words }: ShownMessage) => words.match(/ · \d+ points/g)?.length;
  expect([lines(board), lines(reads(await olga.command('leaderboard')))]).toEqual([2, 1]);
  await press(ann, hidden, 'Show me on boards', 'You are on the boards again');
}

/** A roadmap: laid, looked at month by month, ticked, laid anew with less time; and the track of a cohort. */
export async function walkToRoadmap({ olga, ann }: Stage): Promise<void> {
  const tracks = reads(await ann.command('roadmap'), 'Which way?');
  const hours = await choose(ann, tracks, 'Some', 'How many hours a week?');
  const again = await press(ann, hours, 'Another track', 'Which way?');
  const laid = await choose(ann, await choose(ann, again, 'Some'), '10 hours a week', 'Your roadmap', 'Month 1 of');
  const month = await choose(ann, laid, '2 · ', 'Month 2 of', 'There when it is done');
  await press(ann, month, 'Done', 'as you said');
  const whole = await press(ann, month, 'The whole roadmap', 'Your roadmap');
  const less = await press(ann, whole, 'I have less time now', 'from now on?');
  await choose(ann, less, '3 hours a week', 'Your roadmap');
  reads(await ann.command('roadmap', { track: 'general', hours: 12 }), '12 a week');
  reads(await olga.command('organise track', { track: 'general' }), 'is on the track');
}
