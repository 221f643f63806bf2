import {
  and,
  asc,
  desc,
  eq,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  max,
  min,
  notInArray,
  notLike,
  sql,
} from 'drizzle-orm';
import { fromDrizzle, type PgBoss } from 'pg-boss';
import { type Db, rows } from '../database/client.ts';
import { cohorts } from '../domain/cohorts/tables.ts';
import type { Delivery, DeliveryOf, Due } from './job.ts';
import { CALENDAR_KINDS, type DeliveryKind, KINDS, type Late, type Notice, uselessAt } from './kinds.ts';
import type { PlannedDelivery } from './plan.ts';
import { deliveries } from './tables.ts';

/** Makes the calendar's rows what the plan says. Rows already handed to the queue stay as they are. */
export async function recordPlan(db: Db, cohortId: string, planned: readonly PlannedDelivery[]): Promise<void> {
  const keys = planned.map(({ key }) => key);
  await db.delete(deliveries).where(
    and(
      eq(deliveries.cohortId, cohortId),
      inArray(deliveries.kind, CALENDAR_KINDS),
      isNull(deliveries.queuedAt),
      // What was put off for somebody is no row of the plan any more.
      notLike(deliveries.key, '%/later/%'),
      ...(keys.length === 0 ? [] : [notInArray(deliveries.key, keys)]),
    ),
  );
  if (planned.length === 0) return;
  await db
    .insert(deliveries)
    .values(planned.map(rowOf))
    .onConflictDoUpdate({
      target: deliveries.key,
      set: { dueAt: sql`excluded.due_at`, uselessAt: sql`excluded.useless_at` },
      setWhere: isNull(deliveries.queuedAt),
    });
}

/** Adds one thing to post, of use for as long as its kind says; the same key twice is one thing. */
export async function recordDelivery(db: Db, due: Due, late: Late = KINDS[due.kind].late): Promise<void> {
  const delivery = { ...due, uselessAt: uselessAt(late, due.dueAt) };
  await db.insert(deliveries).values(rowOf(delivery)).onConflictDoNothing();
}

/** The key under which a delivery was planned first, however often it was put off. */
export function firstKey({ key }: Pick<Delivery, 'key'>): string {
  return key.replace(/\/later\/\d+$/, '');
}

/**
 * Plans a delivery once more, for whom it did not reach; the first that was planned stays as it is. What is of use only around its
 * own moment is not put off beyond it; all else is of use for as long as its kind says, from then on.
 */
export async function recordPutOff<K extends DeliveryKind>(
  db: Db,
  delivery: DeliveryOf<K>,
  dueAt: Temporal.Instant,
): Promise<void> {
  const late: Late = KINDS[delivery.kind].late;
  const isTied = late === 'session-starts' || late === 'session-ends' || late === 'three-hours';
  const useless = isTied ? delivery.uselessAt : uselessAt(late, dueAt);
  if (useless !== null && Temporal.Instant.compare(dueAt, useless) >= 0) return;
  const key = `${firstKey(delivery)}/later/${dueAt.epochMilliseconds}`;
  const again = { ...delivery, key, dueAt, uselessAt: useless } as Delivery;
  await db.insert(deliveries).values(rowOf(again)).onConflictDoNothing();
}

function rowOf(delivery: Delivery): typeof deliveries.$inferInsert {
  const { key, cohortId, kind, dueAt, uselessAt: useless } = delivery;
  const session = 'session' in delivery ? delivery.session : null;
  const detail = 'detail' in delivery ? delivery.detail : null;
  return { key, cohortId, kind, session, detail, dueAt, uselessAt: useless };
}

/** A row as its kind says it is, or throws. */
function deliveryFrom({ key, cohortId, kind, dueAt, uselessAt: useless, ...row }: typeof deliveries.$inferSelect) {
  // The compiler can't follow that a kind's own schema yields this kind's own detail.
  return { key, cohortId, kind, dueAt, uselessAt: useless, ...KINDS[kind].about.parse(row) } as Delivery;
}

/** How many are handed to the queue in one transaction. */
export const AT_ONCE = 100;

/** Hands what is due to the queue, at most `AT_ONCE`, each only once, ever. Returns how many. */
export async function enqueueDue(db: Db, boss: PgBoss, queue: string, now: Temporal.Instant): Promise<number> {
  return db.transaction(async (tx) => {
    const due = await tx
      .select({ key: deliveries.key })
      .from(deliveries)
      .where(and(isNull(deliveries.queuedAt), lte(deliveries.dueAt, now)))
      .orderBy(asc(deliveries.dueAt), asc(deliveries.key))
      .limit(AT_ONCE)
      .for('update', { skipLocked: true });
    if (due.length === 0) return 0;
    const keys = due.map(({ key }) => key);
    await tx.update(deliveries).set({ queuedAt: now }).where(inArray(deliveries.key, keys));
    // All of one transaction are created at the same moment, so priority gives their order: the first due goes first.
    const jobs = keys.map((key, index) => ({ data: { key }, priority: keys.length - index }));
    await boss.insert(queue, jobs, { db: fromDrizzle(tx, sql) });
    return due.length;
  });
}

/** A delivery that is not settled yet. */
export async function findUnsettled(db: Db, key: string): Promise<Delivery | undefined> {
  const [delivery] = await db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.key, key), isNull(deliveries.settledAt)));
  return delivery && deliveryFrom(delivery);
}

/** Settles a delivery, once. Returns what it was, unless it was settled before. */
export async function recordSettled(
  db: Db,
  key: string,
  settled: { outcome: 'posted' | 'skipped' | 'failed'; note: string | null; at: Temporal.Instant },
): Promise<{ kind: DeliveryKind; dueAt: Temporal.Instant } | undefined> {
  const [delivery] = await db
    .update(deliveries)
    .set({ outcome: settled.outcome, note: settled.note, settledAt: settled.at })
    .where(and(eq(deliveries.key, key), isNull(deliveries.settledAt)))
    .returning({ kind: deliveries.kind, dueAt: deliveries.dueAt });
  return delivery;
}

/** How many deliveries are due and not settled, and for how long the oldest has been, in seconds; `untouched`: that was not even handed to the queue. */
export async function readQueueState(
  db: Db,
  now: Temporal.Instant,
): Promise<{ waiting: number; oldestSeconds: number; untouchedSeconds: number }> {
  const [row] = await db
    .select({
      waiting: sql<number>`count(*)::int`,
      oldest: min(deliveries.dueAt),
      untouched:
        sql<Temporal.Instant | null>`min(${deliveries.dueAt}) filter (where ${deliveries.queuedAt} is null)`.mapWith(
          deliveries.dueAt,
        ),
    })
    .from(deliveries)
    .where(and(isNull(deliveries.settledAt), lte(deliveries.dueAt, now)));
  const secondsSince = (moment: Temporal.Instant | null | undefined) => moment?.until(now).total('seconds') ?? 0;
  return {
    waiting: row?.waiting ?? 0,
    oldestSeconds: secondsSince(row?.oldest),
    untouchedSeconds: secondsSince(row?.untouched),
  };
}

/** When the last delivery of a kind that is about a whole cohort was due, or will be; of those that were posted, if so asked. */
export async function findLastOf(
  db: Db,
  cohortId: string,
  kind: DeliveryKind,
  only: { postedBefore?: Temporal.Instant } = {},
): Promise<Temporal.Instant | undefined> {
  const { postedBefore } = only;
  const [last] = await db
    .select({ dueAt: deliveries.dueAt })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.cohortId, cohortId),
        eq(deliveries.kind, kind),
        sql`${deliveries.detail} ->> 'member' is null`,
        ...(postedBefore === undefined ? [] : [eq(deliveries.outcome, 'posted'), lt(deliveries.dueAt, postedBefore)]),
      ),
    )
    .orderBy(desc(deliveries.dueAt))
    .limit(1);
  return last?.dueAt;
}

/** How many notices of some kinds a cohort had, and when the last of them came about. */
export async function countNotices(
  db: Db,
  cohortId: string,
  kinds: readonly Notice['kind'][],
): Promise<{ count: number; lastAt: Temporal.Instant | undefined }> {
  const [found] = await db
    .select({ count: sql<number>`count(*)::int`, lastAt: max(deliveries.dueAt) })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.cohortId, cohortId),
        eq(deliveries.kind, 'notice'),
        inArray(sql`${deliveries.detail} ->> 'kind'`, [...kinds]),
      ),
    );
  return { count: found?.count ?? 0, lastAt: found?.lastAt ?? undefined };
}

/** Takes back a delivery that is not settled. */
export async function removeDelivery(db: Db, key: string): Promise<void> {
  await db.delete(deliveries).where(and(eq(deliveries.key, key), isNull(deliveries.settledAt)));
}

/** When the next thing is due that was not handed to the queue yet, and what it is. */
export async function findNextDue(
  db: Db,
): Promise<{ kind: DeliveryKind; session: number | null; dueAt: Temporal.Instant } | undefined> {
  const [next] = await db
    .select({ kind: deliveries.kind, session: deliveries.session, dueAt: deliveries.dueAt })
    .from(deliveries)
    .where(isNull(deliveries.queuedAt))
    .orderBy(asc(deliveries.dueAt), asc(deliveries.key))
    .limit(1);
  return next;
}

/** Whether anything was ever handed to the queue. */
export async function hasDelivered(db: Db): Promise<boolean> {
  const [one] = await db
    .select({ key: deliveries.key })
    .from(deliveries)
    .where(isNotNull(deliveries.queuedAt))
    .limit(1);
  return one !== undefined;
}

/** The keys of what is in the queue and not settled. */
export async function listInFlight(db: Db): Promise<string[]> {
  const found = await db
    .select({ key: deliveries.key })
    .from(deliveries)
    .where(and(sql`${deliveries.queuedAt} is not null`, isNull(deliveries.settledAt)));
  return found.map(({ key }) => key);
}

/** The sessions of a cohort that began, or are about to this minute: nothing takes that back any more. */
export async function listBegun(db: Db, cohortId: string): Promise<number[]> {
  const begun = await rows<{ session: number }>(
    db,
    sql`select session from deliveries
      where cohort_id = ${cohortId} and kind = 'start' and queued_at is not null and session is not null`,
  );
  return begun.map(({ session }) => session);
}

/** The sessions of a cohort whose pre-work was handed to the queue: it stands, whatever happens to their dates. */
export async function listPrepared(db: Db, cohortId: string): Promise<number[]> {
  const prepared = await db
    .select({ session: deliveries.session })
    .from(deliveries)
    .where(and(eq(deliveries.cohortId, cohortId), eq(deliveries.kind, 'prework'), isNotNull(deliveries.queuedAt)));
  return prepared.flatMap(({ session }) => session ?? []);
}

/** The cohorts that go on, the oldest first. */
export async function listActiveIds(db: Db): Promise<string[]> {
  const active = await db
    .select({ id: cohorts.id })
    .from(cohorts)
    .where(eq(cohorts.status, 'active'))
    .orderBy(asc(cohorts.createdAt), asc(cohorts.id));
  return active.map(({ id }) => id);
}

/** When each session of a cohort begins, as it is planned; `isOpen` until it was handed to the queue or left out. */
export async function listPlannedStarts(
  db: Db,
  cohortId: string,
): Promise<{ session: number; dueAt: Temporal.Instant; isOpen: boolean }[]> {
  const planned = await db
    .select({ session: deliveries.session, dueAt: deliveries.dueAt, queuedAt: deliveries.queuedAt })
    .from(deliveries)
    .where(and(eq(deliveries.cohortId, cohortId), eq(deliveries.kind, 'start')))
    .orderBy(asc(deliveries.session));
  return planned.flatMap(({ session, dueAt, queuedAt }) =>
    session === null ? [] : [{ session, dueAt, isOpen: queuedAt === null }],
  );
}
