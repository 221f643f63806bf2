import { sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { isZone } from '../../database/zones.ts';

/**
 * The zones in rows that this program's clock does not know, and in how many rows each stands: they are read as UTC. Tables are named
 * as the features that keep them call them.
 */
export async function listOddZones(db: Db): Promise<{ zone: string; rows: number }[]> {
  const found = await rows<{ zone: string; rows: number }>(
    db,
    sql`select zone, count(*)::int as rows from (
        select zone from cohorts union all select zone from reminder_wishes union all select zone from review_settings
        union all select zone from pair_wishes union all select zone from streak_wishes union all select hours ->> 'zone' from mentor_hours
      ) as said where zone is not null group by zone order by zone`,
  );
  return found.filter(({ zone }) => !isZone(zone));
}
