import { expect, it } from 'vitest';
import { TokenRefused } from '../../src/chat/errors.ts';
import type { Handler } from '../../src/chat/event.ts';
import type { Health, Platform } from '../../src/chat/platform.ts';
import type { Turn } from '../../src/database/lease.ts';
import { createSteady } from '../../src/program/steady.ts';
import { createTestPlatform } from '../support/platform.ts';

const handler: Handler = {
  handle: () => {
    throw new Error('nobody acts here');
  },
  complete: async () => [],
  async left() {},
  removed: async () => {},
};

/** Adapters that fail to start as often as asked, and what became of each. */
function createAdapters(failures: readonly Error[], health: Health = { state: 'serving' }) {
  const left = [...failures];
  const story: string[] = [];
  let made = 0;
  const create = async (): Promise<Platform> => {
    made += 1;
    const number = made;
    return {
      ...createTestPlatform('test'),
      async start() {
        story.push(`${number} starts`);
        const failure = left.shift();
        if (failure !== undefined) throw failure;
      },
      async stop() {
        story.push(`${number} stops`);
      },
      health: () => health,
    };
  };
  return { create, story };
}

const lines: string[] = [];
const log = (level: string, message: string) => void lines.push(`${level} ${message}`);

it('goes on trying a platform that is down, with a new adapter each time, and says so', async () => {
  lines.length = 0;
  const { create, story } = createAdapters([new Error('Test could not be reached'), new Error('Test is still away')]);
  const { platform } = await createSteady({ create, isAlone: true, log, pauseMs: 10 });
  await platform.start(handler);
  expect(platform.health()).toEqual({ state: 'troubled', reason: 'Test could not be reached' });
  await expect.poll(() => platform.health().state).toBe('serving');
  expect(story).toEqual(['1 starts', '1 stops', '2 starts', '2 stops', '3 starts']);
  expect(lines).toEqual([
    'error test: not served; I go on trying',
    'error test: not served; I go on trying',
    'info test: connected',
  ]);
  await platform.stop();
});

it('ends the start when the token of the only platform is refused, and not when others are served', async () => {
  const alone = await createSteady({ ...createAdapters([new TokenRefused('TEST_TOKEN')]), isAlone: true, log });
  await expect(alone.platform.start(handler)).rejects.toThrow('TEST_TOKEN');
  const refused = createAdapters([new TokenRefused('TEST_TOKEN')]);
  const beside = await createSteady({ ...refused, isAlone: false, log, pauseMs: 10 });
  await beside.platform.start(handler);
  expect(beside.platform.health()).toEqual({ state: 'troubled', reason: 'TEST_TOKEN' });
  await expect.poll(() => beside.platform.health().state).toBe('serving');
  await beside.platform.stop();
});

it('tries no more once it is stopped', async () => {
  const { create, story } = createAdapters([new Error('away'), new Error('away')]);
  const { platform } = await createSteady({ create, isAlone: false, log, pauseMs: 20 });
  await platform.start(handler);
  await platform.stop();
  const told = [...story];
  await new Promise((done) => setTimeout(done, 100));
  expect(story).toEqual(told);
});

it('receives events while the lease is its own, and gives it up after its adapter has finished', async () => {
  const { create, story } = createAdapters([]);
  let turn: Turn | undefined;
  const lease = {
    async start(given: Turn) {
      turn = given;
      return { isTaken: true };
    },
    async stop() {
      story.push('gives up the lease');
    },
  };
  const { platform } = await createSteady({ create, lease, isAlone: true, log });
  await platform.start(handler);
  expect([story, platform.health()]).toEqual([[], { state: 'serving' }]);
  turn?.gained();
  await expect.poll(() => story).toEqual(['1 starts']);
  turn?.lost();
  await expect.poll(() => story).toEqual(['1 starts', '1 stops']);
  turn?.gained();
  await expect.poll(() => story.at(-1)).toBe('2 starts');
  await platform.stop();
  expect(story.slice(3)).toEqual(['2 stops', 'gives up the lease']);
});

it('does not hold up the start of the others while it is being connected', async () => {
  const connected = Promise.withResolvers<void>();
  const create = async () => ({ ...createTestPlatform('test'), start: () => connected.promise });
  const { platform } = await createSteady({ create, isAlone: false, log, patienceMs: 20 });
  await platform.start(handler);
  expect(platform.health()).toEqual({ state: 'troubled', reason: 'test is being connected' });
  connected.resolve();
  await expect.poll(() => platform.health().state).toBe('serving');
  await platform.stop();
});
