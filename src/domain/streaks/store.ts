import { asc, eq, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { listCohortsOf } from '../cohorts/store.ts';
import { streakWishes } from './tables.ts';
import { ALWAYS, isSameRhythm, type Rhythm, USUAL_DAYS, type Wish } from './wishes.ts';

/** What somebody wished, oldest first; before anything was written down, the days and the zone of their other settings, since ever. */
export async function listWishes(db: Db, memberId: string): Promise<[Wish, ...Wish[]]> {
  const [first, ...later] = await db
    .select({ days: streakWishes.days, zone: streakWishes.zone, since: streakWishes.at })
    .from(streakWishes)
    .where(eq(streakWishes.memberId, memberId))
    .orderBy(asc(streakWishes.at), asc(streakWishes.id));
  if (first !== undefined) return [first, ...later];
  return [{ ...(await readUsualRhythm(db, memberId)), since: ALWAYS }];
}

/** A first wish holds for all before it: what was until then the days and the zone goes with it. */
export async function recordWish(db: Db, memberId: string, before: Wish, wish: Wish): Promise<void> {
  const isFirst = before.since.equals(ALWAYS);
  const added = isFirst ? [before, wish] : [wish];
  await db
    .insert(streakWishes)
    .values(added.map(({ days, zone, since }) => ({ memberId, days: [...days], zone, at: since })));
}

/**
 * The days of somebody's reviews, or working days; the zone of their reviews, else of their quiet hours, else of their first
 * cohort. Settings are read by the names of their tables: the features that keep them both write down wishes by this.
 */
export async function readUsualRhythm(db: Db, memberId: string): Promise<Rhythm> {
  const { days, zone } = await readChosen(db, memberId);
  return { days: days.length === 0 ? USUAL_DAYS : days, zone: zone ?? 'UTC' };
}

/** The zone of somebody's settings, else of their first cohort; undefined where neither says one. */
export async function findUsualZone(db: Db, memberId: string): Promise<string | undefined> {
  return (await readChosen(db, memberId)).zone;
}

async function readChosen(db: Db, memberId: string): Promise<{ days: number[]; zone: string | undefined }> {
  const [chosen] = await rows<{ days: number[] | null; zone: string | null }>(
    db,
    sql`select (select to_json(days) from review_settings where member_id = ${memberId}) as days,
      coalesce(
        (select zone from review_settings where member_id = ${memberId}),
        (select zone from reminder_wishes where member_id = ${memberId})
      ) as zone`,
  );
  return { days: chosen?.days ?? [], zone: chosen?.zone ?? (await listCohortsOf(db, memberId))[0]?.zone };
}

/**
 * Changes settings by which somebody's days may be told apart. Where their streak went by them it goes by the new ones from now on,
 * and the days before stay as they were; where they chose others for the streak it keeps to those.
 */
export function changeRhythm(
  db: Db,
  memberId: string,
  now: Temporal.Instant,
  change: (tx: Db) => Promise<void>,
): Promise<void> {
  return db.transaction(async (tx) => {
    const before = await readUsualRhythm(tx, memberId);
    const wishes = await listWishes(tx, memberId);
    const last = wishes.at(-1) ?? wishes[0];
    await change(tx);
    const after = await readUsualRhythm(tx, memberId);
    if (isSameRhythm(before, after) || !isSameRhythm(before, last)) return;
    await recordWish(tx, memberId, last, { ...after, since: now });
  });
}
