import { expect, test, vi } from 'vitest';
import { createStanding } from '../../../src/adapters/slack/standing.ts';
import { paragraph, view } from '../../../src/chat/view.ts';
import { start } from './start.ts';

test('one refused token passes, a second one is told of once by its name, until the token is taken', async () => {
  const { fake, platform, logs } = await start();
  const target = { kind: 'channel', channel: fake.home } as const;
  const post = (key: string) => platform.post(fake.team, target, view(paragraph`${key}`), key);
  fake.inject({ method: 'chat.postMessage', fault: 'error', error: 'invalid_auth' });
  await expect(post('first')).rejects.toThrow();
  expect(platform.health()).toEqual({ state: 'serving' });
  await post('first');

  fake.inject({ method: 'chat.postMessage', fault: 'error', error: 'token_revoked', times: 3 });
  for (let tries = 0; tries < 3; tries += 1) await expect(post('second')).rejects.toThrow();
  expect(platform.health()).toMatchObject({ state: 'troubled', reason: expect.stringContaining('SLACK_BOT_TOKEN') });
  expect(logs.filter(({ level, message }) => level === 'error' && message.includes('SLACK_BOT_TOKEN'))).toHaveLength(1);
  await post('second');
  expect(platform.health()).toEqual({ state: 'serving' });
});

test('without a connection for a quarter of a minute it is deaf, and says so', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const standing = createStanding(() => {});
    standing.connected(2);
    standing.connected(0);
    vi.advanceTimersByTime(14_000);
    standing.connected(0);
    expect(standing.health().state).toBe('serving');
    vi.advanceTimersByTime(2000);
    expect(standing.health()).toMatchObject({ state: 'troubled', reason: expect.stringContaining('Socket Mode') });
    standing.connected(1);
    expect(standing.health().state).toBe('serving');
  } finally {
    vi.useRealTimers();
  }
});
