import { expect, test } from 'vitest';
import { Unreachable } from '../../../src/chat/errors.ts';
import { paragraph, view } from '../../../src/chat/view.ts';
import { start } from './start.ts';

test('a conversation of few is a private thread of the channel with its people in it, opened once, and more can be brought in', async () => {
  const { fake, platform } = await start();
  const [ada, ben, cleo] = ['ada', 'ben', 'cleo'].map((name) => fake.as(name).id);
  const talk = { channel: fake.home, people: [ada ?? '', ben ?? ''], title: 'Ada asks (abc)' };
  const thread = await platform.openTalk(fake.guildId, talk);
  expect(await platform.openTalk(fake.guildId, talk)).toBe(thread);
  expect(fake.membersOf(thread)).toEqual([ada, ben]);
  expect(await platform.openTalk(fake.guildId, { ...talk, people: [ada ?? '', cleo ?? ''], before: thread })).toBe(
    thread,
  );
  expect(fake.membersOf(thread)).toEqual([ada, ben, cleo]);
});

test('where it may open no private thread it says which right it needs', async () => {
  const { fake, platform } = await start();
  fake.denyThreads(fake.home, 50013);
  const refused = platform.openTalk(fake.guildId, { channel: fake.home, people: [fake.as('ada').id], title: 'x' });
  await expect(refused).rejects.toMatchObject({
    name: 'Unreachable',
    remedy: expect.stringContaining('Create Private Threads'),
  });
  await expect(refused).rejects.toBeInstanceOf(Unreachable);
});

test('it is known who has written in a thread since a moment, of people only', async () => {
  const { fake, platform } = await start();
  const posted = await platform.post(fake.guildId, { kind: 'channel', channel: fake.home }, view(paragraph`root`), 'k');
  const thread = await platform.openThread(fake.guildId, posted, 'A thread');
  const since = Temporal.Now.instant().subtract({ minutes: 1 });
  await platform.post(fake.guildId, { kind: 'channel', channel: thread }, view(paragraph`mine`), 'k2');
  fake.as('ada').says('a word', thread);
  expect(await platform.listVoices(fake.guildId, thread, since)).toEqual([
    { person: fake.as('ada').id, at: expect.any(Temporal.Instant) },
  ]);
  expect(await platform.listVoices(fake.guildId, '999999999999999999', since)).toBeUndefined();
});

test('a private thread is seen by whoever is brought in, until they are taken out', async () => {
  const { fake, platform } = await start();
  const [ada, ben] = [fake.as('ada'), fake.as('ben')];
  const talk = { channel: fake.home, people: [], title: 'Team 1 (abc)' };
  const thread = (await platform.openPrivateThread(fake.guildId, talk)) ?? '';
  expect(await platform.openPrivateThread(fake.guildId, talk)).toBe(thread);
  await platform.post(fake.guildId, { kind: 'channel', channel: thread }, view(paragraph`the desk`), 'desk');
  await platform.bringIn(fake.guildId, thread, [ada.id]);
  expect(ada.sees(thread).map(({ text }) => text)).toEqual(['the desk']);
  expect(ben.sees(thread)).toEqual([]);
  await platform.takeOut(fake.guildId, thread, [ada.id, ben.id]);
  expect(fake.membersOf(thread)).toEqual([]);
  await platform.takeOut(fake.guildId, '999999999999999999', [ada.id]);
});

test('an announcement channel has no private threads, and where one is refused the right is named', async () => {
  const { fake, platform } = await start();
  const news = fake.createChannel('news', { type: 5 });
  const talk = { people: [], title: 'Team 1 (abc)' };
  expect(await platform.openPrivateThread(fake.guildId, { ...talk, channel: news })).toBeUndefined();
  fake.denyThreads(fake.home, 50013);
  await expect(platform.openPrivateThread(fake.guildId, { ...talk, channel: fake.home })).rejects.toMatchObject({
    remedy: expect.stringContaining('Create Private Threads'),
  });
});
