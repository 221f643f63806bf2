import { and, desc, eq, gt, isNull, type SQL, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { moment } from '../../database/columns.ts';
import type { RowJson } from '../../database/rows.ts';
import { recordDelivery } from '../../deliveries/store.ts';
import { cohortsNear } from '../../domain/cohorts/near-store.ts';
import { lockCohort } from '../../domain/cohorts/store.ts';
import { POINTS, type Reason } from '../../domain/points/points.ts';
import { recordPoints } from '../../domain/points/store.ts';
import { ledger } from '../../domain/points/tables.ts';
import type { Response } from './marking.ts';
import { countingAnswers, type GivenAnswer, type Round, type Taker } from './rounds.ts';
import { answerFrom, roundFrom } from './rows.ts';
import { rounds } from './tables.ts';

/** An answer on its way into the table. */
export interface NewAnswer {
  roundId: string;
  /** The question's place in the round, from 0, and the item that stands there. */
  at: number;
  item: string;
  memberId: string;
  response: Response;
  right: boolean;
  answeredAt: Temporal.Instant;
}

/** A round, and all that one person has answered in it. */
export interface Taking {
  round: Round;
  answers: GivenAnswer[];
}

/** What became of an answer. `closed`: the round takes none any more. `kept`: it was there already. */
export type Recorded = Taking & { outcome: 'recorded' | 'kept' | 'closed' };

/**
 * One statement, so that one thing decides: the round's row is locked FOR SHARE while it is open, which waits for a close
 * under way and then finds nothing, and which a close waits for. An event delivered again is kept out by its id, and an
 * answer that changes nothing is no new row. Undefined: there is no such question in a round of this cohort.
 */
export async function recordRoundAnswer(
  db: Db,
  answer: NewAnswer & { cohortId: string; eventId: string },
): Promise<Recorded | undefined> {
  const now = moment(answer.answeredAt);
  const response = JSON.stringify(answer.response);
  const [found] = await rows<RecordedRow>(
    db,
    sql`with open_round as materialized (
        select id from rounds
        where ${isAsked(answer)} and kind = 'cohort' and cohort_id = ${answer.cohortId}
          and closed_at is null and closes_at > ${now}::timestamptz
        for share
      ), before as materialized (${answersOf(answer)}),
      added as (
        insert into answers (round_id, item, member_id, response, "right", answered_at, event_id)
        select id, ${answer.item}, ${answer.memberId}, ${response}::jsonb, ${answer.right}::boolean, ${now}::timestamptz,
          ${answer.eventId}
        from open_round
        where ${response}::jsonb is distinct from
          (select response from before where item = ${answer.item} order by id desc limit 1)
        on conflict (event_id) do nothing
        returning *
      )
      select to_jsonb(r) as round, exists (select 1 from open_round) as open, 0 as paid, ${bothAnswers()}
      from rounds r where ${isAsked(answer)} and kind = 'cohort' and cohort_id = ${answer.cohortId}`,
  );
  if (found === undefined) return undefined;
  const outcome = found.open ? (found.added === null ? 'kept' : 'recorded') : 'closed';
  return { outcome, ...takingOf(found) };
}

/**
 * Keeps the first answer of a practice round to a question: the key of the row is the question, so a second answer finds
 * it taken. A right one is paid in the same statement, once per person, cohort and item. While a cohort near the person
 * has the item in an open round nothing is kept, because the verdict would give that round's key away: `closed`.
 */
export async function recordPracticeAnswer(
  db: Db,
  answer: NewAnswer & { payTo: string | undefined },
): Promise<(Recorded & { paid: number }) | undefined> {
  const now = moment(answer.answeredAt);
  const source = `practice:${answer.payTo}:${answer.memberId}:${answer.item}`;
  const isPaid = answer.right && answer.payTo !== undefined;
  const [found] = await rows<RecordedRow>(
    db,
    sql`with own as materialized (
        select id from rounds r where ${isAsked(answer)} and kind = 'practice' and member_id = ${answer.memberId}
          and not exists (
            select 1 from rounds o where o.kind = 'cohort' and o.closed_at is null and o.closes_at > ${now}::timestamptz
              and o.cohort_id in ${cohortsNear({ memberId: sql`r.member_id`, workspaceId: sql`r.workspace_id` })}
              and ${answer.item} = any (o.items)
          )
      ), before as materialized (${answersOf(answer)}),
      added as (
        insert into answers (round_id, item, member_id, response, "right", answered_at, event_id)
        select id, ${answer.item}, ${answer.memberId}, ${JSON.stringify(answer.response)}::jsonb, ${answer.right}::boolean,
          ${now}::timestamptz, ${`practice:${answer.roundId}:${answer.item}`}
        from own
        on conflict (event_id) do nothing
        returning *
      ), paid as (
        insert into ledger (cohort_id, member_id, board, points, reason, source, at)
        select ${answer.payTo ?? ''}, member_id, 'learners', ${POINTS.practiceItem}::integer,
          ${'practice' satisfies Reason}, ${source}, answered_at
        from added where ${isPaid}::boolean
        on conflict (source) do nothing
        returning points
      )
      select to_jsonb(r) as round, exists (select 1 from own) as open,
        coalesce((select points from paid), 0)::int as paid, ${bothAnswers()}
      from rounds r where ${isAsked(answer)} and kind = 'practice' and member_id = ${answer.memberId}`,
  );
  if (found === undefined) return undefined;
  const taking = takingOf(found);
  if (found.added !== null) return { outcome: 'recorded', paid: found.paid, ...taking };
  if (taking.answers.some(({ item }) => item === answer.item)) return { outcome: 'kept', paid: 0, ...taking };
  if (!found.open) return { outcome: 'closed', paid: 0, ...taking };
  // Another press was kept after this statement had begun: it sees the conflict, but not yet the row.
  const later = await findTaking(db, answer.roundId, answer.memberId);
  return later && { outcome: 'kept', paid: 0, ...later };
}

interface TakingRow extends Record<string, unknown> {
  round: RowJson;
  answers: RowJson[];
}

interface RecordedRow extends TakingRow {
  open: boolean;
  paid: number;
  added: RowJson | null;
}

function isAsked({ roundId, at, item }: NewAnswer): SQL {
  return sql`id = ${roundId} and items[${at + 1}::int] = ${item}`;
}

function answersOf({ roundId, memberId }: { roundId: string; memberId: string }): SQL {
  return sql`select * from answers where round_id = ${roundId} and member_id = ${memberId}`;
}

function bothAnswers(): SQL {
  return sql`(select to_jsonb(added) from added) as added,
    (select coalesce(jsonb_agg(to_jsonb(before)), '[]') from before) as answers`;
}

/** A round and the answers of one person to it, in one statement. */
export async function findTaking(db: Db, roundId: string, memberId: string): Promise<Taking | undefined> {
  const [found] = await rows<TakingRow>(
    db,
    sql`select to_jsonb(r) as round,
        (select coalesce(jsonb_agg(to_jsonb(mine)), '[]') from (${answersOf({ roundId, memberId })}) as mine) as answers
      from rounds r where r.id = ${roundId}`,
  );
  return found && takingOf({ ...found, added: null });
}

function takingOf({ round, answers, added }: TakingRow & { added: RowJson | null }): Taking {
  return { round: roundFrom(round), answers: [...answers, ...(added === null ? [] : [added])].map(answerFrom) };
}

/** Keeps a practice round and answers it as it is kept: the same event makes the same one. */
export async function recordPractice(db: Db, round: Round): Promise<Round> {
  await db
    .insert(rounds)
    .values({ ...round, items: [...round.items] })
    .onConflictDoNothing();
  return (await findRound(db, round.id)) ?? round;
}

/** The items that a person has answered right so far. */
export async function listKnown(db: Db, memberId: string): Promise<Set<string>> {
  const [found] = await rows<{ known: string[] }>(
    db,
    sql`select coalesce(jsonb_agg(distinct item), '[]') as known from answers where member_id = ${memberId} and "right"`,
  );
  return new Set(found?.known);
}

export async function findRound(db: Db, id: string): Promise<Round | undefined> {
  const [round] = await db.select().from(rounds).where(eq(rounds.id, id));
  return round;
}

/** `opened`: this round is kept. `open-already`: another round of the session still runs in the cohort, and this is it. */
export type Opening = { outcome: 'opened' | 'open-already'; round: Round };

/**
 * Keeps a cohort's round and the delivery that closes it, or answers the one that is open. One at a time per cohort; the
 * same round twice is one. Whoever opened it by hand is thanked on the mentors' board, once per session and
 * once a week: who opens twelve rounds in an hour has not been there twelve times.
 */
export async function recordRound(
  db: Db,
  round: Round & { cohortId: string; session: number; closesAt: Temporal.Instant },
  openedBy: string | undefined,
): Promise<Opening> {
  const { cohortId, session, openedAt, closesAt } = round;
  return db.transaction(async (tx) => {
    await lockCohort(tx, cohortId);
    const kept = await findRound(tx, round.id);
    if (kept !== undefined) return { outcome: 'opened', round: kept };
    const other = await findOpenRound(tx, cohortId, session, openedAt);
    if (other !== undefined) return { outcome: 'open-already', round: other };
    await tx.insert(rounds).values({ ...round, items: [...round.items] });
    const closing = { key: `round/${round.id}/close`, cohortId, session, detail: { round: round.id } };
    await recordDelivery(tx, { ...closing, kind: 'close', dueAt: closesAt });
    if (openedBy !== undefined) {
      const source = `mentor-round:${cohortId}:${session}`;
      if (await wasThanked(tx, cohortId, openedBy, openedAt)) return { outcome: 'opened', round };
      const award = { cohortId, memberId: openedBy, board: 'mentors', points: POINTS.mentorRound } as const;
      await recordPoints(tx, [{ ...award, reason: 'mentor-round', source, at: openedAt }]);
    }
    return { outcome: 'opened', round };
  });
}

async function wasThanked(db: Db, cohortId: string, memberId: string, now: Temporal.Instant): Promise<boolean> {
  const reason = 'mentor-round' satisfies Reason;
  const lately = gt(ledger.at, now.subtract({ hours: 7 * 24 }));
  const [before] = await db
    .select({ id: ledger.id })
    .from(ledger)
    .where(and(eq(ledger.cohortId, cohortId), eq(ledger.memberId, memberId), eq(ledger.reason, reason), lately))
    .limit(1);
  return before !== undefined;
}

async function findOpenRound(
  db: Db,
  cohortId: string,
  session: number,
  now: Temporal.Instant,
): Promise<Round | undefined> {
  const [round] = await db
    .select()
    .from(rounds)
    .where(
      and(
        eq(rounds.cohortId, cohortId),
        eq(rounds.kind, 'cohort'),
        eq(rounds.session, session),
        isNull(rounds.closedAt),
        gt(rounds.closesAt, now),
      ),
    );
  return round;
}

/** The rounds that run now, in all cohorts. */
export async function listOpenRounds(db: Db, now: Temporal.Instant): Promise<Round[]> {
  return db
    .select()
    .from(rounds)
    .where(and(eq(rounds.kind, 'cohort'), isNull(rounds.closedAt), gt(rounds.closesAt, now)))
    .orderBy(rounds.openedAt);
}

/** A cohort's rounds, newest first. */
export async function listRounds(db: Db, cohortId: string): Promise<Round[]> {
  return db
    .select()
    .from(rounds)
    .where(and(eq(rounds.cohortId, cohortId), eq(rounds.kind, 'cohort')))
    .orderBy(desc(rounds.openedAt), desc(rounds.id));
}

/** How many learners have begun a round, and how many have answered all of these items. */
export async function countProgress(
  db: Db,
  round: Round,
  items: readonly string[],
  now: Temporal.Instant,
): Promise<{ started: number; finished: number }> {
  if (items.length === 0) return { started: 0, finished: 0 };
  const [counted] = await rows<{ started: number; finished: number }>(
    db,
    sql`select count(*)::int as started, count(*) filter (where done = ${items.length}::int)::int as finished
      from (
        select a.member_id, count(distinct a.item)::int as done from answers a
        where a.round_id = ${round.id} and a.item in ${[...items]} and ${isLearner(round, now)}
        group by a.member_id
      ) as learners`,
  );
  return counted ?? { started: 0, finished: 0 };
}

/** Whether the answer `a` is a learner's at that moment, or was when the round closed. Staff have other places or none. */
function isLearner(round: Round, now: Temporal.Instant): SQL {
  const at = moment(round.closedAt ?? now);
  return sql`exists (select 1 from enrolments e
    where e.cohort_id = ${round.cohortId} and e.member_id = a.member_id and e.role = 'learner'
      and e.joined_at <= ${at}::timestamptz and (e.left_at is null or e.left_at > ${at}::timestamptz))`;
}

/** The learners who answered in a cohort's round, with the answers that count, by name. */
export async function listTakers(db: Db, round: Round, now: Temporal.Instant): Promise<Taker[]> {
  const found = await rows<{ id: string; name: string; hidden: boolean; answers: RowJson[] }>(
    db,
    sql`select m.id, m.name, m.hidden, jsonb_agg(to_jsonb(a)) as answers
      from answers a join members m on m.id = a.member_id
      where a.round_id = ${round.id} and ${isLearner(round, now)}
      group by m.id order by lower(m.name), m.id`,
  );
  return found.map(({ id, name, hidden, answers }) => ({
    memberId: id,
    name,
    hidden,
    answers: countingAnswers(answers.map(answerFrom), 'cohort'),
  }));
}

/** Closes a round: from here on it takes no answer. Closed before, it stays as it was. Answers the round as it is kept. */
export async function recordClosed(db: Db, id: string, now: Temporal.Instant): Promise<Round | undefined> {
  await db
    .update(rounds)
    .set({ closedAt: now })
    .where(and(eq(rounds.id, id), isNull(rounds.closedAt)));
  return findRound(db, id);
}

/** Pays the right answers to these items of a closed round, each once. */
export async function recordRoundPoints(
  db: Db,
  round: Round & { cohortId: string; closedAt: Temporal.Instant },
  takers: readonly Taker[],
  items: readonly string[],
): Promise<void> {
  const { cohortId, closedAt } = round;
  const earned = takers.flatMap(({ memberId, answers }) =>
    [...answers.values()]
      .filter(({ item, right }) => right && items.includes(item))
      .map(({ id }) => ({
        cohortId,
        memberId,
        board: 'learners' as const,
        points: POINTS.roundItem,
        reason: 'round' as const,
        source: `answer:${id}`,
        at: closedAt,
      })),
  );
  if (earned.length > 0) await recordPoints(db, earned);
}

/** Keeps how many the message in the channel shows: false when the round has been closed meanwhile. */
export async function recordShown(db: Db, id: string, finished: number): Promise<boolean> {
  const changed = await db
    .update(rounds)
    .set({ shownFinished: finished })
    .where(and(eq(rounds.id, id), isNull(rounds.closedAt)))
    .returning({ id: rounds.id });
  return changed.length === 1;
}

/** The items of every round that is open in a workspace where this cohort lives. */
export async function listAskedItems(db: Db, cohortId: string): Promise<string[]> {
  const open = await rows<{ items: string[] }>(
    db,
    sql`select to_jsonb(r.items) as items from rounds r where r.kind = 'cohort' and r.closed_at is null
      and exists (select 1 from homes mine join homes theirs on theirs.workspace_id = mine.workspace_id
        where mine.cohort_id = ${cohortId} and theirs.cohort_id = r.cohort_id)`,
  );
  return open.flatMap(({ items }) => items);
}
