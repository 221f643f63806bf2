import { type SQL, sql } from 'drizzle-orm';
import type { Ahead, AheadPart, AskerSql } from '../../database/ahead.ts';
import type { Db } from '../../database/client.ts';
import { moment } from '../../database/columns.ts';
import type { RowJson } from '../../database/rows.ts';
import { type Places, statement } from '../../database/statement.ts';
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

/** An answer to a cohort's round, and the event that brought it. */
export type NewRoundAnswer = NewAnswer & { cohortId: string; eventId: string };

/**
 * One statement, so that one thing decides: the round's row is locked FOR SHARE while it is open, which waits for a close
 * under way and then finds nothing, and which a close waits for. An event delivered again is kept out by its id, and an
 * answer that changes nothing is no new row. Undefined: there is no such question in a round of this cohort.
 */
export async function recordRoundAnswer(db: Db, answer: NewRoundAnswer): Promise<Recorded | undefined> {
  const [found] = await keepRoundAnswer(db, { ...roundValuesOf(answer), memberId: answer.memberId });
  return found && recordedOf(found);
}

const keepRoundAnswer = statement<RoundAnswerValues & { memberId: string }, RecordedRow>(
  'quizzes-round-answer',
  (places) => {
    const { parts, told } = roundAnswer(places, { personId: places.memberId, isPlaced: sql`true` });
    return sql`with ${sql.join([...parts], sql`, `)} ${told}`;
  },
);

/** The same in the statement that says who asks, for a learner of the cohort: see `recordedAhead`. */
export function roundAnswerAhead(answer: Omit<NewRoundAnswer, 'memberId'>): Ahead {
  return { part: roundAnswerPart, values: roundValuesOf(answer) };
}

const roundAnswerPart: AheadPart = {
  name: 'round-answer',
  write(places, asker) {
    const { parts, told } = roundAnswer(places as Places<RoundAnswerValues>, asker);
    return { parts, told: sql`(select to_json(kept) from (${told}) kept)` };
  },
};

/** What was recorded with the question who asks; undefined where nothing was, so that it is still to be recorded, or refused. */
export function recordedAhead(ahead: unknown): Recorded | undefined {
  const found = ahead as RecordedRow | null | undefined;
  return found?.open === true ? recordedOf(found) : undefined;
}

function recordedOf(found: RecordedRow): Recorded {
  const outcome = found.open ? (found.added === null ? 'kept' : 'recorded') : 'closed';
  return { outcome, ...takingOf(found) };
}

function roundAnswer(
  { roundId, place, item, response, right, certainty, at, cohortId, eventId }: Places<RoundAnswerValues>,
  { personId, isPlaced }: AskerSql,
): { parts: readonly SQL[]; told: SQL } {
  const isAsked = sql`id = ${roundId} and items[${place}::int] = ${item} and kind = 'cohort' and cohort_id = ${cohortId}`;
  const said = sql`nullif(${certainty}, '')`;
  return {
    parts: [
      sql`open_round as materialized (
        select id from rounds
        where ${isAsked} and closed_at is null and closes_at > ${at}::timestamptz and ${isPlaced}
        for share
      )`,
      sql`before as materialized (${countingOf(roundId, personId)})`,
      sql`added as (
        insert into answers (round_id, item, member_id, response, "right", certainty, answered_at, event_id)
        select id, ${item}, ${personId}, ${response}::jsonb, ${right}::boolean, ${said}, ${at}::timestamptz, ${eventId}
        from open_round
        where not exists (select 1 from before
          where item = ${item} and response = ${response}::jsonb and certainty is not distinct from ${said})
        on conflict (event_id) do nothing
        returning ${COLUMNS}
      )`,
    ],
    told: sql`select to_json(r) as round, exists (select 1 from open_round) as open, 0 as paid, ${bothAnswers}
      from rounds r where ${isAsked}`,
  };
}

/**
 * Keeps the first answer of a practice round to a question: the key of the row is the question, so a second answer finds
 * it taken. A right one is paid in the same statement, once per person, cohort and item, if it is the first answer they have
 * ever given to the item, if no closed round of the cohort shows its key to everybody, and if enough others of the round
 * were right before it. While a cohort near the person has the item in an open round nothing is kept, because the verdict
 * would give that round's key away: `closed`.
 */
export async function recordPracticeAnswer(
  db: Db,
  answer: NewAnswer & { payTo: string | undefined; worth: number },
): Promise<(Recorded & { paid: number }) | undefined> {
  const { payTo, roundId, item, memberId, worth } = answer;
  const [found] = await keepPracticeAnswer(db, {
    ...valuesOf(answer),
    memberId,
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
  AnswerValues & {
    memberId: string;
    payTo: string;
    worth: number;
    isPaid: boolean;
    source: string;
    eventId: string;
  },
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
      ), before as materialized (select ${COLUMNS} from answers where round_id = ${roundId} and member_id = ${memberId}),
      added as (
        insert into answers (round_id, item, member_id, response, "right", certainty, answered_at, event_id)
        select id, ${item}, ${memberId}, ${response}::jsonb, ${right}::boolean, nullif(${certainty}, ''), ${at}::timestamptz, ${eventId}
        from own
        on conflict (event_id) do nothing
        returning ${COLUMNS}, member_id
      ), paid as (
        insert into ledger (cohort_id, member_id, board, points, reason, source, at)
        select ${payTo}, member_id, 'learners', ${worth}::integer,
          ${sql.raw(`'${'practice' satisfies Reason}'`)}, ${source}, answered_at
        from added where ${isPaid}::boolean
          and (select count(*) from before where "right") >= ${sql.raw(String(POINTS.practiceFree))}
          and not exists (select 1 from answers earlier where earlier.member_id = ${memberId} and earlier.item = ${item})
          and not exists (
            select 1 from rounds shown where shown.kind = 'cohort' and shown.closed_at is not null
              and shown.cohort_id = ${payTo}
              and ${item} = any (shown.items)
          )
        on conflict (source) do nothing
        returning points
      )
      select to_json(r) as round, exists (select 1 from own) as open,
        coalesce((select points from paid), 0)::int as paid, ${bothAnswers}
      from rounds r where ${isAsked}`;
  },
);

interface AnswerValues extends Record<string, unknown> {
  roundId: string;
  /** The question's place in the round, from 1, as Postgres counts. */
  place: number;
  item: string;
  response: string;
  right: boolean;
  /** Empty: not said. */
  certainty: string;
  at: string;
}

interface RoundAnswerValues extends AnswerValues {
  cohortId: string;
  eventId: string;
}

function roundValuesOf(answer: Omit<NewRoundAnswer, 'memberId'>): RoundAnswerValues {
  const { cohortId, eventId } = answer;
  return { ...valuesOf(answer), cohortId, eventId };
}

function valuesOf({
  roundId,
  at,
  item,
  response,
  right,
  certainty,
  answeredAt,
}: Omit<NewAnswer, 'memberId'>): AnswerValues {
  const place = at + 1;
  const said = { right, certainty: certainty ?? '' };
  return { roundId, place, item, response: JSON.stringify(response), ...said, at: moment(answeredAt) };
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

/** What is read of an answer. */
const COLUMNS = sql.raw('id, item, response, "right", certainty, answered_at');

/** Of somebody's answers in a cohort's round the last to each item: those before it count no more. */
function countingOf(roundId: SQL, memberId: SQL): SQL {
  return sql`select distinct on (item) ${COLUMNS} from answers where round_id = ${roundId} and member_id = ${memberId}
    order by item, id desc`;
}

const bothAnswers = sql`(select to_json(added) from added) as added,
    (select coalesce(json_agg(to_json(before)), '[]') from before) as answers`;

/** A round and the answers of one person to it that may count, in one statement. */
export async function findTaking(db: Db, roundId: string, memberId: string): Promise<Taking | undefined> {
  const [found] = await readTaking(db, { roundId, memberId });
  return found && takingOf({ ...found, added: null });
}

const readTaking = statement<{ roundId: string; memberId: string }, TakingRow>(
  'quizzes-taking',
  ({ roundId, memberId }) => taking(roundId, memberId),
);

/** The same in the statement that says who asks: see `takenAhead`. */
export function takingAhead(roundId: string): Ahead {
  return { part: takingPart, values: { roundId } };
}

const takingPart: AheadPart = {
  name: 'taking',
  write: ({ roundId }, { personId }) => ({
    parts: [],
    told: sql`(select to_json(taken) from (${taking(roundId as SQL, personId)}) taken)`,
  }),
};

/** What `takingAhead` found. */
export function takenAhead(ahead: unknown): Taking | undefined {
  const found = ahead as TakingRow | null | undefined;
  return found === null || found === undefined ? undefined : takingOf({ ...found, added: null });
}

function taking(roundId: SQL, memberId: SQL): SQL {
  // In practice the first answer to an item counts.
  return sql`select to_json(r) as round,
      (select coalesce(json_agg(to_json(mine)), '[]') from (
        select distinct on (item) ${COLUMNS} from answers where round_id = r.id and member_id = ${memberId}
        order by item, case when r.kind = 'cohort' then -id else id end) as mine) as answers
    from rounds r where r.id = ${roundId}`;
}

function takingOf({ round, answers, added }: TakingRow & { added: RowJson | null }): Taking {
  return { round: roundFrom(round), answers: [...answers, ...(added === null ? [] : [added])].map(answerFrom) };
}
