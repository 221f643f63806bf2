import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { PlatformFailure, Underway, Unreachable } from '../../src/chat/errors.ts';
import type { Services } from '../../src/context.ts';
import { type Database, rows } from '../../src/database/client.ts';
import type { Due, DueOf, Job, Jobs } from '../../src/deliveries/job.ts';
import { type DeliveryKind, KINDS } from '../../src/deliveries/kinds.ts';
import { createQueue, type Queue } from '../../src/deliveries/queue.ts';
import { findUnsettled, recordDelivery, recordPlan } from '../../src/deliveries/store.ts';
import type { Cohort } from '../../src/domain/cohorts/cohort.ts';
import { recordDraft } from '../../src/features/cohorts/store.ts';
import { createClock } from '../../src/program/clock.ts';
import { openTestDatabase } from '../support/database.ts';

const startsAt = Temporal.Instant.from('2026-11-21T12:00:00Z');
let database: Database;
let queue: Queue;
let clock = createClock({ at: startsAt });
let ran: string[] = [];
let failing = new Map<string, number>();
let underway = new Set<string>();
let thrown = new Map<string, Error>();
let reported: string[] = [];
let count = 0;

const job: Job<DeliveryKind> = async ({ key }) => {
  const left = failing.get(key) ?? 0;
  ran.push(key);
  if (underway.delete(key)) throw new Underway();
  const error = thrown.get(key);
  if (error !== undefined) throw error;
  if (left > 0) {
    failing.set(key, left - 1);
    throw new Error('not now');
  }
  return { outcome: 'posted' };
};
const jobs = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, job])) as unknown as Jobs;

const cohort: Cohort = {
  id: 'c',
  workspaceId: 'test:w',
  name: 'C',
  status: 'active',
  homes: [{ workspaceId: 'test:w', channel: 'home', mentorRole: null }],
  startsOn: Temporal.PlainDate.from('2026-11-24'),
  weekdays: [2],
  startTime: Temporal.PlainTime.from('18:00'),
  zone: 'UTC',
  capacity: null,
  createdBy: 'x',
  createdAt: startsAt,
};

beforeAll(async () => {
  database = await openTestDatabase();
  await recordDraft(database.db, cohort);
  queue = createServingQueue();
  await queue.prepare();
  await queue.start();
});
afterAll(async () => {
  await queue.stop();
  await database.close();
});
beforeEach(() => {
  ran = [];
  failing = new Map();
  underway = new Set();
  thrown = new Map();
  reported = [];
});

function createServingQueue(more: { pollSeconds?: number } = {}): Queue {
  const services = { db: database.db, clock: () => clock.now() } as Services;
  const report = (_: unknown, { delivery }: { delivery: string }) => reported.push(delivery);
  return createQueue({ boss: database.boss, services, jobs, report, ...more });
}

/** What is due that many minutes from now, however late it is found. */
function due(minutes: number): DueOf<'round'> {
  count += 1;
  const dueAt = clock.now().add({ minutes });
  return { key: `d${count}`, cohortId: 'c', kind: 'round', session: 1, dueAt };
}

async function settled(key: string): Promise<{ outcome: string | null; note: string | null } | undefined> {
  const [row] = await rows<{ outcome: string | null; note: string | null }>(
    database.db,
    sql`select outcome, note from deliveries where key = ${key}`,
  );
  return row;
}

it('carries out what is due, once, in the order in which it is due, and leaves the rest', async () => {
  const [late, early, coming] = [due(-1), due(-5), due(60)];
  for (const delivery of [late, early, coming]) await recordDelivery(database.db, delivery);
  await queue.drain();
  await queue.drain();
  expect(ran.toSorted()).toEqual([late.key, early.key].toSorted());
  expect(await findUnsettled(database.db, coming.key)).toBeDefined();
  expect(await findUnsettled(database.db, late.key)).toBeUndefined();
});

it('runs each delivery once when several processes tick at the same time', async () => {
  const deliveries = Array.from({ length: 30 }, () => due(-1));
  for (const delivery of deliveries) await recordDelivery(database.db, delivery);
  const other = createServingQueue();
  await other.start();
  await Promise.all([queue.tick(), other.tick(), queue.tick(), other.tick()]);
  await Promise.all([queue.drain(), other.drain()]);
  expect(ran.toSorted()).toEqual(deliveries.map(({ key }) => key).toSorted());
});

it('carries out at once what it hands over, and does not wait until it looks again', async () => {
  await queue.stop();
  const slow = createServingQueue({ pollSeconds: 3600 });
  await slow.start();
  for (let time = 1; time <= 3; time += 1) {
    await recordDelivery(database.db, due(-1));
    await slow.tick();
    await expect.poll(() => ran.length, { timeout: 15_000 }).toBe(time);
  }
  await slow.stop();
  await queue.start();
});

it('tries again what failed, later, without touching when it was due', async () => {
  const delivery = due(-1);
  failing.set(delivery.key, 1);
  await recordDelivery(database.db, delivery);
  await queue.tick();
  await expect.poll(() => ran.length, { timeout: 15_000 }).toBe(2);
  await expect.poll(() => findUnsettled(database.db, delivery.key)).toBeUndefined();
  expect(reported).toEqual([delivery.key]);
});

it('tries again what somebody else was posting, and calls that no fault', async () => {
  const delivery = due(-1);
  underway.add(delivery.key);
  await recordDelivery(database.db, delivery);
  await queue.tick();
  await expect.poll(() => ran.length, { timeout: 15_000 }).toBe(2);
  await expect.poll(() => findUnsettled(database.db, delivery.key)).toBeUndefined();
  expect(reported).toEqual([]);
});

it('skips what has become useless', async () => {
  const day = 24 * 60;
  const { key, cohortId, dueAt } = due(-day);
  const delivery: DueOf<'digest'> = { key, cohortId, kind: 'digest', dueAt };
  await recordDelivery(database.db, delivery);
  await queue.drain();
  expect(ran).toEqual([]);
  expect(await findUnsettled(database.db, delivery.key)).toBeUndefined();
});

it('re-plans rows that were not handed over yet, and no others', async () => {
  const first = { ...due(-1), key: 'c/s01/start', uselessAt: null };
  const second = { ...due(60), key: 'c/s02/start', uselessAt: null };
  await recordPlan(database.db, 'c', [first, second]);
  await queue.drain();
  expect(ran).toEqual(['c/s01/start']);
  const moved = { ...second, dueAt: clock.now().subtract({ minutes: 1 }) };
  await recordPlan(database.db, 'c', [{ ...first, dueAt: clock.now().subtract({ minutes: 1 }) }, moved]);
  await recordPlan(database.db, 'c', [first, moved]);
  await queue.drain();
  expect(ran).toEqual(['c/s01/start', 'c/s02/start']);
  // Rows that were handed over are history: the end of a cohort removes none of them.
  await recordPlan(database.db, 'c', []);
  expect(await settled('c/s01/start')).toEqual({ outcome: 'posted', note: null });
});

it('gives up after many tries, and says so in the row', async () => {
  const delivery = due(-1);
  failing.set(delivery.key, 2);
  await recordDelivery(database.db, delivery);
  await queue.stop();
  await queue.tick();
  const ofDelivery = sql`data ->> 'key' = ${delivery.key}`;
  const tried = (times: number) =>
    database.db.execute(
      sql`update pgboss.job set retry_count = ${times}, start_after = now() - interval '1 minute' where ${ofDelivery}`,
    );
  const carryOut = async () => {
    await queue.start();
    const before = ran.length;
    await expect.poll(() => ran.length, { timeout: 15_000 }).toBe(before + 1);
    await queue.stop();
  };
  await tried(49);
  await carryOut();
  const state = () => rows<{ state: string }>(database.db, sql`select state from pgboss.job where ${ofDelivery}`);
  await expect.poll(state, { timeout: 15_000 }).toEqual([{ state: 'retry' }]);
  expect(await settled(delivery.key)).toEqual({ outcome: null, note: null });
  // Taken out again, it counts one try more: the last.
  await tried(49);
  await carryOut();
  await expect
    .poll(() => settled(delivery.key), { timeout: 15_000 })
    .toEqual({ outcome: 'failed', note: 'gave up after many tries' });
  expect(reported).toEqual([delivery.key, delivery.key]);
  await queue.start();
}, 60_000);

it('gives up at once what can never arrive, and after three tries what the platform refuses as it is, and says why', async () => {
  const [closed, refused] = [due(-1), due(-1)];
  thrown.set(closed.key, new Unreachable('They take no messages.', { isForGood: true }));
  thrown.set(refused.key, new PlatformFailure('POST failed: status 400', 400));
  for (const delivery of [closed, refused]) await recordDelivery(database.db, delivery);
  await queue.drain();
  expect(await settled(closed.key)).toEqual({ outcome: 'failed', note: 'They take no messages.' });
  await expect
    .poll(() => settled(refused.key), { timeout: 30_000 })
    .toEqual({ outcome: 'failed', note: 'the platform does not take it: Error: POST failed: status 400' });
  expect([closed, refused].map(({ key }) => ran.filter((one) => one === key).length)).toEqual([1, 3]);
}, 60_000);

it('posts nothing for a cohort without a home, and still does what is more than words', async () => {
  await recordDraft(database.db, { ...cohort, id: 'homeless', name: 'Homeless', homes: [] });
  const { dueAt } = due(-1);
  const words: Due = { key: 'homeless/round', cohortId: 'homeless', kind: 'round', session: 1, dueAt };
  const close: Due = { ...words, key: 'homeless/close', kind: 'close', detail: { round: 'r' } };
  for (const delivery of [words, close]) await recordDelivery(database.db, delivery);
  await queue.drain();
  expect(ran.filter((key) => key.startsWith('homeless/'))).toEqual([close.key]);
  expect(await settled(words.key)).toEqual({
    outcome: 'skipped',
    note: 'the cohort has no home: I was removed from everywhere it lived',
  });
});

it('takes up what a killed process had in hand', async () => {
  const delivery = due(-1);
  await recordDelivery(database.db, delivery);
  clock = createClock({ at: clock.now() });
  const { boss } = database;
  await queue.stop();
  await queue.tick();
  // Fetched, and never finished: what a kill -9 leaves behind.
  const [fetched] = await boss.fetch<{ key: string }>('deliver');
  expect(fetched?.data.key).toBe(delivery.key);
  expect(ran).toEqual([]);
  await queue.start();
  await expect.poll(() => ran, { timeout: 40_000, interval: 500 }).toEqual([delivery.key]);
}, 60_000);
