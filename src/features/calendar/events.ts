import { Unreachable } from '../../chat/errors.ts';
import type { Listing } from '../../chat/platform.ts';
import type { Services } from '../../context.ts';
import { sessionMinutes, sessionTitle } from '../../curriculum/sessions.ts';
import { EVENT_DAYS } from '../../deliveries/plan.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort, Home } from '../../domain/cohorts/cohort.ts';
import { keyAt } from '../../domain/cohorts/homes.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';

/**
 * Makes the events of the workspaces where a cohort lives, or lived in `left`, those of its calendar: sessions of the coming
 * weeks are there, those that moved are moved, those of a cohort that rests, has ended or wants none are called off. What
 * has begun is left alone. Returns why it may not, where it may not: nothing else waits for that.
 */
export async function keepEvents(
  { db, curriculum, mail }: Services,
  cohort: Cohort,
  now: Temporal.Instant,
  left?: string,
): Promise<{ remedy: string } | undefined> {
  const slots = await readSlots(db, cohort, curriculum);
  const { coming } = progressing(slots, curriculum, now);
  const isWanted = cohort.events === true && cohort.status === 'active';
  const until = now.add({ hours: 24 * EVENT_DAYS });
  try {
    for (const home of cohort.homes) {
      for (const { session } of slots) {
        const key = keyAt(eventKey(cohort.id, session), cohort, home);
        const slot = coming.find((one) => one.session === session);
        if (slot === undefined) continue;
        if (!isWanted) {
          await mail.cancelEvent(key);
          continue;
        }
        // One that was moved further away keeps its event.
        const isNear = Temporal.Instant.compare(slot.startsAt, until) <= 0;
        if (!isNear && (await mail.find(key)) === undefined) continue;
        await mail.keepEvent(home.workspaceId, listingOf(cohort, home, slot, curriculum), key);
      }
    }
    if (left !== undefined) {
      for (const { session } of slots) {
        await mail.cancelEvent(keyAt(eventKey(cohort.id, session), cohort, { workspaceId: left }));
      }
    }
    return undefined;
  } catch (error) {
    if (error instanceof Unreachable) return { remedy: error.remedy };
    throw error;
  }
}

function eventKey(cohortId: string, session: number): string {
  return `${cohortId}/s${String(session).padStart(2, '0')}/event`;
}

function listingOf(
  { name }: Cohort,
  { channel }: Home,
  { session, startsAt }: Slot,
  curriculum: Services['curriculum'],
): Listing {
  return {
    title: `${name}: ${sessionTitle(curriculum, session)}`,
    about: `Session ${session} of ${curriculum.sessions.length}. When it begins, its thread opens in the channel, with the agenda and “I’m here”. Moved or called off with the cohort’s calendar.`,
    channel,
    startsAt,
    endsAt: startsAt.add({ minutes: sessionMinutes(curriculum, session) }),
  };
}
