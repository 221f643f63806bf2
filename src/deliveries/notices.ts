import { z } from 'zod';
import type { Db } from '../database/client.ts';
import { CalendarChange } from '../domain/cohorts/calendar.ts';
import { recordDelivery } from './store.ts';

export const noticeDetail = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('moved-up'), memberId: z.string() }),
  z.object({ kind: z.literal('calendar'), change: CalendarChange }),
  z.object({ kind: z.literal('archived') }),
  z.object({ kind: z.enum(['home-opened', 'home-closed', 'home-back']), workspaceId: z.string() }),
]);

/** Who got a place in a cohort because somebody else has one place less. */
export interface MovedUp {
  cohortId: string;
  memberId: string;
}

/** Plans to tell those who got a place. */
export async function recordMovedUp(tx: Db, movedUp: readonly MovedUp[], now: Temporal.Instant): Promise<void> {
  for (const { cohortId, memberId } of movedUp) {
    await recordDelivery(tx, {
      key: `${cohortId}/moved-up/${memberId}/${now.epochMilliseconds}`,
      cohortId,
      kind: 'notice',
      session: null,
      detail: { kind: 'moved-up', memberId },
      dueAt: now,
      uselessAt: null,
    });
  }
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
