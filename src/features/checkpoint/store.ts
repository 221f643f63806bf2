import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { morningAfter } from '../../deliveries/mornings.ts';
import { recordDelivery } from '../../deliveries/store.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { members } from '../../domain/people/tables.ts';
import { type Entry, type EntryKind, type Objection, objectionTo, type Standing, standingOf } from './standing.ts';
import { checkpointEntries, checkpointRequests, checkpointTicks } from './tables.ts';

/** A checkpoint that a learner asked to have signed off, with what became of it. */
export interface CheckpointRequest {
  id: string;
  cohortId: string;
  learnerId: string;
  learner: string;
  /** The slug of the competency area. */
  area: string;
  /** Oldest first. */
  entries: readonly Entry[];
  standing: Standing;
}

/** What somebody puts down about a request. */
export interface NewEntry {
  memberId: string;
  words: string;
  links: readonly string[];
  runs: readonly string[];
  at: Temporal.Instant;
  eventId: string;
}

/** Keeps a request and plans that mentors hear of it. Returns the one that is live for this person and area, which may be an older one. */
export async function recordRequest(
  db: Db,
  cohort: Cohort,
  { id, area }: { id: string; area: string },
  entry: NewEntry,
): Promise<CheckpointRequest> {
  const { memberId } = entry;
  await db.transaction(async (tx) => {
    const added = await tx
      .insert(checkpointRequests)
      .values({ id, cohortId: cohort.id, memberId, area, standing: 'live' })
      .onConflictDoNothing()
      .returning({ id: checkpointRequests.id });
    if (added.length === 0) return;
    await tx.insert(checkpointEntries).values({ ...entry, requestId: id, kind: 'requested' });
    await planWaiting(tx, cohort, entry.at);
  });
  const [live] = await list(db, and(isOf(memberId, area), eq(checkpointRequests.standing, 'live')));
  const kept = live ?? (await findRequest(db, id));
  if (kept === undefined) throw new Error('a request was not kept');
  return kept;
}

function isOf(memberId: string, area: string) {
  return and(eq(checkpointRequests.memberId, memberId), eq(checkpointRequests.area, area));
}

/** One message for the mentors each morning on which something waits. */
async function planWaiting(tx: Db, { id, zone }: Cohort, now: Temporal.Instant): Promise<void> {
  const dueAt = morningAfter(now, zone, 1);
  const date = dueAt.toZonedDateTimeISO(zone).toPlainDate().toString();
  await recordDelivery(tx, { key: `${id}/checkpoints/${date}`, cohortId: id, kind: 'checkpoint-waiting', dueAt });
}

/** What came of doing something about a request: it as it stands now, or why not. */
export type Done =
  | { kind: 'done'; request: CheckpointRequest }
  | { kind: 'refused'; objection: Objection; request: CheckpointRequest };

/** Kinds of entries that somebody else is told of in private. */
const TOLD: ReadonlySet<EntryKind> = new Set(['added', 'withdrawn', 'asked', 'signed-off', 'declined']);

/**
 * Does something about a request if it may be done as the request stands, one at a time for each request, and plans to tell
 * whom it concerns. The same event twice does it once.
 */
export async function recordEntry(
  db: Db,
  cohort: Cohort,
  requestId: string,
  kind: Exclude<EntryKind, 'requested'>,
  entry: NewEntry,
): Promise<Done | undefined> {
  return db.transaction(async (tx) => {
    const [locked] = await tx
      .select({ id: checkpointRequests.id })
      .from(checkpointRequests)
      .where(and(eq(checkpointRequests.id, requestId), eq(checkpointRequests.cohortId, cohort.id)))
      .for('update');
    const request = locked && (await findRequest(tx, requestId));
    if (request === undefined) return undefined;
    const [again] = await tx
      .select({ id: checkpointEntries.id })
      .from(checkpointEntries)
      .where(eq(checkpointEntries.eventId, entry.eventId));
    if (again !== undefined) return { kind: 'done', request };
    const objection = objectionTo(kind, request, entry.memberId, entry.at);
    if (objection !== undefined) return { kind: 'refused', objection, request };
    const [added] = await tx
      .insert(checkpointEntries)
      .values({ ...entry, requestId, kind })
      .returning({ id: checkpointEntries.id });
    if (kind === 'declined' || kind === 'withdrawn') {
      await tx.update(checkpointRequests).set({ standing: 'over' }).where(eq(checkpointRequests.id, requestId));
    }
    if (added !== undefined && TOLD.has(kind)) {
      const key = `checkpoint/${requestId}/${added.id}`;
      const detail = { request: requestId, entry: added.id };
      await recordDelivery(tx, { key, cohortId: cohort.id, kind: 'checkpoint-told', detail, dueAt: entry.at });
    }
    if (kind === 'released') await planWaiting(tx, cohort, entry.at);
    const kept = await findRequest(tx, requestId);
    return kept && { kind: 'done', request: kept };
  });
}

export async function findRequest(db: Db, id: string): Promise<CheckpointRequest | undefined> {
  const [found] = await list(db, eq(checkpointRequests.id, id));
  return found;
}

/** Everything that somebody ever asked to have signed off, in whichever cohort, oldest first. */
export function listRequests(db: Db, memberId: string): Promise<CheckpointRequest[]> {
  return list(db, eq(checkpointRequests.memberId, memberId));
}

/** What a cohort's mentors have to look at, whoever has it, the longest-waiting first. */
export async function listWaiting(db: Db, cohortId: string): Promise<CheckpointRequest[]> {
  const live = and(eq(checkpointRequests.cohortId, cohortId), eq(checkpointRequests.standing, 'live'));
  const waiting = (await list(db, live)).filter(({ standing }) => standing.ended === undefined);
  return waiting.toSorted((a, b) => Temporal.Instant.compare(a.standing.since, b.standing.since));
}

/** A checkpoint that is on somebody's record. */
export interface SignOff {
  requestId: string;
  cohortId: string;
  /** The slug of the competency area. */
  area: string;
  at: Temporal.Instant;
  mentorId: string;
  /** The reviewer's name as the platform said it last. */
  mentor: string;
  /** What the reviewer wrote. */
  words: string;
}

/** The checkpoints that were signed off for somebody, in whichever cohort, oldest first: one an area. */
export async function listSignOffs(db: Db, memberId: string): Promise<SignOff[]> {
  const signed = (await listRequests(db, memberId)).flatMap(({ id, cohortId, area, standing: { ended } }) =>
    ended?.as === 'signed-off'
      ? [
          {
            requestId: id,
            cohortId,
            area,
            at: ended.at,
            mentorId: ended.memberId,
            mentor: ended.name,
            words: ended.words,
          },
        ]
      : [],
  );
  return signed.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at));
}

async function list(db: Db, where: ReturnType<typeof and>): Promise<CheckpointRequest[]> {
  const requests = await db
    .select({
      id: checkpointRequests.id,
      cohortId: checkpointRequests.cohortId,
      learnerId: checkpointRequests.memberId,
      learner: members.name,
      area: checkpointRequests.area,
    })
    .from(checkpointRequests)
    .innerJoin(members, eq(members.id, checkpointRequests.memberId))
    .where(where);
  if (requests.length === 0) return [];
  const ids = requests.map(({ id }) => id);
  const all = await db
    .select({
      id: checkpointEntries.id,
      requestId: checkpointEntries.requestId,
      memberId: checkpointEntries.memberId,
      name: members.name,
      kind: checkpointEntries.kind,
      words: checkpointEntries.words,
      links: checkpointEntries.links,
      runs: checkpointEntries.runs,
      at: checkpointEntries.at,
    })
    .from(checkpointEntries)
    .innerJoin(members, eq(members.id, checkpointEntries.memberId))
    .where(inArray(checkpointEntries.requestId, ids))
    .orderBy(asc(checkpointEntries.id));
  const byRequest = Map.groupBy(all, ({ requestId }) => requestId);
  const whole = requests.flatMap((request) => {
    const entries = byRequest.get(request.id);
    return entries === undefined ? [] : [{ ...request, entries, standing: standingOf(entries) }];
  });
  return whole.toSorted((a, b) => (a.entries[0]?.id ?? 0) - (b.entries[0]?.id ?? 0));
}

/** The steps that a mentor has ticked for a request, ascending. */
export async function listTicks(db: Db, requestId: string, memberId: string): Promise<number[]> {
  const ticked = await db
    .select({ step: checkpointTicks.step })
    .from(checkpointTicks)
    .where(and(eq(checkpointTicks.requestId, requestId), eq(checkpointTicks.memberId, memberId)))
    .orderBy(asc(checkpointTicks.step));
  return ticked.map(({ step }) => step);
}

/** Ticks a step of a request or takes the tick away; doing so again changes nothing. */
export async function recordTick(
  db: Db,
  { requestId, memberId, step }: { requestId: string; memberId: string; step: number },
  isTicked: boolean,
): Promise<void> {
  if (isTicked) {
    await db.insert(checkpointTicks).values({ requestId, memberId, step }).onConflictDoNothing();
    return;
  }
  await db
    .delete(checkpointTicks)
    .where(
      and(
        eq(checkpointTicks.requestId, requestId),
        eq(checkpointTicks.memberId, memberId),
        eq(checkpointTicks.step, step),
      ),
    );
}
