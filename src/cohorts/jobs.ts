import { z } from 'zod';
import { Unreachable } from '../chat/errors.ts';
import type { Services } from '../context.ts';
import type { Session } from '../curriculum/schema.ts';
import type { Delivery, Job, JobResult } from '../deliveries/job.ts';
import { CalendarChange, type Slot } from './calendar.ts';
import { postHome } from './home.ts';
import type { Cohort } from './rules.ts';
import {
  agendaView,
  archivedView,
  calendarNoticeView,
  movedUpView,
  preworkView,
  reminderView,
  startView,
} from './session-views.ts';
import { findMember } from './store.ts';
import { progressing, readSlots } from './timetable.ts';
import { announcementView } from './views.ts';

const POSTED: JobResult = { outcome: 'posted' };

const announce: Job = async ({ key }, cohort, services) => {
  const slots = await readSlots(services.db, cohort, services.curriculum);
  await postHome(services, cohort, announcementView(cohort, slots, services.curriculum), key);
  return POSTED;
};

const prework: Job = async (delivery, cohort, services) => {
  const { session, slot } = await findSession(delivery, cohort, services);
  await postHome(services, cohort, preworkView(cohort, session, slot), delivery.key);
  return POSTED;
};

const reminder: Job = async (delivery, cohort, services) => {
  const { session, slot } = await findSession(delivery, cohort, services);
  await postHome(services, cohort, reminderView(cohort, session, slot), delivery.key);
  return POSTED;
};

/** The message in the channel, its thread, and the agenda in the thread. Each step finds what an earlier try left. */
const start: Job = async (delivery, cohort, services) => {
  const { session, slot } = await findSession(delivery, cohort, services);
  const posted = await postHome(services, cohort, startView(cohort, session, slot), delivery.key);
  const thread = await services.mail.openThread(cohort.workspaceId, posted, session.title);
  const target = { kind: 'channel', channel: thread } as const;
  await services.mail.post(cohort.workspaceId, target, agendaView(cohort, session), `${delivery.key}/agenda`);
  return POSTED;
};

const noticeDetail = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('moved-up'), memberId: z.string() }),
  z.object({ kind: z.literal('calendar'), change: CalendarChange }),
  z.object({ kind: z.literal('archived') }),
]);

const notice: Job = async ({ key, detail }, cohort, services, now) => {
  const about = noticeDetail.parse(detail);
  const slots = await readSlots(services.db, cohort, services.curriculum);
  switch (about.kind) {
    case 'moved-up':
      await tellMovedUp(services, cohort, about.memberId, progressing(slots, services.curriculum, now).coming[0], key);
      return POSTED;
    case 'calendar':
      await postHome(services, cohort, calendarNoticeView(about.change, cohort, slots, services.curriculum, now), key);
      return POSTED;
    case 'archived':
      await postHome(services, cohort, archivedView(cohort), key);
      return POSTED;
  }
};

/** In private; in the channel to those whose direct messages are closed to me. */
async function tellMovedUp(
  services: Services,
  cohort: Cohort,
  memberId: string,
  next: Slot | undefined,
  key: string,
): Promise<void> {
  const member = await findMember(services.db, memberId);
  if (member === undefined) return;
  const person = { kind: 'person', person: member.externalId } as const;
  const posted = await services.mail.post(cohort.workspaceId, person, movedUpView(cohort, undefined, next), key).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Unreachable) return false;
      throw error;
    },
  );
  if (posted) return;
  await postHome(services, cohort, movedUpView(cohort, member.externalId, next), `${key}/here`);
}

async function findSession(
  delivery: Delivery,
  cohort: Cohort,
  { db, curriculum }: Services,
): Promise<{ session: Session; slot: Slot }> {
  const number = delivery.session ?? 0;
  const session = curriculum.sessions[number - 1];
  const slot = (await readSlots(db, cohort, curriculum))[number - 1];
  if (session === undefined || slot === undefined) throw new Error('the delivery names a session that is not there');
  return { session, slot };
}

export const cohortJobs = { announce, prework, reminder, start, notice };
