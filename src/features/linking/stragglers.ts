import type { Db } from '../../database/client.ts';
import { recordMovedUp } from '../../deliveries/notices.ts';
import { hasRows, listFreshLinks, recordLink } from './persons-store.ts';

/** Longer than anything takes that began before a link was made. */
const MINUTES = 10;

/**
 * What an account was doing at the very moment in which it was linked can be written down under it just after: such rows
 * follow to the primary. Called every few seconds, it asks one question when nobody was linked lately.
 */
export async function gatherStragglers(db: Db, now: Temporal.Instant): Promise<void> {
  for (const { id, primaryId, secondaryId } of await listFreshLinks(db, now.subtract({ minutes: MINUTES }))) {
    if (!(await hasRows(db, secondaryId))) continue;
    await db.transaction(async (tx) => {
      const deed = { by: secondaryId, now, eventId: `stragglers:${id}:${now.epochMilliseconds}` };
      await recordMovedUp(tx, await recordLink(tx, { primaryId, secondaryId }, deed), now);
    });
  }
}
