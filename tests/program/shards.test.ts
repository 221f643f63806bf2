import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import type { Health, Platform } from '../../src/chat/platform.ts';
import type { Lease, Turn } from '../../src/database/lease.ts';
import { replaceShardCount } from '../../src/database/shards-store.ts';
import { leases } from '../../src/database/tables.ts';
import { agreeOnShards, createShards, type Shard, shardOf } from '../../src/program/shards.ts';
import { openTestDatabase } from '../support/database.ts';
import { createTestPlatform } from '../support/platform.ts';

const handler = {
  handle: () => {
    throw new Error('nobody acts here');
  },
  complete: async () => [],
  async left() {},
  removed: async () => {},
};

const lines: string[] = [];
const log = (level: string, message: string) => void lines.push(`${level} ${message}`);

function createMembers(health: (shard: Shard) => Health = () => ({ state: 'serving' })) {
  const story: string[] = [];
  const create = (shard: Shard): Platform => ({
    ...createTestPlatform('discord'),
    async start() {
      story.push(`${shard.id} of ${shard.count} starts`);
    },
    async stop() {
      story.push(`${shard.id} stops`);
    },
    health: () => health(shard),
  });
  return { create, story };
}

it('finds the shard of a server as Discord does, within the number of shards', () => {
  expect(shardOf('197038439483310086', 2)).toBe(Number((197038439483310086n >> 22n) % 2n));
  expect(shardOf('direct', 4)).toBe(0);
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 2n ** 63n }), fc.integer({ min: 1, max: 200 }), (guild, count) => {
      const shard = shardOf(String(guild), count);
      return shard >= 0 && shard < count;
    }),
  );
});

it('takes a free shard at once while it holds none, and leaves a second one to others for a moment', async () => {
  const { create, story } = createMembers();
  const patience: number[] = [];
  const turns: Turn[] = [];
  const openLease = (_name: string, yieldMs: () => number): Lease => ({
    async start(turn) {
      turns.push(turn);
      patience.push(yieldMs());
      turn.gained();
      return { isTaken: false };
    },
    async stop() {},
  });
  const platform = await createShards({ count: 3, create, openLease, isAlone: true, log, betweenMs: 1 });
  onTestFinished(() => platform.stop());
  await platform.start(handler);
  expect(patience).toEqual([0, 300, 600]);
  expect(story).toEqual(['0 of 3 starts', '1 of 3 starts', '2 of 3 starts']);
  turns[1]?.lost();
  await expect.poll(() => story).toContain('1 stops');
});

it('says which shard is not connected, to operators and, in its servers, to organisers', async () => {
  const { create } = createMembers(({ id }) =>
    id === 1 ? { state: 'troubled', reason: 'Discord sends no events' } : { state: 'serving' },
  );
  const platform = await createShards({
    count: 2,
    create,
    openLease: () => undefined,
    isAlone: true,
    log,
    betweenMs: 1,
  });
  onTestFinished(() => platform.stop());
  await platform.start(handler);
  expect(platform.health()).toEqual({ state: 'troubled', reason: 'shard 1 of 2: Discord sends no events' });
  const [even, odd] = [String(2n << 22n), String(3n << 22n)];
  expect(await platform.findLacks(even, 'home')).toEqual([]);
  expect(await platform.findLacks(odd, 'home')).toMatchObject([{ what: expect.stringContaining('shard 1 of 2') }]);
});

it('goes along with the number that living processes use, and takes its own once none of them is left', async () => {
  const database = await openTestDatabase();
  onTestFinished(() => database.close());
  const { db } = database;
  lines.length = 0;
  expect(await agreeOnShards(db, 2, log)).toBe(2);
  await db.insert(leases).values({ name: 'discord/1', holder: 'a process that died', beat: 7 });
  expect(await agreeOnShards(db, 4, log, 20)).toBe(4);
  expect(lines).toEqual([]);
  const living = setInterval(() => {
    void db
      .update(leases)
      .set({ beat: Math.floor(performance.now() * 1000) })
      .execute();
  }, 5);
  try {
    expect(await agreeOnShards(db, 8, log, 100)).toBe(4);
  } finally {
    clearInterval(living);
  }
  expect(lines).toEqual(['warn discord: the processes that run divide its events otherwise']);
  // Another process was first.
  await replaceShardCount(db, 3, 5);
  expect(await agreeOnShards(db, 4, log)).toBe(4);
});
