import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { moment } from '../../database/columns.ts';
import type { RowJson } from '../../database/rows.ts';
import { statement } from '../../database/statement.ts';
import { cohortsNear } from '../../domain/cohorts/near-store.ts';
import { POINTS, type Reason } from '../../domain/points/points.ts';
import type { Certainty } from './certainty.ts';
import type { Response } from './marking.ts';
import type { GivenAnswer, Round } from './rounds.ts';
import { answerFrom, roundFrom } from './rows.ts';

/** An answer on its way into the table. */
export interface NewAnswer {
  roundId: string;
  /** The question's place in the round, from 0, and the item that stands there. */
  at: number;
  item: string;
  memberId: string;
  response: Response;
  right: boolean;
  certainty?: Certainty | undefined;
  answeredAt: Temporal.Instant;
}

/** A round, and all that one person has answered in it. */
export interface Taking {
  round: Round;
  answers: GivenAnswer[];
}

/** What became of an answer. `closed`: the round no longer takes any. `kept`: it was there already. */
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
  const { cohortId, eventId } = answer;
  const [found] = await keepRoundAnswer(db, { ...valuesOf(answer), cohortId, eventId });
  if (found === undefined) return undefined;
  const outcome = found.open ? (found.added === null ? 'kept' : 'recorded') : 'closed';
  return { outcome, ...takingOf(found) };
}

const keepRoundAnswer = statement<AnswerValues & { cohortId: string; eventId: string }, RecordedRow>(
  'quizzes-round-answer',
  ({ roundId, place, item, memberId, response, right, certainty, at, cohortId, eventId }) => {
    const isAsked = sql`id = ${roundId} and items[${place}::int] = ${item} and kind = 'cohort' and cohort_id = ${cohortId}`;
    return sql`with open_round as materialized (
        select id from rounds
        where ${isAsked} and closed_at is null and closes_at > ${at}::timestamptz
        for share
      ), before as materialized (${answersOf(roundId, memberId)}),
      added as (
        insert into answers (round_id, item, member_id, response, "right", certainty, answered_at, event_id)
        select id, ${item}, ${memberId}, ${response}::jsonb, ${right}::boolean, nullif(${certainty}, ''), ${at}::timestamptz, ${eventId}
        from open_round
        where not exists (
          select 1 from (select response, certainty from before where item = ${item} order by id desc limit 1) latest
          where latest.response = ${response}::jsonb and latest.certainty is not distinct from nullif(${certainty}, ''))
        on conflict (event_id) do nothing
        returning *
      )
      select to_jsonb(r) as round, exists (select 1 from open_round) as open, 0 as paid, ${bothAnswers}
      from rounds r where ${isAsked}`;
  },
);

/**
 * Keeps the first answer of a practice round to a question: the key of the row is the question, so a second answer finds
 * it taken. A right one is paid in the same statement, once per person, cohort and item, if it is the first answer they have
 * ever given to the item, and if enough others of the round were right before it. While a cohort near the person has the
 * item in an open round nothing is kept, because the verdict would give that round's key away: `closed`.
 */
export async function recordPracticeAnswer(
  db: Db,
  answer: NewAnswer & { payTo: string | undefined; worth: number },
): Promise<(Recorded & { paid: number }) | undefined> {
  const { payTo, roundId, item, memberId, worth } = answer;
  const [found] = await keepPracticeAnswer(db, {
    ...valuesOf(answer),
    payTo: payTo ?? '',
    worth,
    isPaid: answer.right && payTo !== undefined,
    source: `practice:${payTo}:${memberId}:${item}`,
    eventId: `practice:${roundId}:${item}`,
  });
  if (found === undefined) return undefined;
  const taking = takingOf(found);
  if (found.added !== null) return { outcome: 'recorded', paid: found.paid, ...taking };
  if (taking.answers.some((given) => given.item === item)) return { outcome: 'kept', paid: 0, ...taking };
  if (!found.open) return { outcome: 'closed', paid: 0, ...taking };
  // Another press was kept after this statement had begun: it sees the conflict, but not yet the row.
  const later = await findTaking(db, roundId, memberId);
  return later && { outcome: 'kept', paid: 0, ...later };
}

const keepPracticeAnswer = statement<
  AnswerValues & { payTo: string; worth: number; isPaid: boolean; source: string; eventId: string },
  RecordedRow
>(
  'quizzes-practice-answer',
  ({ roundId, place, item, memberId, response, right, certainty, at, payTo, worth, isPaid, source, eventId }) => {
    const isAsked = sql`id = ${roundId} and items[${place}::int] = ${item} and kind = 'practice' and member_id = ${memberId}`;
    return sql`with own as materialized (
        select id from rounds r where ${isAsked}
          and not exists (
            select 1 from rounds o where o.kind = 'cohort' and o.closed_at is null and o.closes_at > ${at}::timestamptz
              and o.cohort_id in ${cohortsNear({ memberId: sql`r.member_id`, workspaceId: sql`r.workspace_id` })}
              and ${item} = any (o.items)
          )
      ), before as materialized (${answersOf(roundId, memberId)}),
      added as (
        insert into answers (round_id, item, member_id, response, "right", certainty, answered_at, event_id)
        select id, ${item}, ${memberId}, ${response}::jsonb, ${right}::boolean, nullif(${certainty}, ''), ${at}::timestamptz, ${eventId}
        from own
        on conflict (event_id) do nothing
        returning *
      ), paid as (
        insert into ledger (cohort_id, member_id, board, points, reason, source, at)
        select ${payTo}, member_id, 'learners', ${worth}::integer,
          ${sql.raw(`'${'practice' satisfies Reason}'`)}, ${source}, answered_at
        from added where ${isPaid}::boolean
          and (select count(*) from before where "right") >= ${sql.raw(String(POINTS.practiceFree))}
          and not exists (select 1 from answers earlier where earlier.member_id = ${memberId} and earlier.item = ${item})
        on conflict (source) do nothing
        returning points
      )
      select to_jsonb(r) as round, exists (select 1 from own) as open,
        coalesce((select points from paid), 0)::int as paid, ${bothAnswers}
      from rounds r where ${isAsked}`;
  },
);

interface AnswerValues extends Record<string, unknown> {
  roundId: string;
  /** The question's place in the round, from 1, as Postgres counts. */
  place: number;
  item: string;
  memberId: string;
  response: string;
  right: boolean;
  /** Empty: not said. */
  certainty: string;
  at: string;
}

function valuesOf({ roundId, at, item, memberId, response, right, certainty, answeredAt }: NewAnswer): AnswerValues {
  const place = at + 1;
  const said = { right, certainty: certainty ?? '' };
  return { roundId, place, item, memberId, response: JSON.stringify(response), ...said, at: moment(answeredAt) };
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

function answersOf(roundId: SQL, memberId: SQL): SQL {
  return sql`select * from answers where round_id = ${roundId} and member_id = ${memberId}`;
}

const bothAnswers = sql`(select to_jsonb(added) from added) as added,
    (select coalesce(jsonb_agg(to_jsonb(before)), '[]') from before) as answers`;

/** A round and the answers of one person to it, in one statement. */
export async function findTaking(db: Db, roundId: string, memberId: string): Promise<Taking | undefined> {
  const [found] = await readTaking(db, { roundId, memberId });
  return found && takingOf({ ...found, added: null });
}

const readTaking = statement<{ roundId: string; memberId: string }, TakingRow>(
  'quizzes-taking',
  ({ roundId, memberId }) => sql`select to_jsonb(r) as round,
      (select coalesce(jsonb_agg(to_jsonb(mine)), '[]') from (${answersOf(roundId, memberId)}) as mine) as answers
    from rounds r where r.id = ${roundId}`,
);

function takingOf({ round, answers, added }: TakingRow & { added: RowJson | null }): Taking {
  return { round: roundFrom(round), answers: [...answers, ...(added === null ? [] : [added])].map(answerFrom) };
}
