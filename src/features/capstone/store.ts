import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { recordDelivery } from '../../deliveries/store.ts';
import { members } from '../../domain/people/tables.ts';
import { type Entry, type Project, projectOf } from './project.ts';
import { isAssessed, type Seat, type Sittings, seatsOf } from './seats.ts';
import { assessmentMarks, assessors, capstoneEntries, capstones } from './tables.ts';

/** A learner's capstone in a cohort, with who assesses it. */
export interface Kept {
  id: string;
  cohortId: string;
  learnerId: string;
  learner: string;
  project: Project;
  /** Oldest first. */
  entries: readonly Entry[];
  /** In the order of the seats. */
  seats: readonly Seat[];
}

/** What a learner says about their capstone. */
export interface NewEntry {
  kind: Entry['kind'];
  about?: string;
  title?: string;
  words: string;
  links: readonly string[];
  at: Temporal.Instant;
  eventId: string;
}

/** How long after a capstone was handed in its free seats are given to mentors. */
const TAKING_HOURS = 24;

/** Why an entry is not kept: nothing was chosen yet, or it is handed in, or an assessor has handed in. */
export type Objection = 'none-chosen' | 'submitted' | 'being-assessed';

/**
 * Adds what a learner says about their capstone, which the first choice makes: one at a time, the same event once. What is handed in
 * may be handed in anew until an assessor has finished.
 */
export async function recordEntry(
  db: Db,
  { id, cohortId, memberId }: { id: string; cohortId: string; memberId: string },
  entry: NewEntry,
): Promise<Objection | undefined> {
  return db.transaction(async (tx) => {
    if (entry.kind === 'chosen') await tx.insert(capstones).values({ id, cohortId, memberId }).onConflictDoNothing();
    const kept = await lock(tx, and(eq(capstones.cohortId, cohortId), eq(capstones.memberId, memberId)));
    if (kept === undefined) return 'none-chosen';
    const [again] = await tx
      .select({ id: capstoneEntries.id })
      .from(capstoneEntries)
      .where(eq(capstoneEntries.eventId, entry.eventId));
    if (again !== undefined) return undefined;
    const before = await findKept(tx, kept);
    const isIn = before?.seats.some(({ handedInAt }) => handedInAt !== undefined) === true;
    if (entry.kind === 'chosen' && before?.project.submitted !== undefined) return 'submitted';
    if (entry.kind === 'submitted' && isIn) return 'being-assessed';
    const { about = null, title = null, ...rest } = entry;
    await tx.insert(capstoneEntries).values({ ...rest, about, title, capstoneId: kept, memberId });
    if (entry.kind === 'submitted' && before?.project.submitted === undefined) {
      await planSeats(tx, cohortId, kept, entry.at);
    }
    return undefined;
  });
}

/** Plans that seats which nobody has taken by then are given to mentors. */
async function planSeats(tx: Db, cohortId: string, capstoneId: string, now: Temporal.Instant): Promise<void> {
  const key = `capstone/${capstoneId}/seats/${now.epochMilliseconds}`;
  const detail = { capstone: capstoneId };
  const dueAt = now.add({ hours: TAKING_HOURS });
  await recordDelivery(tx, { key, cohortId, kind: 'capstone-seats', detail, dueAt });
}

/** Holds a capstone until the transaction ends. Returns its id. */
async function lock(tx: Db, where: ReturnType<typeof and>): Promise<string | undefined> {
  const [locked] = await tx.select({ id: capstones.id }).from(capstones).where(where).for('update');
  return locked?.id;
}

export async function findKept(db: Db, id: string): Promise<Kept | undefined> {
  const [kept] = await list(db, eq(capstones.id, id));
  return kept;
}

/** Somebody's capstone in a cohort. */
export async function findOwn(db: Db, cohortId: string, memberId: string): Promise<Kept | undefined> {
  const [kept] = await list(db, and(eq(capstones.cohortId, cohortId), eq(capstones.memberId, memberId)));
  return kept;
}

/** The capstones of a cohort, in the order in which they were chosen. */
export function listKept(db: Db, cohortId: string): Promise<Kept[]> {
  return list(db, eq(capstones.cohortId, cohortId));
}

async function list(db: Db, where: ReturnType<typeof and>): Promise<Kept[]> {
  const found = await db
    .select({
      id: capstones.id,
      cohortId: capstones.cohortId,
      learnerId: capstones.memberId,
      learner: members.name,
    })
    .from(capstones)
    .innerJoin(members, eq(members.id, capstones.memberId))
    .where(where);
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const entries = await db
    .select()
    .from(capstoneEntries)
    .where(inArray(capstoneEntries.capstoneId, ids))
    .orderBy(asc(capstoneEntries.id));
  const seats = await listSeats(db, ids);
  const whole = found.flatMap((one) => {
    const own = entries.filter(({ capstoneId }) => capstoneId === one.id);
    const project = projectOf(own);
    const theirs = seats.filter(({ capstoneId }) => capstoneId === one.id).map(({ seat }) => seat);
    return project === undefined ? [] : [{ ...one, project, entries: own, seats: theirs }];
  });
  return whole.toSorted((a, b) => (a.entries[0]?.id ?? 0) - (b.entries[0]?.id ?? 0));
}

async function listSeats(db: Db, capstoneIds: readonly string[]): Promise<{ capstoneId: string; seat: Seat }[]> {
  const sitting = await db
    .select({
      id: assessors.id,
      capstoneId: assessors.capstoneId,
      seat: assessors.seat,
      memberId: assessors.memberId,
      name: members.name,
      since: assessors.since,
      handedInAt: assessors.handedInAt,
    })
    .from(assessors)
    .innerJoin(members, eq(members.id, assessors.memberId))
    .where(and(inArray(assessors.capstoneId, [...capstoneIds]), isNull(assessors.leftAt)))
    .orderBy(asc(assessors.seat));
  const marks = await db
    .select()
    .from(assessmentMarks)
    .where(inArray(assessmentMarks.capstoneId, [...capstoneIds]))
    .orderBy(asc(assessmentMarks.id));
  return sitting.map(({ capstoneId, handedInAt, ...seat }) => {
    const own = marks.filter(({ assessorId }) => assessorId === seat.id);
    return {
      capstoneId,
      seat: {
        ...seat,
        handedInAt: handedInAt ?? undefined,
        marks: new Map(own.map(({ row, level, words }) => [row, { level, words }])),
      },
    };
  });
}

/** Who sat where in the capstones of a cohort, those that were left again not counted. */
export async function listSittings(db: Db, cohortId: string): Promise<Sittings> {
  const kept = await listKept(db, cohortId);
  return kept.map(({ seats }) => seats.map(({ memberId }) => memberId));
}

/** Puts a mentor on a free seat. Undefined: there is none, it is their own, or they sit there already. */
export async function recordSeat(
  db: Db,
  capstoneId: string,
  { memberId, how, at }: { memberId: string; how: 'took' | 'given'; at: Temporal.Instant },
): Promise<Kept | undefined> {
  return db.transaction(async (tx) => {
    if ((await lock(tx, eq(capstones.id, capstoneId))) === undefined) return undefined;
    const kept = await findKept(tx, capstoneId);
    if (kept?.project.submitted === undefined || kept.learnerId === memberId) return undefined;
    const [seat] = seatsOf(kept.seats).free;
    if (seat === undefined || kept.seats.some((one) => one.memberId === memberId)) return undefined;
    await tx.insert(assessors).values({ capstoneId, seat, memberId, how, since: at });
    if (how === 'given') await tell(tx, kept, { to: memberId, what: 'seated' }, at);
    return findKept(tx, capstoneId);
  });
}

/** Gives a seat up that has not handed in: false when there is none. Whoever may sit there hears of it as of a new one. */
export async function recordLeft(
  db: Db,
  kept: Pick<Kept, 'id' | 'cohortId'>,
  memberId: string,
  at: Temporal.Instant,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    await lock(tx, eq(capstones.id, kept.id));
    const left = await tx
      .update(assessors)
      .set({ leftAt: at })
      .where(
        and(
          eq(assessors.capstoneId, kept.id),
          eq(assessors.memberId, memberId),
          isNull(assessors.leftAt),
          isNull(assessors.handedInAt),
        ),
      )
      .returning({ id: assessors.id });
    if (left.length > 0) await planSeats(tx, kept.cohortId, kept.id, at);
    return left.length > 0;
  });
}

/** Adds the level that an assessor gives a row: false once they have handed in. */
export async function recordMark(
  db: Db,
  kept: Pick<Kept, 'id'>,
  mark: { assessorId: number; memberId: string } & Pick<
    typeof assessmentMarks.$inferInsert,
    'row' | 'level' | 'words' | 'at' | 'eventId'
  >,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    await lock(tx, eq(capstones.id, kept.id));
    const [open] = await tx
      .select({ id: assessors.id })
      .from(assessors)
      .where(and(eq(assessors.id, mark.assessorId), isNull(assessors.handedInAt), isNull(assessors.leftAt)));
    if (open === undefined) return false;
    await tx
      .insert(assessmentMarks)
      .values({ ...mark, capstoneId: kept.id })
      .onConflictDoNothing({ target: assessmentMarks.eventId });
    return true;
  });
}

/** Makes an assessor's marks final, and plans what follows: a third one where two are far apart, or that the learner hears. */
export async function recordHandedIn(
  db: Db,
  id: string,
  assessorId: number,
  at: Temporal.Instant,
): Promise<Kept | undefined> {
  return db.transaction(async (tx) => {
    await lock(tx, eq(capstones.id, id));
    const handed = await tx
      .update(assessors)
      .set({ handedInAt: at })
      .where(and(eq(assessors.id, assessorId), isNull(assessors.handedInAt), isNull(assessors.leftAt)))
      .returning({ id: assessors.id });
    const kept = await findKept(tx, id);
    if (kept === undefined || handed.length === 0) return kept;
    if (isAssessed(kept.seats)) await tell(tx, kept, { to: kept.learnerId, what: 'result' }, at);
    else if (seatsOf(kept.seats).contested.length > 0) await planSeats(tx, kept.cohortId, id, at);
    return kept;
  });
}

async function tell(
  tx: Db,
  { id, cohortId }: Pick<Kept, 'id' | 'cohortId'>,
  { to, what }: { to: string; what: 'seated' | 'result' },
  at: Temporal.Instant,
): Promise<void> {
  const key = `capstone/${id}/${what}/${to}/${at.epochMilliseconds}`;
  const detail = { capstone: id, to, what };
  await recordDelivery(tx, { key, cohortId, kind: 'capstone-told', detail, dueAt: at });
}

/** What mentors did that takes skill and time: for the mentors' board. */
export interface MentorWork {
  kind: 'sign-off' | 'review' | 'assessment';
  mentorId: string;
  learnerId: string;
  at: Temporal.Instant;
  /** The area, the scenario or the option of the capstone, as a slug. */
  about: string;
}

/**
 * Every decision on a checkpoint, every review of a post-mortem (once for each of its authors) and every assessment that was handed in,
 * of a cohort, oldest first.
 */
export async function listMentorWork(db: Db, cohortId: string): Promise<MentorWork[]> {
  const { rows: found } = await db.execute<Record<string, string>>(sql`
    select kind, "mentorId", "learnerId", about, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from (
      select 'sign-off' as kind, e.member_id as "mentorId", r.member_id as "learnerId", r.area as about, e.at
        from checkpoint_entries e join checkpoint_requests r on r.id = e.request_id
        where r.cohort_id = ${cohortId} and e.kind in ('signed-off', 'declined')
      union all
      select 'review', p.member_id, a.member_id, i.scenario, p.at
        from post_mortems p join investigations i on i.id = p.investigation_id
        join lateral (
          select i.member_id where i.member_id is not null
          union select t.member_id from investigators t where t.investigation_id = i.id
        ) a on true
        where i.cohort_id = ${cohortId} and p.kind in ('approved', 'commented')
      union all
      select 'assessment', s.member_id, c.member_id,
          (select e.about from capstone_entries e where e.capstone_id = c.id and e.kind = 'chosen' order by e.id desc limit 1),
          s.handed_in_at
        from assessors s join capstones c on c.id = s.capstone_id
        where c.cohort_id = ${cohortId} and s.handed_in_at is not null
    ) work order by work.at, kind, "mentorId", "learnerId"`);
  return found.map(({ kind, mentorId = '', learnerId = '', about = '', at = '' }) => ({
    kind: kind as MentorWork['kind'],
    mentorId,
    learnerId,
    about,
    at: Temporal.Instant.from(at),
  }));
}
