import { z } from 'zod';
import { Unreachable } from '../chat/errors.ts';
import type { View } from '../chat/view.ts';
import type { Services } from '../context.ts';
import type { Session } from '../curriculum/schema.ts';
import type { Delivery, Job } from '../deliveries/job.ts';
import { findMember } from '../people/store.ts';
import { postOpenRounds } from '../quizzes/opening.ts';
import { announce } from './announcing.ts';
import { CalendarChange, type Slot } from './calendar.ts';
import { homeIn, inHomes, postHome, postIn, resultOf } from './home.ts';
import type { Cohort } from './rules.ts';
import {
  agendaView,
  archivedView,
  calendarNoticeView,
  homeNoticeView,
  movedUpView,
  preworkView,
  reminderView,
  startView,
} from './session-views.ts';
import { progressing, readSlots } from './timetable.ts';

const announcement: Job = async (_, cohort, services) => {
  return resultOf(await announce(services, cohort, await readSlots(services.db, cohort, services.curriculum)));
};

const prework: Job = async (delivery, cohort, services) => {
  const { session, slot } = await findSession(delivery, cohort, services);
  return resultOf(await postHome(services, cohort, preworkView(cohort, session, slot), delivery.key));
};

const reminder: Job = async (delivery, cohort, services) => {
  const { session, slot } = await findSession(delivery, cohort, services);
  return resultOf(await postHome(services, cohort, reminderView(cohort, session, slot), delivery.key));
};

/** The message in each channel, its thread, and the agenda in the thread. Each step finds what an earlier try left. */
const start: Job = async (delivery, cohort, services) => {
  const { key } = delivery;
  const { mail } = services;
  const { session, slot } = await findSession(delivery, cohort, services);
  const shown = startView(cohort, session, slot);
  const begun = await inHomes(cohort, async (home) => {
    const posted = await postIn(services, cohort, home, shown, key);
    const thread = await mail.openThread(home.workspaceId, posted, session.title);
    await postIn(services, cohort, { ...home, channel: thread }, agendaView(cohort, session, home), `${key}/agenda`);
  });
  return resultOf(begun);
};

const noticeDetail = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('moved-up'), memberId: z.string() }),
  z.object({ kind: z.literal('calendar'), change: CalendarChange }),
  z.object({ kind: z.literal('archived') }),
  z.object({ kind: z.enum(['home-opened', 'home-closed', 'home-back']), workspaceId: z.string() }),
]);

const notice: Job = async ({ key, detail }, cohort, services, now) => {
  const about = noticeDetail.parse(detail);
  const slots = await readSlots(services.db, cohort, services.curriculum);
  const post = async (shown: View) => resultOf(await postHome(services, cohort, shown, key));
  switch (about.kind) {
    case 'moved-up':
      await tellMovedUp(services, cohort, about.memberId, progressing(slots, services.curriculum, now).coming[0], key);
      return { outcome: 'posted' };
    case 'calendar':
      return post(calendarNoticeView(about.change, cohort, slots, services.curriculum, now));
    case 'archived':
      return post(archivedView(cohort));
    case 'home-opened':
      await postOpenRounds(services, cohort, now);
      return resultOf(await announce(services, cohort, slots));
    case 'home-closed':
    case 'home-back':
      if (cohort.status === 'archived') return { outcome: 'skipped', note: 'the cohort has ended' };
      return post(homeNoticeView(about.kind, about.workspaceId, cohort));
  }
};

/** In private, where they were last; in the channel there to those whose direct messages are closed to me. */
async function tellMovedUp(
  services: Services,
  cohort: Cohort,
  memberId: string,
  next: Slot | undefined,
  key: string,
): Promise<void> {
  const member = await findMember(services.db, memberId);
  if (member === undefined) return;
  const { workspaceId, externalId } = member;
  const person = { kind: 'person', person: externalId } as const;
  const posted = await services.mail.post(workspaceId, person, movedUpView(cohort, undefined, next), key).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Unreachable) return false;
      throw error;
    },
  );
  if (posted) return;
  const near = homeIn(cohort, workspaceId);
  const where = near === undefined ? cohort : { ...cohort, homes: [near] };
  await postHome(services, where, movedUpView(cohort, member, next), `${key}/here`);
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

export const cohortJobs = { announce: announcement, prework, reminder, start, notice };
