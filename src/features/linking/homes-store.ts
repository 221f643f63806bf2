import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import type { Home } from '../../domain/cohorts/cohort.ts';
import { cohorts, homes } from '../../domain/cohorts/tables.ts';

/** Gives a cohort a home in one more workspace; one that was closed there is opened again, in this channel. */
export async function recordHome(tx: Db, cohortId: string, home: Home, now: Temporal.Instant): Promise<void> {
  const { channel, mentorRole } = home;
  await tx
    .insert(homes)
    .values({ ...home, cohortId, since: now })
    .onConflictDoUpdate({
      target: [homes.cohortId, homes.workspaceId],
      set: { channel, mentorRole, since: now, closedAt: null },
    });
}

/** Closes a home: false when it no longer is one. */
export async function recordHomeClosed(
  tx: Db,
  cohortId: string,
  workspaceId: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const closed = await tx
    .update(homes)
    .set({ closedAt: now })
    .where(and(eq(homes.cohortId, cohortId), eq(homes.workspaceId, workspaceId), isNull(homes.closedAt)))
    .returning({ channel: homes.channel });
  return closed.length === 1;
}

/** The name of the running cohort that is at home in a channel. */
export async function findAtHome(tx: Db, { workspaceId, channel }: Home): Promise<string | undefined> {
  const [found] = await tx
    .select({ name: cohorts.name })
    .from(homes)
    .innerJoin(cohorts, eq(cohorts.id, homes.cohortId))
    .where(
      and(
        eq(homes.workspaceId, workspaceId),
        eq(homes.channel, channel),
        isNull(homes.closedAt),
        inArray(cohorts.status, ['active', 'paused']),
      ),
    );
  return found?.name;
}
