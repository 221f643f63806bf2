import { expect } from 'vitest';
import { choose, fills, finds, findsInThread, hears, press, reads, send } from './looking.ts';
import type { Stage } from './stage.ts';

/** Questions to mentors: asked, taken, handed on, given back, answered, taken back; about a message; from where no cohort is at home. */
export async function walkToMentors({ olga, mia, ann }: Stage): Promise<void> {
  const form = fills(await ann.command('ask', { question: 'Which skill is slow?' }));
  expect(form.fields.map(({ name, value }) => [name, value])).toEqual([
    ['question', 'Which skill is slow?'],
    ['tried', ''],
    ['about', ''],
    ['urgency', 'soon'],
    ['place', 'private'],
  ]);
  const words = { about: 'for x in y: z += x', tried: 'sum(y)', place: 'thread' };
  const asked = await send(form, words, 'first in line', 'no history yet', 'answered in its thread');
  const posted = await finds(mia, 'home', 'Which skill is slow?');
  reads(posted, 'A question for the mentors', ann.name, 'for x in y: z += x', 'sum(y)');
  await findsInThread(ann, posted, 'this is the thread of your question');
  await press(ann, asked, 'How does it stand?', 'waits for a mentor');
  await choose(ann, asked, 'Something else', 'waits for a mentor');
  await choose(ann, asked, 'Some', 'waits for a mentor');
  reads(await olga.command('cohort join'), 'as staff');

  const taken = await press(mia, posted, "I'll take it", 'It is yours until', 'Which skill is slow?');
  await findsInThread(ann, posted, 'has your question');
  await press(mia, taken, '30 more minutes', 'It is yours until');
  const reply = { words: 'Show me the profile.' };
  const sent = await send(await mia.press(taken, 'Reply'), reply, 'into the thread of the question');
  await press(mia, sent, 'Keep this reply', 'Kept.');
  const typed = await mia.writes(posted, 'Measure first: which line takes the time?');
  reads(await mia.menu(typed, 'Keep as a saved reply'), 'Kept.', 'sees that it is yours');
  const said = await findsInThread(ann, posted, 'Show me the profile.');
  await send(await ann.press(said, 'Answer'), { words: 'Here it is.' }, 'into the thread');
  await findsInThread(mia, posted, 'Here it is.');
  await choose(mia, taken, olga.name, `It is with ${olga.name} now`);
  await hears(olga, 'handed a question over to you');
  const mine = reads(await olga.command('questions', { show: 'mine' }), 'Which skill is slow?');
  await press(
    olga,
    await choose(olga, mine, 'Which skill is slow?', 'It is yours'),
    'Give it back',
    'back in the queue',
  );
  reads(await olga.command('cohort leave'), 'You have left');
  const queue = reads(await mia.command('questions'), 'Questions · The Walk', 'nobody has it');
  const again = await choose(mia, queue, 'Which skill is slow?', 'It is yours', `About ${ann.name}, for your eyes`);
  await choose(mia, again, 'Show me the profile.', 'into the thread of the question');
  await press(ann, await finds(ann, 'home', 'sum(y)'), "It's answered", 'marked your question as answered');
  const over = await finds(ann, 'home', 'A question, answered');
  reads(over, 'Which skill is slow?');
  const own = reads(await ann.command('questions'), 'Your questions · The Walk', 'answered');
  const stands = await choose(ann, own, 'Which skill is slow?', 'Your question is answered.');
  await press(ann, stands, 'Open it again', 'open again');
  await press(
    mia,
    await finds(mia, 'home', 'A question for the mentors'),
    "It's answered",
    `the question of ${ann.name}`,
  );
  const asks = await hears(ann, 'says that your question is answered');
  const rated = await press(ann, asks, 'It is solved', 'Good to hear.');
  await send(await ann.press(rated, 'Say thanks'), { words: 'Thank you, Mia!' }, 'Good to hear.');
  await hears(mia, 'Thank you, Mia!');
  await send(await ann.press(rated, 'Keep it for the next one'), { words: 'A profile.' }, 'is kept for whoever asks');
  const like = await send(await ann.command('ask', { question: 'Which skill is so slow?' }), {}, 'was asked before');
  await press(ann, like, 'That solves it', 'was not posted');

  const hours = reads(await mia.command('mentor hours', { hours: '8-16', capacity: 3 }), '08:00 to 16:00', 'at most 3');
  await press(mia, hours, 'Take a pause', 'You take a pause.');
  reads(await mia.command('mentor hours', { pause: 'no' }), 'When you mentor', 'at most 3');

  const about = fills(await ann.menu(await finds(ann, 'home', 'A curriculum for tests.'), 'Ask a mentor about this'));
  expect(about.fields.find(({ name }) => name === 'about')?.value).toContain('A curriculum for tests.');
  const private_ = await send(about, { question: 'When exactly?' }, 'answered in private');
  await press(ann, private_, 'Take it back', 'taken your question back');

  const outside = await ann.command('ask', {}, 'outside');
  const which = await send(outside, { question: 'Which one is this for?', place: 'thread' }, 'Your question is kept');
  await choose(ann, which, 'The Walk', 'first in line');
  await finds(mia, 'home', 'Which one is this for?');
}
