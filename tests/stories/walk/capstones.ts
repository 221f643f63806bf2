import { expect } from 'vitest';
import { choose, fills, hears, press, reads, refused, send } from './looking.ts';
import type { Person, ShownMessage, Stage } from './stage.ts';

/** Marks all four rows of the rubric and hands in. */
async function assess(mentor: Person, opened: ShownMessage, level: string): Promise<ShownMessage> {
  let view = opened;
  for (const number of [1, 2, 3, 4]) {
    const row = await choose(mentor, view, `${number}. Some`, 'Beginning', 'Expert');
    const form = fills(await mentor.press(row, 'Mark it'));
    view = await send(form, { level, words: `Row ${number}, says *${mentor.name}*.` }, `${number} of 4 rows`);
    if (number === 1) {
      const again = await choose(mentor, view, '1. Some', `Row 1, says *${mentor.name}*.`);
      view = await press(mentor, again, 'All rows', '1 of 4 rows');
    }
  }
  return press(mentor, view, 'Hand in');
}

/** A capstone from its choice to its result, assessed by two who do not see each other's marks. */
export async function walkToCapstones({ olga, mia, ben }: Stage): Promise<void> {
  const options = reads(await ben.command('capstone show'), 'Choose one of three');
  const choice = fills(await ben.press(options, 'Choose A'));
  const chosen = await send(
    choice,
    { title: 'A *faster* @everyone', words: 'It is faster.' },
    'A *faster* @everyone',
    '☐ Some',
  );
  await press(ben, chosen, 'Delivered', '☑ Some');
  const typed = fills(await ben.command('capstone choose', { option: 'B' }));
  await send(typed, { title: 'A framework', words: 'It frames.' }, 'A framework', 'B. Some');
  await send(await ben.command('capstone update'), { words: 'Half of it.', links: '' }, 'Written down.', 'Half of it.');
  const handIn = await ben.command('capstone submit');
  await send(
    handIn,
    { words: 'All of it.', links: 'https://example.org/all' },
    'Handed in.',
    '0 of 2 assessments are in',
  );
  expect(await refused(ben.command('capstone waiting'))).toContain('for the mentors');

  const stood = reads(await olga.command('organise assessments'), '1 of 3 chosen', 'No two assessments are in yet');
  await press(olga, stood, 'Give the free seats to mentors', mia.name);
  await hears(mia, 'You assess');
  const given = await choose(
    mia,
    reads(await mia.command('capstone waiting'), 'yours to assess'),
    ben.name,
    '0 of 4 rows',
  );
  const free = await choose(
    olga,
    reads(await olga.command('capstone waiting'), '1 seat is free'),
    ben.name,
    'All of it.',
  );
  const taken = await press(olga, free, 'I’ll assess it', '0 of 4 rows');
  const back = await press(olga, taken, 'Give the seat up', '1 seat is free');
  const again = await press(olga, await choose(olga, back, ben.name, 'All of it.'), 'I’ll assess it', '0 of 4 rows');

  reads(await assess(mia, given, 'Strong'), 'You have handed in');
  expect(reads(await ben.command('capstone show'), '1 of 2 assessments are in').words).not.toContain('Strong');
  reads(await assess(olga, again, 'Sound'), 'Of 4 rows, two assessors gave 0 the same level and 4 at most one apart');
  const told = await hears(ben, 'has been assessed');
  await press(ben, told, 'Open the result', 'The assessment: 62.5 of 100', `Row 4, says *${mia.name}*.`);
}
