import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { recordHomeNotice } from '../../deliveries/notices.ts';
import { homes } from '../../domain/cohorts/tables.ts';
import { parseWorkspaceId } from '../../domain/people/ids.ts';
import { workspaces } from './tables.ts';

/** Writes down that the bot was removed, and closes the homes there. Returns the cohorts whose home that was. */
export async function recordDeparture(tx: Db, workspaceId: string, now: Temporal.Instant): Promise<string[]> {
  await tx
    .insert(workspaces)
    .values({ ...parseWorkspaceId(workspaceId), leftAt: now })
    .onConflictDoUpdate({ target: workspaces.id, set: { leftAt: now }, setWhere: isNull(workspaces.leftAt) });
  const closed = await tx
    .update(homes)
    .set({ closedAt: now })
    .where(and(eq(homes.workspaceId, workspaceId), isNull(homes.closedAt)))
    .returning({ cohortId: homes.cohortId });
  return closed.map(({ cohortId }) => cohortId);
}

/**
 * The bot is in a workspace again: the homes that its removal closed are homes again, and are told so. Paused cohorts stay
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
