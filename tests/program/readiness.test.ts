import { expect, it } from 'vitest';
import type { Health } from '../../src/chat/platform.ts';
import { checkReady } from '../../src/program/readiness.ts';
import { createTestPlatform } from '../support/platform.ts';

const good = { ping: async () => {}, queueSilence: () => 0, sinceTick: () => 0 };

function served(health: Health) {
  return new Map([['test', { ...createTestPlatform(), health: () => health }]]);
}

it('is ready when the database, the queue and each platform are', async () => {
  const platforms = served({ state: 'serving' });
  expect(await checkReady({ ...good, platforms })).toEqual({
    database: { ok: true },
    queue: { ok: true },
    test: { ok: true },
  });
});

it('says of each what is wrong with it', async () => {
  const platforms = served({ state: 'over', reason: 'Test closed its door.' });
  const checks = await checkReady({
    ping: () => new Promise<never>(() => {}),
    queueSilence: () => 0,
    sinceTick: () => 45_000,
    platforms,
  });
  expect(checks).toEqual({
    database: { ok: false, reason: 'the database does not answer' },
    queue: { ok: false, reason: 'nothing has been carried out for 45 s' },
    test: { ok: false, reason: 'Test closed its door.' },
  });
  const silent = await checkReady({ ...good, queueSilence: () => 31_000, platforms });
  expect(silent['queue']).toMatchObject({ ok: false });
});

it('is not ready when nothing is served', async () => {
  const checks = await checkReady({ ...good, platforms: new Map() });
  expect(checks['platforms']).toMatchObject({ ok: false, reason: expect.stringContaining('DISCORD_TOKEN') });
});
