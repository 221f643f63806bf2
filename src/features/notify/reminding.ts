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
  const { db } = services;
  let reminded = 0;
  for (const { memberId, reminder } of people) {
    const wishes = await readWishes(db, memberId);
    const own = `${key}/${memberId}`;
    if (!isWanted(memberId, wishes)) continue;
    if (!(await recordReminder(db, { key: own, memberId }, wishes, now))) continue;
    if (await tellPerson(services, memberId, reminder, own)) reminded += 1;
  }
  return reminded === 0 ? { outcome: 'skipped', note: 'there is nobody to remind' } : { outcome: 'posted' };
}
