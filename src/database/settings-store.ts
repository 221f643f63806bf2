import { eq } from 'drizzle-orm';
import type { Db } from './client.ts';
import { settings } from './tables.ts';

/** How far the clock was moved, kept over restarts. */
export async function findClockOffset(db: Db): Promise<Temporal.Duration | undefined> {
  const [kept] = await db.select().from(settings).where(eq(settings.name, 'clock-offset'));
  return typeof kept?.value === 'string' ? Temporal.Duration.from(kept.value) : undefined;
}

export async function recordClockOffset(db: Db, offset: Temporal.Duration): Promise<void> {
  await record(db, 'clock-offset', offset.toString());
}

/** Whether the people of the demo take part by themselves; they do until somebody says otherwise. */
export async function findDemoPeople(db: Db): Promise<boolean> {
  const [kept] = await db.select().from(settings).where(eq(settings.name, 'demo-people'));
  return kept?.value !== 'off';
}

export async function recordDemoPeople(db: Db, isOn: boolean): Promise<void> {
  await record(db, 'demo-people', isOn ? 'on' : 'off');
}

async function record(db: Db, name: string, value: string): Promise<void> {
  await db.insert(settings).values({ name, value }).onConflictDoUpdate({ target: settings.name, set: { value } });
}
