import { expect, test, vi } from 'vitest';
import { paragraph, view } from '../../../src/chat/view.ts';
import { start } from './start.ts';

const posts = /^\/channels\/\d+\/messages$/;

test('after one refused token the next post gets through, and nobody is alarmed', async () => {
  const { fake, platform, logs } = await start();
  const post = (key: string) =>
    platform.post(fake.guildId, { kind: 'channel', channel: fake.home }, view(paragraph`${key}`), key);
  fake.inject({ method: 'POST', path: posts, fault: '401' });
  await expect(post('first')).rejects.toThrow('status 401');
  expect(platform.health()).toEqual({ state: 'serving' });
  await post('second');
  expect(fake.channel(fake.home).messages.map(({ text }) => text)).toEqual(['second']);
  expect(logs.filter(({ level }) => level === 'error')).toEqual([]);
});

test('a token that is refused again and again is told of once, by its name, until it is taken', async () => {
  const { fake, platform, logs } = await start();
  const post = (key: string) =>
    platform.post(fake.guildId, { kind: 'channel', channel: fake.home }, view(paragraph`${key}`), key);
  fake.inject({ method: 'POST', path: posts, fault: '401', times: 4 });
  for (let tries = 0; tries < 4; tries += 1) await expect(post('late')).rejects.toThrow('status 401');
  expect(platform.health()).toMatchObject({ state: 'troubled', reason: expect.stringContaining('DISCORD_TOKEN') });
  const told = logs.filter(({ message }) => message.includes('DISCORD_TOKEN'));
  expect(told).toHaveLength(1);
  await post('late');
  expect(platform.health()).toEqual({ state: 'serving' });
});

test.each([4004, 4014])('a connection that Discord closed for good with %i is over, with the reason', async (code) => {
  const { fake, platform, logs } = await start();
  fake.gateway.closeWith(code);
  await vi.waitFor(() => expect(platform.health().state).toBe('over'), 5000);
  expect(platform.health()).toMatchObject({ reason: expect.stringContaining(String(code)) });
  expect(logs.filter(({ level }) => level === 'error')).toMatchObject([{ message: 'discord: disconnected for good' }]);
});

test('finds its own message before it is started', async () => {
  const { fake, platform } = await start();
  const target = { kind: 'channel', channel: fake.home } as const;
  const since = Temporal.Now.instant();
  const posted = await platform.post(fake.guildId, target, view(paragraph`here`), 'key');
  const { createDiscord } = await import('../../../src/adapters/discord/index.ts');
  const other = createDiscord({ token: fake.token, apiUrl: fake.api, commands: [], log: () => {} });
  expect(await other.find(fake.guildId, target, 'key', since)).toEqual(posted);
  await other.stop();
});
