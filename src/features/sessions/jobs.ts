import type { Services } from '../../context.ts';
import type { Session } from '../../curriculum/schema.ts';
import type { Job } from '../../deliveries/job.ts';
import { inHomes, postHome, postIn, resultOf } from '../../deliveries/posting.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { readSlots } from '../../domain/cohorts/timetable.ts';
import { agendaView, preworkView, reminderView, startView } from './around-views.ts';

export const prework: Job<'prework'> = async (delivery, cohort, services) => {
  const { session, slot } = await getSession(delivery, cohort, services);
  return resultOf(await postHome(services, cohort, preworkView(cohort, session, slot), delivery.key));
};

export const reminder: Job<'reminder'> = async (delivery, cohort, services) => {
  const { session, slot } = await getSession(delivery, cohort, services);
  return resultOf(await postHome(services, cohort, reminderView(cohort, session, slot), delivery.key));
};

/** The message in each channel, its thread, and the agenda in the thread. Each step finds what an earlier try left. */
export const start: Job<'start'> = async (delivery, cohort, services) => {
  const { key } = delivery;
  const { mail } = services;
  const { session, slot } = await getSession(delivery, cohort, services);
  const shown = startView(cohort, session, slot);
  const begun = await inHomes(cohort, async (home) => {
    const posted = await postIn(services, cohort, home, shown, key);
    const thread = await mail.openThread(home.workspaceId, posted, session.title);
    await postIn(services, cohort, { ...home, channel: thread }, agendaView(cohort, session, home), `${key}/agenda`);
  });
  return resultOf(begun);
};

async function getSession(
  { session: number }: { session: number },
  cohort: Cohort,
  { db, curriculum }: Services,
): Promise<{ session: Session; slot: Slot }> {
  const session = curriculum.sessions[number - 1];
  const slot = (await readSlots(db, cohort, curriculum))[number - 1];
  if (session === undefined || slot === undefined) throw new Error('the delivery names a session that is not there');
  return { session, slot };
}
