import { afterAll, beforeAll, expect, it } from 'vitest';
import { fills, finds, press, reads, send } from './walk/looking.ts';
import { openSlack } from './walk/on-slack.ts';
import type { Cast } from './walk/people.ts';
import { openPlay, type Play } from './walk/program.ts';
import { createRecords } from './walk/records.ts';

/** The beginning of the walk with signed requests to the program's own HTTP server instead of a socket. */

const records = createRecords();
let play: Play<[Cast]>;

beforeAll(async () => {
  play = await openPlay(records, await openSlack(records, 'http'));
});
afterAll(() => play.close());

it('takes commands, buttons, selects and forms', async () => {
  const { olga, mia, ann } = play.casts[0];
  const about = { name: 'The Walk', start: '2027-03-04', days: 'Tue, Thu', time: '18:00', zone: 'Europe/Prague' };
  const places = { channel: { place: 'home' }, mentors: { role: 'mentors' } } as const;
  const draft = reads(await olga.command('cohort create', { ...about, ...places }), 'The Walk: a preview');
  await press(olga, draft, 'Create the cohort', 'is created and announced');
  await press(ann, await finds(ann, 'home', 'The Walk begins'), 'Join', 'Welcome to The Walk');
  const form = fills(await ann.command('ask'));
  await send(form, { question: 'Why is it slow?' }, 'first in line');
  const queue = reads(await mia.command('questions'), 'nobody has it');
  reads(await mia.choose(queue, 'Why is it slow?'), 'It is yours');
  reads(await ann.openHome(), 'Your page', 'The Walk');
  expect(records.all.map(({ reply, shown }) => [reply, shown])).toEqual([
    ['view', 'message'],
    ['view', 'rewritten'],
    ['view', 'message'],
    ['modal', 'form'],
    ['view', 'message'],
    ['view', 'message'],
    ['view', 'message'],
    ['view', 'page'],
  ]);
});
