import { and, asc, desc, eq, gt, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { moment } from '../../database/columns.ts';
import type { RowJson } from '../../database/rows.ts';
import { ROUND_REMINDER_HOURS } from '../../deliveries/plan.ts';
import { recordDelivery } from '../../deliveries/store.ts';
import { lockCohort } from '../../domain/cohorts/store.ts';
import { POINTS, type Reason } from '../../domain/points/points.ts';
import { recordPoints } from '../../domain/points/store.ts';
import { ledger } from '../../domain/points/tables.ts';
import { pointsFor } from './credit.ts';
import { type Asked, countingAnswers, type Round, type Taker } from './rounds.ts';
import { answerFrom } from './rows.ts';
import { rounds } from './tables.ts';

/** Keeps a practice round and returns it as it is kept: the same event makes the same one. */
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

/** The practice rounds in which somebody has answered since a moment and not answered all, the last answered first, at most three. */
export async function listHalfPractised(db: Db, memberId: string, since: Temporal.Instant): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    sql`select r.id from answers a join rounds r on r.id = a.round_id and r.kind = 'practice'
      where a.member_id = ${memberId} and a.answered_at > ${moment(since)}::timestamptz
      group by r.id having count(distinct a.item) < cardinality(r.items)
      order by max(a.answered_at) desc, r.id limit 3`,
  );
  return found.map(({ id }) => id);
}

export async function findRound(db: Db, id: string): Promise<Round | undefined> {
  const [round] = await db.select().from(rounds).where(eq(rounds.id, id));
  return round;
}

/** `opened`: this round is kept. `open-already`: another round of the session still runs in the cohort, and this is it. */
export type Opening = { outcome: 'opened' | 'open-already'; round: Round };

/**
 * Keeps a cohort's round and the delivery that closes it, or returns the one that is open. One at a time per cohort; the
 * same round twice is one. Opening it by hand earns thanks on the mentors' board, once per session and
 * once a week: opening twelve rounds in an hour is not being there twelve times.
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
    const remindAt = closesAt.subtract({ hours: ROUND_REMINDER_HOURS });
    if (Temporal.Instant.compare(remindAt, openedAt) > 0) {
      const reminding = { ...closing, key: `round/${round.id}/reminder`, kind: 'round-reminder' } as const;
      await recordDelivery(tx, { ...reminding, dueAt: remindAt });
    }
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
  const found = await rows<{ id: string; name: string; hidden: boolean; pseudonym: string | null; answers: RowJson[] }>(
    db,
    sql`select m.id, m.name, m.hidden, m.pseudonym, jsonb_agg(to_jsonb(a)) as answers
      from answers a join members m on m.id = a.member_id
      where a.round_id = ${round.id} and ${isLearner(round, now)}
      group by m.id order by lower(m.name), m.id`,
  );
  return found.map(({ id, name, hidden, pseudonym, answers }) => ({
    memberId: id,
    name,
    hidden,
    pseudonym,
    answers: countingAnswers(answers.map(answerFrom), 'cohort'),
  }));
}

/** Closes a round: from here on it takes no answer. Closed before, it stays as it was. Returns the round as it is kept. */
export async function recordClosed(db: Db, id: string, now: Temporal.Instant): Promise<Round | undefined> {
  await db
    .update(rounds)
    .set({ closedAt: now })
    .where(and(eq(rounds.id, id), isNull(rounds.closedAt)));
  return findRound(db, id);
}

/** Pays what the answers to these questions of a closed round have earned, each once. */
export async function recordRoundPoints(
  db: Db,
  round: Round & { cohortId: string; closedAt: Temporal.Instant },
  takers: readonly Taker[],
  questions: readonly Asked[],
): Promise<void> {
  const { cohortId, closedAt } = round;
  const earned = takers.flatMap(({ memberId, answers }) =>
    questions.flatMap(({ item }) => {
      const answer = answers.get(item.slug);
      const points = answer === undefined ? 0 : pointsFor(item, answer);
      if (answer === undefined || points === 0) return [];
      const award = { cohortId, memberId, board: 'learners', points, reason: 'round', at: closedAt } as const;
      return [{ ...award, source: `answer:${answer.id}` }];
    }),
  );
  if (earned.length > 0) await recordPoints(db, earned);
}

/** The closed rounds of cohorts in which somebody answered, the oldest first. */
export async function listClosedRoundsOf(db: Db, memberId: string): Promise<ClosedRound[]> {
  const found = await db
    .select()
    .from(rounds)
    .where(
      and(
        eq(rounds.kind, 'cohort'),
        isNotNull(rounds.closedAt),
        sql`exists (select 1 from answers a where a.round_id = ${rounds.id} and a.member_id = ${memberId})`,
      ),
    )
    .orderBy(asc(rounds.openedAt), asc(rounds.id));
  return found.flatMap((round) => {
    const { cohortId, closedAt } = round;
    return cohortId === null || closedAt === null ? [] : [{ ...round, cohortId, closedAt }];
  });
}

type ClosedRound = Round & { cohortId: string; closedAt: Temporal.Instant };

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
