import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { moment } from '../../database/columns.ts';
import { members } from '../../domain/people/tables.ts';
import { nextReminderAt, USUAL, type Wishes } from './reminders.ts';
import { reminders, reminderWishes } from './tables.ts';

/** What somebody wants to be reminded of; the defaults where they never chose. */
export async function readWishes(db: Db, memberId: string): Promise<Wishes> {
  return (await readAllWishes(db, [memberId])).get(memberId) ?? USUAL;
}

/** The same of many at once, by member; whoever never chose has the defaults and is left out. */
export async function readAllWishes(db: Db, memberIds: readonly string[]): Promise<ReadonlyMap<string, Wishes>> {
  if (memberIds.length === 0) return new Map();
  const kept = await db
    .select()
    .from(reminderWishes)
    .where(inArray(reminderWishes.memberId, [...memberIds]));
  return new Map(kept.map((row) => [row.memberId, wishesFrom(row)]));
}

function wishesFrom(kept: typeof reminderWishes.$inferSelect): Wishes {
  const { memberId: _, zone, quietFrom: from, quietUntil: until, ...wanted } = kept;
  const quiet = zone === null || from === null || until === null ? null : { zone, from, until };
  return { ...wanted, quiet };
}

export async function recordWishes(db: Db, memberId: string, { quiet, ...wanted }: Wishes): Promise<void> {
  const wished = {
    ...wanted,
    zone: quiet?.zone ?? null,
    quietFrom: quiet?.from ?? null,
    quietUntil: quiet?.until ?? null,
  };
  await db
    .insert(reminderWishes)
    .values({ memberId, ...wished })
    .onConflictDoUpdate({ target: reminderWishes.memberId, set: wished });
}

/**
 * Counts a reminder to somebody before it is sent. Returns the moment until which it has to be put off; undefined where it may be
 * sent now. One that was counted before a crash is counted once and may be sent. Waits for any other reminder to the same person,
 * so that two at once do not exceed the limit together.
 */
export function recordReminder(
  db: Db,
  { key, memberId }: { key: string; memberId: string },
  wishes: Pick<Wishes, 'quiet'>,
  now: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  return db.transaction(async (tx) => {
    await tx.select({ id: members.id }).from(members).where(eq(members.id, memberId)).for('update');
    const [before] = await tx.select({ key: reminders.key }).from(reminders).where(eq(reminders.key, key));
    if (before !== undefined) return undefined;
    const isSent = sql`${reminders.key} not like '%unreached/%'`;
    const lately = and(eq(reminders.memberId, memberId), gt(reminders.at, now.subtract({ hours: 24 })), isSent);
    const sent = await tx.select({ at: reminders.at }).from(reminders).where(lately);
    const sentAt = sent.map(({ at }) => at);
    const nextAt = nextReminderAt(wishes, sentAt, now);
    if (!nextAt.equals(now)) return nextAt;
    await tx.insert(reminders).values({ key, memberId, at: now });
    return undefined;
  });
}

/** Of somebody who takes no messages from me, and does not know yet that a reminder did not arrive. */
const unreachedKey = (memberId: string) => `unreached/${memberId}`;

/** Of somebody who has been told so. */
const toldKey = (memberId: string) => `told-unreached/${memberId}`;

/** Keeps that a reminder did not reach somebody, to be told to them once where they are; not again until one has reached them. */
export async function recordUnreached(db: Db, memberId: string, now: Temporal.Instant): Promise<void> {
  await db.execute(sql`insert into ${reminders} (key, member_id, at)
    select ${unreachedKey(memberId)}, ${memberId}, ${moment(now)}::timestamptz
    where not exists (select 1 from ${reminders} where key = ${toldKey(memberId)})
    on conflict do nothing`);
}

/** A reminder reached them: the next one that does not is told again. */
export async function recordReached(db: Db, memberId: string): Promise<void> {
  await db.delete(reminders).where(inArray(reminders.key, [unreachedKey(memberId), toldKey(memberId)]));
}

/** Whether a reminder did not reach somebody and they are to be told now, as this is the first time they look. */
export async function takeUnreached(db: Db, memberId: string): Promise<boolean> {
  const taken = await rows(
    db,
    sql`update ${reminders} set key = ${toldKey(memberId)} where key = ${unreachedKey(memberId)} returning key`,
  );
  return taken.length > 0;
}
