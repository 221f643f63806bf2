import { eq, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { zoneOrUtc } from '../../database/zones.ts';
import type { Away, Hours } from './hours.ts';
import { pairWishes } from './tables.ts';

/** What somebody said about being paired. */
export interface PairWishes {
  /** Null: they never said; then whoever hides from boards takes no part, and everybody else does. */
  takesPart: boolean | null;
  hours: Hours | null;
  away: Away | null;
}

const NONE: PairWishes = { takesPart: null, hours: null, away: null };

export async function readPairWishes(db: Db, memberId: string): Promise<PairWishes> {
  const [kept] = await db.select().from(pairWishes).where(eq(pairWishes.memberId, memberId));
  return kept === undefined ? NONE : wishesFrom(kept);
}

function wishesFrom({
  takesPart,
  zone,
  hoursFrom,
  hoursUntil,
  awayFrom,
  awayUntil,
}: typeof pairWishes.$inferSelect): PairWishes {
  const hours =
    zone === null || hoursFrom === null || hoursUntil === null ? null : { zone, from: hoursFrom, until: hoursUntil };
  const away = awayFrom === null || awayUntil === null ? null : { from: awayFrom, until: awayUntil };
  return { takesPart, hours, away };
}

/** Keeps what somebody says now; the rest stays as it was. */
export async function recordPairWishes(db: Db, memberId: string, said: Partial<PairWishes>): Promise<PairWishes> {
  const { takesPart, hours, away } = said;
  const set = {
    ...(takesPart === undefined ? {} : { takesPart }),
    ...(hours === undefined
      ? {}
      : { zone: hours?.zone ?? null, hoursFrom: hours?.from ?? null, hoursUntil: hours?.until ?? null }),
    ...(away === undefined ? {} : { awayFrom: away?.from ?? null, awayUntil: away?.until ?? null }),
  };
  const [kept] = await db
    .insert(pairWishes)
    .values({ memberId, ...set })
    .onConflictDoUpdate({ target: pairWishes.memberId, set: { memberId, ...set } })
    .returning();
  return kept === undefined ? NONE : wishesFrom(kept);
}

/** What is known of some people for a matching: what they said, the zone of their quiet hours, and their answers. */
export interface Known {
  wishes: PairWishes;
  /** Where they said it in `/notify`. */
  zone: string | null;
  /** Different questions whose verdict they know, and how many of them they had right the last time. */
  answered: number;
  right: number;
}

export async function readKnown(db: Db, memberIds: readonly string[]): Promise<ReadonlyMap<string, Known>> {
  if (memberIds.length === 0) return new Map();
  const found = await rows<{ id: string; zone: string | null; answered: number; right: number }>(
    db,
    sql`with last as (
        select distinct on (a.member_id, a.item) a.member_id, a."right"
        from answers a join rounds r on r.id = a.round_id
        where a.member_id in ${[...memberIds]} and (r.kind = 'practice' or r.closed_at is not null)
        order by a.member_id, a.item, a.id desc
      )
      select m.id, w.zone, count(l.member_id)::int as answered, (count(*) filter (where l."right"))::int as "right"
      from members m left join reminder_wishes w on w.member_id = m.id left join last l on l.member_id = m.id
      where m.id in ${[...memberIds]} group by m.id, w.zone`,
  );
  const said = await db
    .select()
    .from(pairWishes)
    .where(sql`${pairWishes.memberId} in ${[...memberIds]}`);
  const wishes = new Map(said.map((row) => [row.memberId, wishesFrom(row)]));
  return new Map(
    found.map(({ id, zone, ...known }) => [
      id,
      { ...known, zone: zone && zoneOrUtc(zone), wishes: wishes.get(id) ?? NONE },
    ]),
  );
}
