import type { PgBoss } from 'pg-boss';
import { Underway, Unreachable } from '../chat/errors.ts';
import type { Services } from '../context.ts';
import type { Cohort } from '../domain/cohorts/cohort.ts';
import { findCohort } from '../domain/cohorts/store.ts';
import { thenAfter, whyGivenUp } from './failing.ts';
import type { DeliveryOf, JobResult, Jobs } from './job.ts';
import { type DeliveryKind, KINDS } from './kinds.ts';
import { HOMELESS } from './posting.ts';
import { AT_ONCE, enqueueDue, findUnsettled, listInFlight, recordSettled, removeDelivery } from './store.ts';
import { recordMended, recordTrouble } from './troubles-store.ts';

/** About seven hours of tries, the first after a second, the later ones ten minutes apart. */
const RETRIES = 50;

/** After this many tries, about two minutes, people are told of what passes by itself otherwise. */
const PATIENCE = 7;

const UNKNOWN =
  'No right of mine is missing: the platform does not take it, or I am broken. If that lasts, whoever runs me finds the reason in my log.';

const QUEUE = 'deliver';

interface QueueOptions {
  boss: PgBoss;
  services: Services;
  jobs: Jobs;
  /** A delivery was settled. */
  settled?: (
    delivery: { kind: DeliveryKind; dueAt: Temporal.Instant },
    outcome: 'posted' | 'skipped' | 'failed',
    at: Temporal.Instant,
  ) => void;
  /** Stands around the work of one delivery. */
  follow?: (delivery: { key: string; kind: DeliveryKind }, work: () => Promise<JobResult>) => Promise<JobResult>;
  report: (error: unknown, fields: { delivery: string; tries: number }) => void;
  /** How often it looks by itself for what was handed over elsewhere or waits for another try. */
  pollSeconds?: number;
}

/** Carries out what is due. Several processes may do so on one database: each delivery belongs to one of them. */
export interface Queue {
  /** Makes the queue; from then on things can be handed over. */
  prepare(): Promise<void>;
  /** Begins to carry out. */
  start(): Promise<void>;
  /** Hands what is due to the queue. */
  tick(): Promise<void>;
  /** Hands over what is due and carries all of it out before it returns; failures are left for a later try. */
  drain(): Promise<void>;
  stop(): Promise<void>;
}

interface QueuedJob {
  id: string;
  data: { key: string };
  retryCount: number;
}

export function createQueue({
  boss,
  services,
  jobs,
  settled,
  follow = (_, work) => work(),
  report,
  pollSeconds = 0.5,
}: QueueOptions): Queue {
  const { db, clock } = services;
  let ticking = Promise.resolve();
  /** pg-boss's name for what carries out here, once it has begun. */
  let worker: string | undefined;
  /** What failed here and waits for its next try. */
  const failing = new Set<string>();

  async function prepare(): Promise<void> {
    await boss.createQueue(QUEUE);
    await boss.updateQueue(QUEUE, {
      retryLimit: RETRIES,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 600,
      heartbeatSeconds: 10,
      expireInSeconds: 600,
    });
    // Warms pg-boss's cache of queues: inside a transaction it would read through the outer handle.
    await boss.findJobs(QUEUE, { id: crypto.randomUUID() });
  }

  async function start(): Promise<void> {
    const options = {
      batchSize: 5,
      burstWhenBatchFull: true,
      pollingIntervalSeconds: pollSeconds,
      includeMetadata: true,
    } as const;
    worker = await boss.work<{ key: string }>(QUEUE, options, async (queued) => {
      // It completes what did not fail. A process that dies before that finds it settled when it comes again.
      for (const job of queued) await carryOut(job);
    });
  }

  /** Returns whether the job is done; one that failed waits for its next try. */
  async function carryOut(job: QueuedJob): Promise<boolean> {
    const { key } = job.data;
    failing.delete(key);
    try {
      await deliver(key);
      return true;
    } catch (error) {
      // Somebody else is posting this very thing, as an organiser who confirms a cohort does: the next try finds it there.
      if (!(error instanceof Underway)) report(error, { delivery: key, tries: job.retryCount + 1 });
      const then = thenAfter(error, job.retryCount + 1);
      if (then === 'give up') {
        if (!(error instanceof Unreachable)) await noteTrouble(key, UNKNOWN);
        await settle(key, 'failed', whyGivenUp(error));
        return true;
      }
      if (then === 'mend' && error instanceof Unreachable) await noteTrouble(key, error.remedy);
      else if (job.retryCount >= PATIENCE) await noteTrouble(key, UNKNOWN);
      if (job.retryCount >= RETRIES) await settle(key, 'failed', 'gave up after many tries');
      await boss.fail(QUEUE, job.id, { message: error instanceof Error ? error.message : 'failed' });
      failing.add(key);
      return false;
    }
  }

  async function deliver(key: string): Promise<void> {
    const delivery = await findUnsettled(db, key);
    if (delivery === undefined) return;
    const now = clock();
    if (delivery.uselessAt !== null && Temporal.Instant.compare(now, delivery.uselessAt) >= 0) {
      return settle(key, 'skipped', 'too late to be of use');
    }
    const cohort = await findCohort(db, delivery.cohortId);
    if (cohort === undefined) return settle(key, 'skipped', 'the cohort is gone');
    // The cohort was paused or ended while this waited in the queue. Resuming plans it again.
    if (cohort.status !== 'active' && KINDS[delivery.kind].isCalendar) {
      return cohort.status === 'paused' ? removeDelivery(db, key) : settle(key, 'skipped', 'the cohort has ended');
    }
    if (cohort.homes.length === 0 && KINDS[delivery.kind].isOnlyWords) return settle(key, 'skipped', HOMELESS);
    const result = await run(delivery, cohort, now);
    await settle(key, result.outcome, result.outcome === 'skipped' ? result.note : null);
    // Only what is words for a channel, and was posted in all of them, says that posts arrive.
    const { isOnlyWords, ...kind } = KINDS[delivery.kind];
    const isProof = isOnlyWords && delivery.kind !== 'notice' && !('isPrivate' in kind);
    if (result.outcome === 'posted' && isProof) await recordMended(db, cohort.id, now);
  }

  /** Somebody must act before this can be posted, and those who can are told. */
  async function noteTrouble(key: string, remedy: string): Promise<void> {
    const delivery = await findUnsettled(db, key);
    if (delivery === undefined) return;
    const of = KINDS[delivery.kind].words('session' in delivery ? delivery.session : '');
    await recordTrouble(db, delivery.cohortId, { remedy, of }, clock());
  }

  function run<K extends DeliveryKind>(
    delivery: DeliveryOf<K>,
    cohort: Cohort,
    now: Temporal.Instant,
  ): Promise<JobResult> {
    return follow(delivery, () => jobs[delivery.kind](delivery, cohort, services, now));
  }

  async function settle(key: string, outcome: 'posted' | 'skipped' | 'failed', note: string | null): Promise<void> {
    const at = clock();
    const delivery = await recordSettled(db, key, { outcome, note, at });
    if (delivery !== undefined) settled?.(delivery, outcome, at);
  }

  /** One tick at a time: a second one waits for the first. */
  function tick(): Promise<void> {
    const next = ticking.then(async () => {
      let handed = AT_ONCE;
      while (handed === AT_ONCE) {
        handed = await enqueueDue(db, boss, QUEUE, clock());
        // It would look by itself only at its next turn.
        if (handed > 0 && worker !== undefined) boss.notifyWorker(worker);
      }
    });
    ticking = next.catch(() => {});
    return next;
  }

  async function drain(): Promise<void> {
    for (let idle = 0; idle < 100; idle += 1) {
      await tick();
      const fetched = await boss.fetch<{ key: string }>(QUEUE, { batchSize: 20, includeMetadata: true });
      const done: string[] = [];
      for (const job of fetched) if (await carryOut(job)) done.push(job.id);
      if (done.length > 0) await boss.complete(QUEUE, done);
      if (fetched.length > 0) continue;
      if ((await listInFlight(db)).every((key) => failing.has(key))) return;
      // The worker, or another process, has the rest.
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  return { prepare, start, tick, drain, stop: () => boss.offWork(QUEUE) };
}
