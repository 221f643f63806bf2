import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Unreachable } from '../../../src/chat/errors.ts';
import type { Target } from '../../../src/chat/platform.ts';
import { markdown, mention, text } from '../../../src/chat/text.ts';
import { button, controls, paragraph, view } from '../../../src/chat/view.ts';
import type { Database } from '../../../src/database/client.ts';
import { openEmbedded } from '../../../src/database/embedded.ts';
import { openTestDatabase } from '../../support/database.ts';
import { noon, openStream, openWorld, until, type World } from './support.ts';

let database: Database;
let world: World;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await openWorld(database.db);
});
afterAll(async () => {
  await world.stop();
  await database.close();
});

const general: Target = { kind: 'channel', channel: 'general' };

test('the same key twice is one message', async () => {
  const posts = ['first', 'second'].map((word) =>
    world.playground.post('local', general, view(paragraph`${word}`), 'cohort/s01/start'),
  );
  const [one, other] = await Promise.all(posts);
  expect(other).toEqual(one);
  expect(await world.read('general')).toHaveLength(1);
  expect(await world.playground.find('local', general, 'cohort/s01/start', noon)).toEqual(one);
  expect(await world.playground.find('local', general, 'cohort/s02/start', noon)).toBeUndefined();
});

test('an edit rewrites the message for everybody', async () => {
  const posted = await world.playground.post('local', general, view(paragraph`old`), 'edit');
  const stream = await openStream(world, 'olga');
  await world.playground.edit('local', posted, view(paragraph`new`));
  await until(() => stream.news.length === 1);
  expect(stream.news[0]).toMatchObject({
    kind: 'edited',
    data: { message: { id: posted.message, html: '<p>new</p>' } },
  });
  expect((await world.read('general')).find(({ id }) => id === posted.message)).toMatchObject({ html: '<p>new</p>' });
  await stream.close();
});

test('a thread that is opened twice is one thread below its channel', async () => {
  const posted = await world.playground.post('local', general, view(paragraph`root`), 'root');
  const threads = await Promise.all([1, 2].map(() => world.playground.openThread('local', posted, 'Session 1')));
  expect(new Set(threads).size).toBe(1);
  const [thread = ''] = threads;
  await world.playground.post('local', { kind: 'channel', channel: thread }, view(paragraph`inside`), 'inside');
  expect(await world.read(thread)).toMatchObject([{ html: '<p>inside</p>' }]);
  const { body } = await world.get('/api/state?persona=lena');
  expect(body['channels']).toContainEqual(
    expect.objectContaining({
      id: thread,
      name: 'Session 1',
      kind: 'thread',
      parent: 'general',
      rootMessage: posted.message,
    }),
  );
});

test('a direct message is seen by its person alone', async () => {
  const stream = await openStream(world, 'olga');
  const posted = await world.playground.post(
    'local',
    { kind: 'person', person: 'lena' },
    view(paragraph`psst`),
    'direct',
  );
  expect(posted.channel).toBe('dm-lena');
  expect(await world.read('dm-lena', 'lena')).toMatchObject([{ html: '<p>psst</p>', isPrivate: false }]);
  expect((await world.get('/api/messages?channel=dm-lena&persona=olga')).status).toBe(400);
  expect(JSON.stringify((await world.get('/api/state?persona=olga')).body)).not.toContain('dm-lena');
  await world.playground.post('local', general, view(paragraph`all`), 'for all');
  await until(() => stream.news.length > 0);
  expect(stream.news.map(({ data }) => data['message'])).toMatchObject([{ html: '<p>all</p>' }]);
  await stream.close();
});

describe('what cannot be reached says what to do', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['a channel', () => world.playground.post('local', { kind: 'channel', channel: 'x' }, view(), 'k1')],
    ['a person', () => world.playground.post('local', { kind: 'person', person: 'x' }, view(), 'k2')],
    ['a message', () => world.playground.edit('local', { channel: 'general', message: '99999' }, view())],
    ['a message elsewhere', () => world.playground.openThread('local', { channel: 'mentors', message: '1' }, 'T')],
  ])('%s that is not there', async (_, call) => {
    const error = await call().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Unreachable);
    expect((error as Unreachable).remedy).toMatch(/^The .*\.$/);
  });
});

test('a view that was not split is refused rather than cut', async () => {
  const long = view(paragraph`${'x'.repeat(7000)}`);
  await expect(world.playground.post('local', general, long, 'long')).rejects.toThrow(RangeError);
  expect(world.playground.split(long)).toHaveLength(2);
});

test('mentions show the names that the playground knows', async () => {
  const who = text`${mention('member', 'lena')} ${mention('role', 'mentors')} ${mention('channel', 'general')} ${mention('member', 'x')}`;
  await world.playground.post('local', { kind: 'channel', channel: 'mentors' }, view(paragraph`${who}`), 'mentions');
  const html = (await world.read('mentors')).at(-1)?.html ?? '';
  expect(html.replace(/<[^>]*>/g, '')).toBe('@Lena @Mentors #general @unknown member');
});

test('messages are paged backwards without a gap', async () => {
  const target: Target = { kind: 'person', person: 'milan' };
  for (let number = 1; number <= 45; number++) {
    await world.playground.post('local', target, view(paragraph`${markdown(`n${number}`)}`), `page/${number}`);
  }
  const newest = await world.get('/api/messages?channel=dm-milan&persona=milan');
  const first = newest.body.messages?.[0]?.id;
  const older = await world.get(`/api/messages?channel=dm-milan&persona=milan&before=${first}`);
  expect([newest.body['hasMore'], older.body['hasMore']]).toEqual([true, false]);
  const seen = [...(older.body.messages ?? []), ...(newest.body.messages ?? [])].map(({ html }) => html);
  expect(seen).toEqual(Array.from({ length: 45 }, (_, index) => `<p>n${index + 1}</p>`));
});

describe('after a restart', () => {
  const directory = mkdtempSync(join(tmpdir(), 'pythia-playground-'));
  const open = () => openEmbedded({ directory: join(directory, 'db') }, () => {});
  afterEach(() => rmSync(directory, { recursive: true }));

  test('messages, threads and controls are as they were', async () => {
    const first = await open();
    const before = await openWorld(first.db);
    const posted = await before.playground.post('local', general, view(controls(button('Go', 'go'))), 'kept');
    const thread = await before.playground.openThread('local', posted, 'Kept');
    await before.stop();
    await first.close();

    const second = await open();
    const after = await openWorld(second.db, {
      handle: () => ({ ack: 'private', reply: Promise.resolve(view(paragraph`Gone.`)) }),
    });
    expect(await after.playground.post('local', general, view(), 'kept')).toEqual(posted);
    expect(await after.playground.openThread('local', posted, 'Other')).toBe(thread);
    const press = { id: crypto.randomUUID(), persona: 'lena', message: posted.message, action: 'go' };
    expect((await after.post('/api/press', press)).status).toBe(200);
    await until(async () => (await after.read('general')).length === 2);
    await after.stop();
    await second.close();
  });
});
