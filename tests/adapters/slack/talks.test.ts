import { expect, test } from 'vitest';
import { start } from './start.ts';

test('a conversation of few is a group conversation, one for each set of people', async () => {
  const { fake, platform } = await start();
  const [ada = '', ben = '', cleo = ''] = ['ada', 'ben', 'cleo'].map((name) => fake.as(name).id);
  const talk = { channel: fake.home, people: [ada, ben], title: 'Ada asks' };
  const group = await platform.openTalk(fake.team, talk);
  expect(await platform.openTalk(fake.team, { ...talk, people: [ben, ada] })).toBe(group);
  expect(await platform.openTalk(fake.team, { ...talk, people: [ada, cleo], before: group })).not.toBe(group);
});

test('without the scope for it it says what an admin has to do', async () => {
  const { fake, platform } = await start();
  fake.world.scopes.delete('mpim:write');
  const people = ['ada', 'ben'].map((name) => fake.as(name).id);
  await expect(platform.openTalk(fake.team, { channel: fake.home, people, title: 'x' })).rejects.toMatchObject({
    name: 'Unreachable',
    remedy: expect.stringContaining('install my Slack app anew'),
  });
});

test('it is known who has written in a conversation since a moment, where that may be seen', async () => {
  const { fake, platform } = await start();
  const people = ['ada', 'ben'].map((name) => fake.as(name).id);
  const group = await platform.openTalk(fake.team, { channel: fake.home, people, title: 'x' });
  const since = Temporal.Now.instant().subtract({ minutes: 1 });
  fake.as('ada').says('a word', group);
  expect(await platform.listVoices(fake.team, group, since)).toEqual([
    { person: people[0], at: expect.any(Temporal.Instant) },
  ]);
  expect(await platform.listVoices(fake.team, group, Temporal.Now.instant().add({ minutes: 1 }))).toEqual([]);
  fake.inject({ method: 'conversations.history', fault: 'error', error: 'missing_scope' });
  expect(await platform.listVoices(fake.team, group, since)).toBeUndefined();
});
