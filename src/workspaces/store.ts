import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../database/client.ts';
import { homes, mentors, organisers, workspaces } from '../database/schema.ts';
import { recordDelivery } from '../deliveries/store.ts';

/** A workspace as its rows know it. */
export interface Workspace {
  id: string;
  platform: string;
  externalId: string;
}

/** The workspace of an id like `discord:123`. */
export function workspaceFrom(id: string): Workspace {
  const colon = id.indexOf(':');
  return { id, platform: id.slice(0, colon), externalId: id.slice(colon + 1) };
}

/** Whoever has this role is an organiser too; null for no role. */
export async function recordOrganiserRole(db: Db, workspaceId: string, role: string | null): Promise<void> {
  await db
    .insert(workspaces)
    .values({ ...workspaceFrom(workspaceId), organiserRole: role })
    .onConflictDoUpdate({ target: workspaces.id, set: { organiserRole: role } });
}

/** Somebody who was named, and by whom. */
export interface Naming {
  memberId: string;
  namedBy: string;
  namedAt: Temporal.Instant;
}

/** Names an organiser; who is one already stays one. */
export async function recordOrganiser(db: Db, workspaceId: string, naming: Naming): Promise<void> {
  await db
    .insert(organisers)
    .values({ workspaceId, ...naming })
    .onConflictDoNothing();
}

/** Names somebody no organiser any more: false when they were none by name. */
export async function removeOrganiser(db: Db, workspaceId: string, memberId: string): Promise<boolean> {
  const removed = await db
    .delete(organisers)
    .where(and(eq(organisers.workspaceId, workspaceId), eq(organisers.memberId, memberId)))
    .returning({ id: organisers.memberId });
  return removed.length === 1;
}

/** Who is an organiser of a workspace by role and by name. */
export async function readOrganisers(
  db: Db,
  workspaceId: string,
): Promise<{ role: string | null; memberIds: readonly string[] }> {
  const [workspace] = await db.select().from(workspaces).where(eq(workspaces.id, workspaceId));
  const named = await db
    .select({ id: organisers.memberId })
    .from(organisers)
    .where(eq(organisers.workspaceId, workspaceId))
    .orderBy(asc(organisers.namedAt), asc(organisers.memberId));
  return { role: workspace?.organiserRole ?? null, memberIds: named.map(({ id }) => id) };
}

/** Names a mentor of a cohort; who is one already stays one. */
export async function recordMentor(db: Db, cohortId: string, naming: Naming): Promise<void> {
  await db
    .insert(mentors)
    .values({ cohortId, ...naming })
    .onConflictDoNothing();
}

/** Names somebody no mentor any more, by whichever account they were named: false when they were none by name. */
export async function removeMentor(db: Db, cohortId: string, memberId: string): Promise<boolean> {
  const accounts = sql`select one.id from members one
    join members other on coalesce(one.primary_id, one.id) = coalesce(other.primary_id, other.id)
    where other.id = ${memberId}`;
  const removed = await db
    .delete(mentors)
    .where(
      and(
        eq(mentors.cohortId, cohortId),
        sql`(${mentors.memberId} = ${memberId} or ${mentors.memberId} in (${accounts}))`,
      ),
    )
    .returning({ id: mentors.memberId });
  return removed.length > 0;
}

/** Who is a mentor of a cohort by name. */
export async function listMentors(db: Db, cohortId: string): Promise<string[]> {
  const named = await db
    .select({ id: mentors.memberId })
    .from(mentors)
    .where(eq(mentors.cohortId, cohortId))
    .orderBy(asc(mentors.namedAt), asc(mentors.memberId));
  return named.map(({ id }) => id);
}

/** Writes down that the bot was removed, and closes the homes there. Answers the cohorts whose home that was. */
export async function recordDeparture(tx: Db, workspaceId: string, now: Temporal.Instant): Promise<string[]> {
  await tx
    .insert(workspaces)
    .values({ ...workspaceFrom(workspaceId), leftAt: now })
    .onConflictDoUpdate({ target: workspaces.id, set: { leftAt: now }, setWhere: isNull(workspaces.leftAt) });
  const closed = await tx
    .update(homes)
    .set({ closedAt: now })
    .where(and(eq(homes.workspaceId, workspaceId), isNull(homes.closedAt)))
    .returning({ cohortId: homes.cohortId });
  return closed.map(({ cohortId }) => cohortId);
}

/**
 * The bot is in a workspace again: the homes that its removal closed are homes again, and are told so. What was paused stays
 * paused until an organiser says otherwise.
 */
export async function recordReturn(db: Db, workspaceId: string, now: Temporal.Instant): Promise<void> {
  await db.transaction(async (tx) => {
    const [workspace] = await tx.select().from(workspaces).where(eq(workspaces.id, workspaceId)).for('update');
    const leftAt = workspace?.leftAt ?? null;
    if (leftAt === null) return;
    const opened = await tx
      .update(homes)
      .set({ closedAt: null })
      .where(and(eq(homes.workspaceId, workspaceId), eq(homes.closedAt, leftAt)))
      .returning({ cohortId: homes.cohortId });
    for (const { cohortId } of opened) await recordHomeNotice(tx, cohortId, { kind: 'home-back', workspaceId }, now);
    await tx.update(workspaces).set({ leftAt: null, forgottenAt: null }).where(eq(workspaces.id, workspaceId));
  });
}

/** What the people of a cohort are told about its homes. */
export interface HomeNotice {
  kind: 'home-opened' | 'home-closed' | 'home-back';
  workspaceId: string;
}

/** Plans a notice to a cohort's homes, once for each moment. */
export async function recordHomeNotice(
  tx: Db,
  cohortId: string,
  notice: HomeNotice,
  now: Temporal.Instant,
): Promise<void> {
  await recordDelivery(tx, {
    key: `${cohortId}/${notice.kind}/${notice.workspaceId}/${now.epochMilliseconds}`,
    cohortId,
    kind: 'notice',
    session: null,
    detail: notice,
    dueAt: now,
    uselessAt: now.add({ hours: 24 }),
  });
}
