import type { Curriculum } from '../../curriculum/schema.ts';
import { sessionMinutes } from '../../curriculum/sessions.ts';
import type { Db } from '../../database/client.ts';
import { layOut, type Slot } from './calendar.ts';
import type { Cohort } from './cohort.ts';
import { listChanges } from './store.ts';

/** When the cohort's sessions are, with what organisers did to its calendar. */
export async function readSlots(db: Db, cohort: Cohort, curriculum: Curriculum): Promise<Slot[]> {
  return layOut(cohort, await listChanges(db, cohort.id), curriculum.sessions.length);
}

/** Where a cohort is on its way: what is over, what runs, what comes next. */
interface Progressing {
  over: readonly Slot[];
  running: Slot | undefined;
  coming: readonly Slot[];
}

export function progressing(slots: readonly Slot[], curriculum: Curriculum, now: Temporal.Instant): Progressing {
  const endsAt = (slot: Slot) => slot.startsAt.add({ minutes: sessionMinutes(curriculum, slot.session) });
  const isOver = (slot: Slot) => Temporal.Instant.compare(endsAt(slot), now) <= 0;
  const isComing = (slot: Slot) => Temporal.Instant.compare(slot.startsAt, now) > 0;
  return {
    over: slots.filter(isOver),
    running: slots.find((slot) => !isOver(slot) && !isComing(slot)),
    coming: slots.filter(isComing),
  };
}
