import { Underway } from '../../chat/errors.ts';
import type { View } from '../../chat/view.ts';
import type { Services } from '../../context.ts';
import type { DeliveryOf, JobResult } from '../../deliveries/job.ts';
import type { DeliveryKind } from '../../deliveries/kinds.ts';
import { tellPerson } from '../../deliveries/posting.ts';
import { firstKey, recordPutOff } from '../../deliveries/store.ts';
import { USUAL, type Wishes } from './reminders.ts';
import { readAllWishes, recordReached, recordReminder, recordUnreached } from './store.ts';

/** Somebody to remind, and what of. */
export interface Reminded {
  memberId: string;
  reminder: View;
}

/**
 * Reminds each of these people in private of what a delivery is about, once, if they want it. For whoever has quiet hours, or had
 * enough today, the same delivery comes once more when they can be reached, as long as it is of use: what it is about is looked at anew then.
 */
export async function remind<K extends DeliveryKind>(
  services: Services,
  delivery: DeliveryOf<K>,
  people: readonly Reminded[],
  isWanted: (memberId: string, wishes: Wishes) => boolean,
  now: Temporal.Instant,
): Promise<JobResult> {
  const { reached, laterAt } = await remindEach(services, firstKey(delivery), people, isWanted, now);
  if (laterAt !== undefined) await recordPutOff(services.db, delivery, laterAt);
  if (reached > 0) return { outcome: 'posted' };
  return { outcome: 'skipped', note: laterAt === undefined ? 'there is nobody to remind' : 'put off: not now' };
}

/**
 * The same under a key, with how many it reached, and the first moment at which somebody can be reminded who wants it and is not now,
 * because it is their quiet hours or they had enough. All are tried before a failure is reported: what fails for one keeps no reminder
 * from the others. Tried again under the same key it reaches nobody twice.
 */
export async function remindEach(
  services: Services,
  key: string,
  people: readonly Reminded[],
  isWanted: (memberId: string, wishes: Wishes) => boolean,
  now: Temporal.Instant,
): Promise<{ reached: number; laterAt: Temporal.Instant | undefined }> {
  const { db } = services;
  let reached = 0;
  const later: Temporal.Instant[] = [];
  const wished = await readAllWishes(
    db,
    people.map(({ memberId }) => memberId),
  );
  const failed: unknown[] = [];
  for (const one of people) await tell(one).catch((error: unknown) => failed.push(error));
  // `Underway` matters less than any other failure: somebody else is writing to them right now.
  const worst = failed.find((error) => !(error instanceof Underway)) ?? failed[0];
  if (worst !== undefined) throw worst;
  return { reached, laterAt: later.toSorted(Temporal.Instant.compare)[0] };

  async function tell({ memberId, reminder }: Reminded): Promise<void> {
    const wishes = wished.get(memberId) ?? USUAL;
    const own = `${key}/${memberId}`;
    if (!isWanted(memberId, wishes)) return;
    const nextAt = await recordReminder(db, { key: own, memberId }, wishes, now);
    if (nextAt !== undefined) later.push(nextAt);
    else if (await tellPerson(services, memberId, reminder, own)) {
      reached += 1;
      await recordReached(db, memberId);
    } else await recordUnreached(db, memberId, now);
  }
}
