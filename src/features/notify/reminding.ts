import type { View } from '../../chat/view.ts';
import type { Services } from '../../context.ts';
import type { JobResult } from '../../deliveries/job.ts';
import { tellPerson } from '../../deliveries/posting.ts';
import type { Wishes } from './reminders.ts';
import { readWishes, recordReminder } from './store.ts';

/** Somebody to remind, and what of. */
export interface Reminded {
  memberId: string;
  reminder: View;
}

/**
 * Reminds each of these people in private, once under this key, if they want it, have not had enough and are not in their
 * quiet hours. Other features remind through this, too.
 */
export async function remind(
  services: Services,
  key: string,
  people: readonly Reminded[],
  isWanted: (memberId: string, wishes: Wishes) => boolean,
  now: Temporal.Instant,
): Promise<JobResult> {
  const { reached } = await remindEach(services, key, people, isWanted, now);
  return reached === 0 ? { outcome: 'skipped', note: 'there is nobody to remind' } : { outcome: 'posted' };
}

/**
 * The same, with how many it reached, and how many want it and are not reminded now, because it is their quiet hours or they had
 * enough: who tries again later under the same key reaches them then, and nobody twice.
 */
export async function remindEach(
  services: Services,
  key: string,
  people: readonly Reminded[],
  isWanted: (memberId: string, wishes: Wishes) => boolean,
  now: Temporal.Instant,
): Promise<{ reached: number; later: number }> {
  const { db } = services;
  let [reached, later] = [0, 0];
  for (const { memberId, reminder } of people) {
    const wishes = await readWishes(db, memberId);
    const own = `${key}/${memberId}`;
    if (!isWanted(memberId, wishes)) continue;
    if (!(await recordReminder(db, { key: own, memberId }, wishes, now))) later += 1;
    else if (await tellPerson(services, memberId, reminder, own)) reached += 1;
  }
  return { reached, later };
}
