import { and, asc, eq, lte } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { readUsualRhythm } from '../../domain/streaks/store.ts';
import { nextAskAt, type Settings, USUAL_MOST } from './schedule.ts';
import { reviewSettings } from './tables.ts';

/** When somebody wants to be asked. Their zone, before they said one, is that of their quiet hours or of their first cohort. */
export async function readSettings(db: Db, memberId: string): Promise<Settings> {
  const [kept] = await db.select().from(reviewSettings).where(eq(reviewSettings.memberId, memberId));
  if (kept !== undefined) {
    const { days, at, zone, most, paused } = kept;
    return { days, at, zone, most, isPaused: paused };
  }
  const { zone } = await readUsualRhythm(db, memberId);
  return { days: [], at: null, zone, most: USUAL_MOST, isPaused: false };
}

/** The zone that somebody chose for their reviews; undefined where they never did. */
export async function findOwnZone(db: Db, memberId: string): Promise<string | undefined> {
  const [kept] = await db
    .select({ zone: reviewSettings.zone })
    .from(reviewSettings)
    .where(eq(reviewSettings.memberId, memberId));
  return kept?.zone;
}

/** Keeps them, and with them when the person is asked next. */
export async function recordSettings(
  db: Db,
  memberId: string,
  settings: Settings,
  now: Temporal.Instant,
): Promise<void> {
  const { days, at, zone, most, isPaused } = settings;
  const kept = { days: [...days], at, zone, most, paused: isPaused, nextAt: nextAskAt(settings, now) ?? null };
  await db
    .insert(reviewSettings)
    .values({ memberId, ...kept })
    .onConflictDoUpdate({ target: reviewSettings.memberId, set: kept });
}

/** Somebody whose hour has come. */
export interface Asking {
  memberId: string;
  dueAt: Temporal.Instant;
  settings: Settings;
}

/** Those whose hour has come, the longest waiting first, at most so many. */
export async function listToAsk(db: Db, now: Temporal.Instant, most: number): Promise<Asking[]> {
  const found = await db
    .select()
    .from(reviewSettings)
    .where(lte(reviewSettings.nextAt, now))
    .orderBy(asc(reviewSettings.nextAt), asc(reviewSettings.memberId))
    .limit(most);
  return found.flatMap(({ memberId, nextAt, paused, ...settings }) =>
    nextAt === null ? [] : [{ memberId, dueAt: nextAt, settings: { ...settings, isPaused: paused } }],
  );
}

/** This moment is done with; unless they chose another one meanwhile, the next is this. */
export async function recordAsked(
  db: Db,
  { memberId, dueAt }: Pick<Asking, 'memberId' | 'dueAt'>,
  nextAt: Temporal.Instant | undefined,
): Promise<void> {
  await db
    .update(reviewSettings)
    .set({ nextAt: nextAt ?? null })
    .where(and(eq(reviewSettings.memberId, memberId), eq(reviewSettings.nextAt, dueAt)));
}

/** When somebody is asked next, of all. */
export async function findNextAsk(db: Db): Promise<Temporal.Instant | undefined> {
  const [first] = await db
    .select({ nextAt: reviewSettings.nextAt })
    .from(reviewSettings)
    .orderBy(asc(reviewSettings.nextAt))
    .limit(1);
  return first?.nextAt ?? undefined;
}
