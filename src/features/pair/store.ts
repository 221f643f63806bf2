import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, rows } from '../../database/client.ts';
import { recordDelivery } from '../../deliveries/store.ts';
import { lockCohort } from '../../domain/cohorts/store.ts';
import { cohorts } from '../../domain/cohorts/tables.ts';
import { MEET_DAYS } from './candidates.ts';
import type { Group, PastRound, Reason } from './matching.ts';
import { pairGroups, pairMeetings, pairPlaces, pairRounds } from './tables.ts';

/** The pairs of one module of a cohort. */
export type PairRound = typeof pairRounds.$inferSelect;

/** Why people are together, as it is kept: the time they share by moments. */
export const KeptReason = z.object({
  isAgain: z.boolean(),
  shared: z.union([z.object({ from: z.string(), until: z.string() }), z.enum(['none', 'unknown'])]),
  isNear: z.boolean(),
  isOdd: z.boolean(),
});

export type KeptReason = z.output<typeof KeptReason>;

/** A group with its reason. */
export interface Drawn extends Group {
  reason: Reason;
}

/** A group as it is kept. */
export interface KeptGroup {
  number: number;
  memberIds: readonly string[];
  reason: KeptReason;
}

/** How many people a cohort's pairs have; null where it has none. */
export async function recordPairSize(tx: Db, cohortId: string, size: 2 | 3 | null): Promise<void> {
  await tx.update(cohorts).set({ pairs: size }).where(eq(cohorts.id, cohortId));
}

export async function findPairRound(db: Db, id: string): Promise<PairRound | undefined> {
  const [round] = await db.select().from(pairRounds).where(eq(pairRounds.id, id));
  return round;
}

/** The rounds of a cohort, the newest first. */
export async function listPairRounds(db: Db, cohortId: string): Promise<PairRound[]> {
  return db.select().from(pairRounds).where(eq(pairRounds.cohortId, cohortId)).orderBy(desc(pairRounds.session));
}

/** The rounds that a cohort was told, the oldest first, as the matching sees them. */
export async function listPast(db: Db, cohortId: string): Promise<PastRound[]> {
  const places = await db
    .select({ round: pairPlaces.roundId, number: pairPlaces.number, id: pairPlaces.memberId, isOdd: pairPlaces.isOdd })
    .from(pairPlaces)
    .innerJoin(pairRounds, eq(pairRounds.id, pairPlaces.roundId))
    .where(and(eq(pairRounds.cohortId, cohortId), isNotNull(pairRounds.toldAt)))
    .orderBy(asc(pairRounds.toldAt), asc(pairPlaces.number), asc(pairPlaces.memberId));
  return [...Map.groupBy(places, ({ round }) => round).values()].map((round) =>
    [...Map.groupBy(round, ({ number }) => number).values()].map((group) => ({
      ids: group.map(({ id }) => id),
      odd: group.flatMap(({ id, isOdd }) => (isOdd ? [id] : [])),
    })),
  );
}

/** What becomes of a draw: `drawn`; `kept`: this event or another one had drawn it; `told`: it is too late to draw again. */
export type Drawing = 'drawn' | 'kept' | 'told';

interface NewDraw {
  id: string;
  cohortId: string;
  session: number;
  drawnAt: Temporal.Instant;
  tellAt: Temporal.Instant;
}

/**
 * Draws the pairs of a module with the delivery that tells them. `again` is the organiser's event that draws them once more: until
 * they are told, the new draw takes the place of the one before. `match` gets how often it was drawn.
 */
export async function recordDraw(
  db: Db,
  round: NewDraw,
  again: { memberId: string; eventKey: string } | undefined,
  match: (tx: Db, draw: number) => Promise<readonly Drawn[]>,
): Promise<Drawing> {
  return db.transaction(async (tx) => {
    await lockCohort(tx, round.cohortId);
    const kept = await findPairRound(tx, round.id);
    if (kept !== undefined && kept.toldAt !== null) return 'told';
    if (kept !== undefined && (again === undefined || kept.eventId === again.eventKey)) return 'kept';
    const draw = (kept?.draw ?? 0) + 1;
    const by = { drawnBy: again?.memberId ?? null, eventId: again?.eventKey ?? null };
    const { id, drawnAt } = round;
    await tx
      .insert(pairRounds)
      .values({ ...round, draw, ...by })
      .onConflictDoUpdate({ target: pairRounds.id, set: { draw, drawnAt, ...by } });
    await tx.delete(pairGroups).where(eq(pairGroups.roundId, id));
    const groups = await match(tx, draw);
    if (groups.length > 0) await keepGroups(tx, id, groups, kept?.tellAt ?? round.tellAt);
    const { cohortId, session, tellAt } = round;
    const detail = { round: id };
    await recordDelivery(tx, { key: outKey(id), cohortId, kind: 'pairs-out', session, detail, dueAt: tellAt });
    return 'drawn';
  });
}

async function keepGroups(tx: Db, roundId: string, groups: readonly Drawn[], toldAt: Temporal.Instant): Promise<void> {
  const kept = groups.map(({ reason }, index) => ({ roundId, number: index + 1, reason: keepReason(reason, toldAt) }));
  await tx.insert(pairGroups).values(kept);
  const places = groups.flatMap(({ ids, odd }, index) =>
    ids.map((memberId) => ({ roundId, number: index + 1, memberId, isOdd: odd.includes(memberId) })),
  );
  await tx.insert(pairPlaces).values(places);
}

/** A shared time as the moments it has on the day on which the pairs are told. */
function keepReason({ shared, ...reason }: Reason, toldAt: Temporal.Instant): KeptReason {
  if (typeof shared === 'string') return { ...reason, shared };
  const midnight = toldAt.toZonedDateTimeISO('UTC').startOfDay().toInstant();
  const at = (quarter: number) => midnight.add({ minutes: 15 * quarter }).toString();
  return { ...reason, shared: { from: at(shared.from), until: at(shared.until) } };
}

/** The key of the delivery that tells the pairs. */
export function outKey(roundId: string): string {
  return `pairs/${roundId}/out`;
}

/** Says that a round is told from now on, with the delivery that asks who met; the first to say so is kept. Returns the round. */
export async function recordTold(db: Db, id: string, now: Temporal.Instant): Promise<PairRound | undefined> {
  return db.transaction(async (tx) => {
    const [told] = await tx
      .update(pairRounds)
      .set({ toldAt: now })
      .where(and(eq(pairRounds.id, id), isNull(pairRounds.toldAt)))
      .returning();
    if (told === undefined) return findPairRound(tx, id);
    const { cohortId, session } = told;
    const dueAt = now.add({ hours: 24 * MEET_DAYS });
    const key = `pairs/${id}/met`;
    await recordDelivery(tx, { key, cohortId, kind: 'pairs-met', session, detail: { round: id }, dueAt });
    return told;
  });
}

/** The groups of a round, in their order. */
export async function listGroups(db: Db, roundId: string): Promise<KeptGroup[]> {
  const found = await db
    .select({ number: pairGroups.number, reason: pairGroups.reason, memberId: pairPlaces.memberId })
    .from(pairGroups)
    .innerJoin(pairPlaces, and(eq(pairPlaces.roundId, pairGroups.roundId), eq(pairPlaces.number, pairGroups.number)))
    .where(eq(pairGroups.roundId, roundId))
    .orderBy(asc(pairGroups.number), asc(pairPlaces.memberId));
  return [...Map.groupBy(found, ({ number }) => number).values()].map((group) => ({
    number: group[0]?.number ?? 0,
    memberIds: group.map(({ memberId }) => memberId),
    reason: KeptReason.parse(group[0]?.reason),
  }));
}

/** Somebody's newest group that was told, in a cohort. */
export async function findOwnGroup(
  db: Db,
  cohortId: string,
  memberId: string,
): Promise<{ round: PairRound; group: KeptGroup } | undefined> {
  const [newest] = await db
    .select()
    .from(pairRounds)
    .where(and(eq(pairRounds.cohortId, cohortId), isNotNull(pairRounds.toldAt)))
    .orderBy(desc(pairRounds.session))
    .limit(1);
  if (newest === undefined) return undefined;
  const group = (await listGroups(db, newest.id)).find(({ memberIds }) => memberIds.includes(memberId));
  return group && { round: newest, group };
}

/** Keeps what somebody says about having met; the same event once. */
export async function recordMeeting(
  db: Db,
  meeting: {
    roundId: string;
    number: number;
    memberId: string;
    said: 'met' | 'not-yet';
    at: Temporal.Instant;
    eventId: string;
  },
): Promise<void> {
  await db.insert(pairMeetings).values(meeting).onConflictDoNothing({ target: pairMeetings.eventId });
}

/** Which groups of a round met, as one of them said last, and who has said anything. */
export async function readMeetings(db: Db, roundId: string): Promise<{ met: Set<number>; said: Set<string> }> {
  const last = await rows<{ number: number; memberId: string; said: string }>(
    db,
    sql`select distinct on (member_id) number, member_id as "memberId", said from pair_meetings
      where round_id = ${roundId} order by member_id, id desc`,
  );
  return {
    met: new Set(last.filter(({ said }) => said === 'met').map(({ number }) => number)),
    said: new Set(last.map(({ memberId }) => memberId)),
  };
}
