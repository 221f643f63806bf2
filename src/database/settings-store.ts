import { eq } from 'drizzle-orm';
import type { Db } from './client.ts';
import { settings } from './tables.ts';

/** How far the clock was moved, kept over restarts. */
export async function findClockOffset(db: Db): Promise<Temporal.Duration | undefined> {
  const [kept] = await db.select().from(settings).where(eq(settings.name, 'clock-offset'));
  return typeof kept?.value === 'string' ? Temporal.Duration.from(kept.value) : undefined;
}

export async function recordClockOffset(db: Db, offset: Temporal.Duration): Promise<void> {
  const value = offset.toString();
  await db
    .insert(settings)
    .values({ name: 'clock-offset', value })
    .onConflictDoUpdate({ target: settings.name, set: { value } });
}
