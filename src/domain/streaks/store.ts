import { asc, eq, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { zoneOrUtc } from '../../database/zones.ts';
import { listChanges } from '../cohorts/store.ts';
import { cohorts, enrolments } from '../cohorts/tables.ts';
import { streakWishes } from './tables.ts';
import { ALWAYS, isSameRhythm, type Place, type Rhythm, USUAL_DAYS, type Wish, zonesOf } from './wishes.ts';

/** What somebody wished, oldest first; before anything was written down, what their other settings and their cohorts come to. */
export async function listWishes(db: Db, memberId: string): Promise<[Wish, ...Wish[]]> {
  const [first, ...later] = await db
    .select({ days: streakWishes.days, zone: streakWishes.zone, since: streakWishes.at })
    .from(streakWishes)
    .where(eq(streakWishes.memberId, memberId))
    .orderBy(asc(streakWishes.at), asc(streakWishes.id));
  return first === undefined ? readUsual(db, memberId) : [first, ...later];
}

/** A first wish holds for all before it: what was until then the days and the zones goes with it. */
export async function recordWish(db: Db, memberId: string, before: readonly Wish[], wish: Wish): Promise<void> {
  const isFirst = (await db.$count(streakWishes, eq(streakWishes.memberId, memberId))) === 0;
  const added = isFirst ? [...before, wish] : [wish];
  await db
    .insert(streakWishes)
    .values(added.map(({ days, zone, since }) => ({ memberId, days: [...days], zone, at: since })));
}

/** The days and the zone that somebody's other settings come to now. */
export async function readUsualRhythm(db: Db, memberId: string): Promise<Rhythm> {
  const usual = await readUsual(db, memberId);
  return usual.at(-1) ?? usual[0];
}

/** The zone of somebody's settings, else of their cohorts; undefined where neither says one. */
export async function findUsualZone(db: Db, memberId: string): Promise<string | undefined> {
  const { zone } = await readChosen(db, memberId);
  if (zone !== undefined) return zone;
  const places = await listPlaces(db, memberId);
  return places.length === 0 ? undefined : zonesOf(places).at(-1)?.zone;
}

/** The days of somebody's reviews, or working days; the zone that they chose, since ever; else those of their cohorts. */
async function readUsual(db: Db, memberId: string): Promise<[Wish, ...Wish[]]> {
  const chosen = await readChosen(db, memberId);
  const days = chosen.days.length === 0 ? USUAL_DAYS : chosen.days;
  if (chosen.zone !== undefined) return [{ days, zone: chosen.zone, since: ALWAYS }];
  const [first, ...later] = zonesOf(await listPlaces(db, memberId));
  return [{ ...first, days }, ...later.map((one) => ({ ...one, days }))];
}

/**
 * The days of somebody's reviews; the zone of their reviews, else of their quiet hours. Settings are read by the names of their tables:
 * the features that keep them both write down wishes by this.
 */
async function readChosen(db: Db, memberId: string): Promise<{ days: number[]; zone: string | undefined }> {
  const [chosen] = await rows<{ days: number[] | null; zone: string | null }>(
    db,
    sql`select (select to_json(days) from review_settings where member_id = ${memberId}) as days,
      coalesce(
        (select zone from review_settings where member_id = ${memberId}),
        (select zone from reminder_wishes where member_id = ${memberId})
      ) as zone`,
  );
  return { days: chosen?.days ?? [], zone: typeof chosen?.zone === 'string' ? zoneOrUtc(chosen.zone) : undefined };
}

async function listPlaces(db: Db, memberId: string): Promise<Place[]> {
  const found = await db
    .select({ id: cohorts.id, zone: cohorts.zone, from: enrolments.joinedAt, until: enrolments.leftAt })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(eq(enrolments.memberId, memberId))
    .orderBy(asc(enrolments.id));
  const places: Place[] = [];
  for (const { id, zone, from, until } of found) {
    const moved = (await listChanges(db, id)).flatMap(({ change, madeAt }) =>
      change.kind === 'rhythm' ? [{ was: change.was.zone, zone: change.rhythm.zone, since: madeAt }] : [],
    );
    places.push({ zones: [{ zone: moved[0]?.was ?? zone, since: ALWAYS }, ...moved], from, until: until ?? undefined });
  }
  return places;
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
    const { days, zone } = await readUsualRhythm(tx, memberId);
    if (isSameRhythm(before, { days, zone }) || !isSameRhythm(before, last)) return;
    await recordWish(tx, memberId, wishes, { days, zone, since: now });
  });
}
