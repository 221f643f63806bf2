import type { Curriculum } from '../curriculum/schema.ts';
import { sessionMinutes } from '../curriculum/sessions.ts';
import type { Db } from '../database/client.ts';
import type { Slot } from '../domain/cohorts/calendar.ts';
import type { Cohort } from '../domain/cohorts/cohort.ts';
import { readPairSize } from '../domain/cohorts/store.ts';
import { readSlots } from '../domain/cohorts/timetable.ts';
import { type PlannedDelivery, planDeliveries } from './plan.ts';
import { recordPlan } from './store.ts';

/** Makes the deliveries follow the calendar. A paused or finished cohort posts nothing by itself. */
export async function replan(tx: Db, cohort: Cohort, curriculum: Curriculum): Promise<Slot[]> {
  const { slots, planned } = await readPlan(tx, cohort, curriculum);
  await recordPlan(tx, cohort.id, cohort.status === 'active' ? planned : []);
  return slots;
}

/** Everything that the calendar of a cohort will post by itself, as things are now. Changes nothing. */
export async function readPlan(
  tx: Db,
  cohort: Cohort,
  curriculum: Curriculum,
): Promise<{ slots: Slot[]; planned: PlannedDelivery[] }> {
  const slots = await readSlots(tx, cohort, curriculum);
  const minutesOf = (session: number) => sessionMinutes(curriculum, session);
  const hasPairs = (await readPairSize(tx, cohort.id)) !== null;
  const pairsAt = hasPairs ? curriculum.modules.map(({ sessions }) => Math.min(...sessions)) : [];
  const moduleEnds = curriculum.modules.map(({ sessions }) => Math.max(...sessions));
  const planned = planDeliveries({
    cohortId: cohort.id,
    zone: cohort.zone,
    slots,
    minutesOf,
    moduleEnds,
    capstones: curriculum.capstones,
    pairsAt,
    hasEvents: cohort.events === true,
  });
  return { slots, planned };
}
