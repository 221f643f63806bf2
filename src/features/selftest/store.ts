import { eq, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { moment } from '../../database/columns.ts';
import { type RowJson, rowFrom } from '../../database/rows.ts';
import { members } from '../../domain/people/tables.ts';
import { Response } from '../quizzes/marking.ts';
import { currentOf, type Taken, type TestAnswer } from './standing.ts';
import { selftestAnswers, selftests } from './tables.ts';

/** The self-tests of a person with their answers, the oldest first. */
export async function listTaken(db: Db, memberId: string): Promise<Taken[]> {
  const found = await rows<{ test: RowJson; answers: RowJson[] }>(
    db,
    sql`select to_jsonb(t) as test,
        (select coalesce(jsonb_agg(to_jsonb(a) order by a.id), '[]') from selftest_answers a where a.selftest_id = t.id) as answers
      from selftests t where t.member_id = ${memberId} order by t.begun_at, t.id`,
  );
  return found.map(({ test, answers }) => {
    const { id, claims, shared, begunAt, finishedAt } = rowFrom(selftests, test);
    return { id, claims, shared, begunAt, finishedAt, answers: answers.map(answerFrom) };
  });
}

function answerFrom(json: RowJson): TestAnswer {
  const { item, response, right } = rowFrom(selftestAnswers, json);
  return { item, response: response === null ? null : Response.parse(response), right };
}

/** Begins a self-test, or goes on with the one that is under way: two presses at once are one test. */
export function recordBegun(
  db: Db,
  { id, memberId, claims }: { id: string; memberId: string; claims: readonly string[] },
  now: Temporal.Instant,
): Promise<Taken> {
  return db.transaction(async (tx) => {
    await tx.select({ id: members.id }).from(members).where(eq(members.id, memberId)).for('update');
    const before = await listTaken(tx, memberId);
    const current = before.find((one) => one.id === id) ?? currentOf(before);
    if (current !== undefined) return current;
    const begun = { id, claims: [...claims], shared: before.at(-1)?.shared ?? false, begunAt: now };
    await tx.insert(selftests).values({ ...begun, memberId });
    return { ...begun, finishedAt: null, answers: [] };
  });
}

/**
 * Keeps the first answer to an item of somebody's own test, and says whether this one was it. With the answer that leaves
 * none of `items` open the test is finished.
 */
export function recordTestAnswer(
  db: Db,
  answer: TestAnswer & { selftestId: string; memberId: string },
  items: readonly string[],
  now: Temporal.Instant,
): Promise<'recorded' | 'kept'> {
  const { selftestId, memberId, item, response, right } = answer;
  return db.transaction(async (tx) => {
    // Waits for another answer to the same test, so that the last two at once do not both see one missing.
    await tx.select({ id: selftests.id }).from(selftests).where(eq(selftests.id, selftestId)).for('update');
    const added = await tx
      .insert(selftestAnswers)
      .values({ selftestId, memberId, item, response, right, answeredAt: now })
      .onConflictDoNothing()
      .returning({ id: selftestAnswers.id });
    await tx.execute(
      sql`update selftests set finished_at = ${moment(now)}::timestamptz
        where id = ${selftestId} and finished_at is null and not exists (
          select 1 from jsonb_array_elements_text(${JSON.stringify(items)}::jsonb) as asked(item)
          where not exists (select 1 from selftest_answers a where a.selftest_id = ${selftestId} and a.item = asked.item))`,
    );
    return added.length === 1 ? 'recorded' : 'kept';
  });
}

/** Lets the mentors of somebody's cohorts see what their self-tests say, or no longer. */
export async function recordShared(db: Db, memberId: string, shared: boolean): Promise<void> {
  await db.update(selftests).set({ shared }).where(eq(selftests.memberId, memberId));
}
