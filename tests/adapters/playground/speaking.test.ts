import { afterEach, beforeEach, expect, test } from 'vitest';
import { readWords } from '../../../src/adapters/playground/html.ts';
import { button, code, controls, footnote, paragraph, view } from '../../../src/chat/view.ts';
import type { Database } from '../../../src/database/client.ts';
import { openTestDatabase } from '../../support/database.ts';
import { openStream, openWorld, sent, until, type World } from './support.ts';

let database: Database;
let world: World;

beforeEach(async () => {
  database = await openTestDatabase();
  world = await openWorld(database.db);
});

afterEach(async () => {
  await world.stop();
  await database.close();
});

const general = { kind: 'channel', channel: 'general' } as const;

test('words stand there as they were typed, under the name of who typed them, and reach every page', async () => {
  const stream = await openStream(world, 'olga');
  const typed = '<b>@everyone</b> **look** [here](https://example.org)\n```\nx = 1\n```';
  const body = sent('lena', { channel: 'general', words: typed });
  expect((await world.post('/api/say', body)).status).toBe(200);
  expect((await world.post('/api/say', body)).status).toBe(200);
  const [message, ...more] = await world.read('general', 'olga');
  expect(more).toEqual([]);
  expect(readWords(message?.html ?? '')).toBe(typed);
  expect(message?.html).not.toMatch(/<(b|a|strong|code|pre)[ >]/);
  expect(message).toMatchObject({ author: 'lena', isPrivate: false });
  await until(() => stream.news.length > 0);
  expect(stream.news).toMatchObject([{ kind: 'message', data: { message: { author: 'lena' } } }]);
  await stream.close();
  expect(world.events).toEqual([]);
});

test.each([
  ['nothing', { words: '  ' }, '`words` is empty: type something first.'],
  ['too much', { words: 'x'.repeat(2001) }, '`words` is longer than 2000 characters.'],
  ['what no database keeps', { words: 'a\0b' }, '`words` has a character in it that can’t be kept: type it anew.'],
  ['half a character', { words: 'a\uD800b' }, '`words` has a character in it that can’t be kept: type it anew.'],
  ['in a channel that can’t be', { channel: 'a\0b' }, '`channel` has a character in it that no name has.'],
  ['in direct messages', { channel: 'dm-lena' }, 'I read no words here: type / to see what I can do.'],
  ["in somebody else's", { channel: 'dm-olga' }, 'There is no such channel.'],
  ['by nobody', { persona: 'nobody' }, 'Nobody here has that name.'],
])('%s cannot be said', async (_, wrong, sentence) => {
  const body = { ...sent('lena', { channel: 'general', words: 'Hello' }), ...wrong };
  expect(await world.post('/api/say', body)).toEqual({ status: 400, body: { error: sentence } });
});

test('a channel with a character that no name has is refused in words, wherever it is named', async () => {
  const refused = { status: 400, body: { error: 'There is no such channel.' } };
  expect(await world.get('/api/messages?persona=lena&channel=%00')).toEqual(refused);
  const form = sent('lena', { channel: '\0', action: 'a', fields: {} });
  const sentence = '`channel` has a character in it that no name has.';
  expect(await world.post('/api/submit', form)).toEqual({ status: 400, body: { error: sentence } });
});

test('a message gets one thread, which is named after it', async () => {
  const posted = await world.playground.post('local', general, view(paragraph`A question for the mentors`), 'ask');
  const opening = { persona: 'lena', message: posted.message };
  const { body } = await world.post('/api/thread', opening);
  expect((await world.post('/api/thread', opening)).body).toEqual(body);
  const { id: channel } = body['channel'] as { id: string };
  await world.post('/api/say', sent('lena', { channel, words: 'Here.' }));
  expect(await world.read(channel, 'olga')).toMatchObject([{ author: 'lena' }]);
  const { channels } = (await world.get('/api/state?persona=olga')).body as {
    channels?: { id: string; name: string }[];
  };
  expect(channels?.find(({ id }) => id === channel)?.name).toBe('A question for the mentors');
  await world.playground.say('milan', { thread: posted.message }, 'I have seen that.', 'one');
  await world.playground.say('milan', { thread: posted.message }, 'I have seen that.', 'one');
  expect((await world.read(channel, 'olga')).map(({ html }) => readWords(html))).toEqual([
    'Here.',
    'I have seen that.',
  ]);
});

test('what was typed nearly right leads to what there is', async () => {
  const names = async (typed: string) =>
    (await world.get(`/api/nearest?typed=${encodeURIComponent(typed)}`)).body['names'];
  expect(await names('hlep')).toEqual(['help']);
  expect(await names('cohrt creat')).toEqual(['cohort create']);
  expect(await names('cohot')).toEqual(['cohort create']);
  expect(await names('something else entirely')).toEqual([]);
});

test("a message's words are quoted without its furniture, under the name of who said them", async () => {
  await world.stop();
  world = await openWorld(database.db, { handle: () => ({ ack: 'private', reply: Promise.resolve(view()) }) });
  await world.post('/api/say', sent('lena', { channel: 'mentors', words: 'Why is x 3?' }));
  const posted = await world.playground.post(
    'local',
    { kind: 'channel', channel: 'mentors' },
    view(
      paragraph`The round is open.`,
      code('x = 3'),
      controls(button('Start', 'round.start')),
      footnote`Small print.`,
    ),
    'furnished',
  );
  const quotes: unknown[] = [];
  const said = (await world.read('mentors'))[0]?.id;
  for (const message of [said, posted.message]) {
    await world.post('/api/pick', sent('olga', { message, route: 'ask' }));
    quotes.push(world.events.at(-1)?.action.state);
  }
  expect(quotes).toEqual([
    { words: 'Why is x 3?', author: 'Lena', by: 'lena', channel: 'mentors', link: '' },
    { words: 'The round is open.\nx = 3', author: 'Pythia', channel: 'mentors', link: '' },
  ]);
});
