import { sql } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import type { RowJson } from '../../database/rows.ts';
import { statement } from '../../database/statement.ts';
import type { CountingAnswer } from './learned.ts';
import { answerFrom } from './rows.ts';

/**
 * All answers of one person that count, in every cohort and in practice, newest first: the last to each item of a cohort's
 * round, the first in a practice round. Rounds that still run are left out, closed by the job or not.
 */
export async function listCountingAnswers(db: Db, memberId: string): Promise<CountingAnswer[]> {
  const found = await readCounting(db, { memberId });
  return found.map(({ answer, round, kind }) => {
    const { item, response, right, certainty = null, answeredAt } = answerFrom(answer);
    return { round, kind, item, response, right, certainty, answeredAt };
  });
}

interface CountingRow extends Record<string, unknown> {
  answer: RowJson;
  round: string;
  kind: CountingAnswer['kind'];
}

const readCounting = statement<{ memberId: string }, CountingRow>(
  'quizzes-counting-answers',
  ({ memberId }) => sql`select to_jsonb(counting) - 'kind' as answer, counting.round_id as round, counting.kind
    from (
      select distinct on (a.round_id, a.item) a.*, r.kind from answers a join rounds r on r.id = a.round_id
      where a.member_id = ${memberId} and (r.kind = 'practice' or r.closed_at is not null)
      order by a.round_id, a.item, case when r.kind = 'cohort' then -a.id else a.id end
    ) counting order by counting.answered_at desc, counting.id desc`,
);
