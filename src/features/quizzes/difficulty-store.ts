import { sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import type { Tally } from './difficulty.ts';

/**
 * How each item (slug) was answered when somebody met it first: their last answer in a round that has closed, their first in
 * practice, and of those the earliest. Who knows an item from before says nothing about how hard it is.
 */
export async function tallyFirstAnswers(db: Db): Promise<Map<string, Tally>> {
  const found = await rows<{ item: string; answered: number; right: number }>(
    db,
    sql`select item, count(*)::int as answered, (count(*) filter (where "right"))::int as "right"
      from (
        select distinct on (counting.member_id, counting.item) counting.item, counting."right"
        from (
          select distinct on (a.round_id, a.member_id, a.item) a.id, a.member_id, a.item, a."right", a.answered_at
          from answers a join rounds r on r.id = a.round_id
          where r.kind = 'practice' or r.closed_at is not null
          order by a.round_id, a.member_id, a.item, case when r.kind = 'cohort' then -a.id else a.id end
        ) counting order by counting.member_id, counting.item, counting.answered_at, counting.id
      ) firsts group by item`,
  );
  return new Map(found.map(({ item, ...tally }) => [item, tally]));
}
