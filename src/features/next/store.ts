import { and, eq, gt } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { deliveries } from '../../deliveries/tables.ts';

/** How many deliveries of a cohort were given up since a moment and not tried again. */
export async function countFailed(db: Db, cohortId: string, since: Temporal.Instant): Promise<number> {
  const isFailed = and(eq(deliveries.cohortId, cohortId), eq(deliveries.outcome, 'failed'));
  return db.$count(deliveries, and(isFailed, gt(deliveries.settledAt, since)));
}
