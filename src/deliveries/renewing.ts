import type { Services } from '../context.ts';
import { lockCohort } from '../domain/cohorts/store.ts';
import { recordReplannedNotice } from './notices.ts';
import { replan } from './replan.ts';
import { listActiveIds, listPlannedStarts } from './store.ts';

/**
 * Plans every running cohort anew, as the program now knows the rules of time zones and the course: called at its start. What
 * moved, came or went by nobody's doing is told; without a change nothing is written that was not there.
 */
export async function renewCalendars({ db, curriculum, mail }: Services, now: Temporal.Instant): Promise<void> {
  let told = false;
  for (const id of await listActiveIds(db)) {
    await db.transaction(async (tx) => {
      const cohort = await lockCohort(tx, id);
      if (cohort === undefined || cohort.status !== 'active') return;
      const before = await listPlannedStarts(tx, id);
      const slots = await replan(tx, cohort, curriculum);
      // A cohort that has no plan at all was never planned: nothing of it has changed.
      if (before.length === 0) return;
      const open = before.filter(({ isOpen }) => isOpen);
      const moved = open.flatMap(({ session, dueAt: from }) => {
        const to = slots.find((slot) => slot.session === session)?.startsAt;
        return to === undefined || from.equals(to) ? [] : [{ session, from, to }];
      });
      const known = before.map(({ session }) => session);
      const fresh = slots.map(({ session }) => session).filter((session) => !known.includes(session));
      const gone = open.map(({ session }) => session).filter((session) => session > slots.length);
      if (moved.length + fresh.length + gone.length === 0) return;
      await recordReplannedNotice(tx, id, { moved, fresh, gone }, now);
      told = true;
    });
  }
  if (told) await mail.wake();
}
