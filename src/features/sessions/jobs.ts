import { Unreachable } from '../../chat/errors.ts';
import type { Posted } from '../../chat/platform.ts';
import type { Services } from '../../context.ts';
import type { Session } from '../../curriculum/schema.ts';
import { sessionOf } from '../../curriculum/sessions.ts';
import { examine } from '../../deliveries/checkups.ts';
import type { Job } from '../../deliveries/job.ts';
import { recordThreadlessNotice } from '../../deliveries/notices.ts';
import { aloud, inHomes, postHome, postHomeAloud, postIn, resultOf } from '../../deliveries/posting.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort, Home } from '../../domain/cohorts/cohort.ts';
import { keyAt } from '../../domain/cohorts/homes.ts';
import { readSlots } from '../../domain/cohorts/timetable.ts';
import { agendaView, preworkView, reminderView, startView } from './around-views.ts';
import { listAttendance } from './store.ts';

/** With the pre-work there is still time to give a right that lacks. */
export const prework: Job<'prework'> = async (delivery, cohort, services, now) => {
  const { session, slot, which } = await getSession(delivery, cohort, services);
  const posted = await postHome(services, cohort, preworkView(cohort, session, slot, which), delivery.key);
  await examine(services, cohort, now);
  return resultOf(posted);
};

export const reminder: Job<'reminder'> = async (delivery, cohort, services) => {
  const { session, slot, which } = await getSession(delivery, cohort, services);
  const said = await listAttendance(services.db, cohort.id);
  const coming = said.filter((one) => one.session === session.number && one.said === 'coming').length;
  const shown = reminderView(cohort, session, slot, { which, coming });
  return resultOf(await postHomeAloud(services, cohort, shown, delivery.key));
};

/**
 * The message in each channel, its thread, and the agenda in the thread; where no thread can be opened the agenda follows in
 * the channel. Each step finds what an earlier try left.
 */
export const start: Job<'start'> = async (delivery, cohort, services, now) => {
  const { key } = delivery;
  const { db, mail } = services;
  const { session, slot, which } = await getSession(delivery, cohort, services);
  const shown = startView(cohort, session, slot, { which, agendaIn: 'thread' });
  const begun = await inHomes(cohort, async (home) => {
    const posted = await postIn(services, cohort, home, aloud(shown, home), key);
    const thread = await tryThread(services, home, posted, session);
    const channel = thread.kind === 'open' ? thread.channel : home.channel;
    if (thread.kind === 'refused') {
      const postKey = keyAt(key, cohort, home);
      const without = startView(cohort, session, slot, { which, agendaIn: 'channel' });
      await mail.edit(postKey, aloud(without, home));
      await recordThreadlessNotice(db, cohort.id, { ...thread, session: session.number, postKey }, now);
    }
    await postIn(services, cohort, { ...home, channel }, agendaView(cohort, session, home), `${key}/agenda`);
  });
  return resultOf(begun);
};

/** A thread that a person must make possible first is not waited for: the session begins now. */
async function tryThread(
  { mail }: Services,
  { workspaceId }: Home,
  posted: Posted,
  { title }: Session,
): Promise<{ kind: 'open'; channel: string } | { kind: 'refused'; remedy: string }> {
  try {
    return { kind: 'open', channel: await mail.openThread(workspaceId, posted, title) };
  } catch (error) {
    if (error instanceof Unreachable) return { kind: 'refused', remedy: error.remedy };
    throw error;
  }
}

async function getSession(
  { session: number }: { session: number },
  cohort: Cohort,
  { db, curriculum }: Services,
): Promise<{ session: Session; slot: Slot; which: string }> {
  const session = curriculum.sessions[number - 1];
  const slot = (await readSlots(db, cohort, curriculum))[number - 1];
  if (session === undefined || slot === undefined) throw new Error('the delivery names a session that is not there');
  return { session, slot, which: sessionOf(curriculum, number) };
}
