import type { Services } from '../../context.ts';
import { recordHomeNotice } from '../../deliveries/notices.ts';
import { replan } from '../../deliveries/replan.ts';
import { lockCohort, recordChange, recordStatus } from '../../domain/cohorts/store.ts';
import { recordDeparture } from './store.ts';

/**
 * The bot was removed from a workspace: its homes are closed, which the other homes of their cohorts are told, and
 * cohorts that have no other home pause. Everything its people did is kept for as long as the bot may come back.
 */
export async function takeLeave(
  { db, curriculum, mail }: Services,
  workspaceId: string,
  now: Temporal.Instant,
): Promise<void> {
  await db.transaction(async (tx) => {
    for (const cohortId of await recordDeparture(tx, workspaceId, now)) {
      const cohort = await lockCohort(tx, cohortId);
      if (cohort === undefined || cohort.status === 'draft' || cohort.status === 'archived') continue;
      if (cohort.homes.length > 0) {
        await recordHomeNotice(tx, cohortId, { kind: 'home-closed', workspaceId }, now);
        continue;
      }
      if (!(await recordStatus(tx, cohortId, ['active'], 'paused'))) continue;
      const eventKey = `removed:${workspaceId}:${cohortId}:${now.epochMilliseconds}`;
      await recordChange(tx, cohortId, { change: { kind: 'pause' }, madeAt: now }, { memberId: workspaceId, eventKey });
      await replan(tx, { ...cohort, status: 'paused' }, curriculum);
    }
  });
  await mail.wake();
}
