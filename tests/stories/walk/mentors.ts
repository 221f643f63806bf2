import { expect } from 'vitest';
import { choose, fills, finds, hears, press, reads, send } from './looking.ts';
import type { Stage } from './stage.ts';

/** Questions to mentors: asked, taken, given back, answered; about a message; from where no cohort is at home. */
export async function walkToMentors({ mia, ann }: Stage): Promise<void> {
  const form = fills(await ann.command('ask', { question: 'Why is it slow?' }));
  expect(form.fields.map(({ value }) => value)).toEqual(['Why is it slow?', '']);
  await send(form, { about: 'for x in y: z += x' }, 'the only one that waits');
  const posted = await finds(mia, 'home', 'Why is it slow?');
  reads(posted, 'A question for the mentors', ann.name, 'for x in y: z += x');
  const taken = await press(mia, posted, "I'll take it", 'It is yours');
  await hears(ann, 'took your question');
  await press(mia, taken, 'Give it back', 'back in the queue');
  const queue = reads(await mia.command('questions'), 'Questions · The Walk', 'nobody has it');
  await choose(mia, queue, 'Why is it slow?', 'It is yours');
  await press(ann, await finds(ann, 'home', 'Why is it slow?'), "It's answered", 'marked your question as answered');
  reads(await finds(ann, 'home', 'Why is it slow?'), 'A question, answered');

  const about = fills(await ann.menu(await finds(ann, 'home', 'A curriculum for tests.'), 'Ask a mentor about this'));
  expect(about.fields.find(({ name }) => name === 'about')?.value).toContain('A curriculum for tests.');
  await send(about, { question: 'When exactly?' }, 'the only one that waits');

  const outside = await ann.command('ask', {}, 'outside');
  const which = await send(outside, { question: 'Which one is this for?' }, 'Your question is kept');
  await choose(ann, which, 'The Walk', 'waits longer');
  await finds(mia, 'home', 'Which one is this for?');
}
