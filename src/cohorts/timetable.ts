import type { Curriculum } from '../curriculum/schema.ts';
import type { Db } from '../database/client.ts';
import { planDeliveries } from '../deliveries/plan.ts';
import { recordPlan } from '../deliveries/store.ts';
import { layOut, type Slot } from './calendar.ts';
import type { Cohort } from './rules.ts';
import { listChanges } from './store.ts';

/** When the cohort's sessions are, with what organisers did to its calendar. */
export async function readSlots(db: Db, cohort: Cohort, curriculum: Curriculum): Promise<Slot[]> {
  return layOut(cohort, await listChanges(db, cohort.id), curriculum.sessions.length);
}

/** Makes the deliveries follow the calendar. A cohort that rests or is over posts nothing by itself. */
export async function replan(tx: Db, cohort: Cohort, curriculum: Curriculum): Promise<Slot[]> {
  const slots = await readSlots(tx, cohort, curriculum);
  const minutesOf = (session: number) => sessionMinutes(curriculum, session);
  const planned = planDeliveries({ cohortId: cohort.id, zone: cohort.zone, slots, minutesOf });
  await recordPlan(tx, cohort.id, cohort.status === 'active' ? planned : []);
  return slots;
}

/** How long a session lasts, in minutes. */
export function sessionMinutes(curriculum: Curriculum, session: number): number {
  return curriculum.sessions[session - 1]?.minutes ?? 0;
}

/** Where a cohort is on its way: what is over, what runs, what comes next. */
export interface Progressing {
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
