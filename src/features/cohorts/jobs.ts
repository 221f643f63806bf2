import { Unreachable } from '../../chat/errors.ts';
import { pinging } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import type { Services } from '../../context.ts';
import { examine } from '../../deliveries/checkups.ts';
import type { Job, JobResult } from '../../deliveries/job.ts';
import type { Notice } from '../../deliveries/kinds.ts';
import { recordAbsentNotice } from '../../deliveries/notices.ts';
import { postHome, resultOf, tellPerson } from '../../deliveries/posting.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import { type Cohort, placeOf } from '../../domain/cohorts/cohort.ts';
import { homeIn } from '../../domain/cohorts/homes.ts';
import { listEnrolled, listLearnerIds } from '../../domain/cohorts/store.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { nameOf } from '../../domain/people/names.ts';
import { findMember, getNamed, listNamed } from '../../domain/people/store.ts';
import { keepEvents } from '../calendar/events.ts';
import { postOpenRounds } from '../quizzes/opening.ts';
import { postOpenIncidents } from '../scenarios/incidents/opening.ts';
import { prework, reminder, start } from '../sessions/jobs.ts';
import { readOrganisers } from '../staff/store.ts';
import { isSomewhere, passOn } from './absence.ts';
import { announce, followAnnouncement, renewAnnouncement } from './announcing.ts';
import {
  absentView,
  amissOverView,
  amissView,
  archivedView,
  calendarNoticeView,
  closedHereView,
  handedOverView,
  homeNoticeView,
  lackingView,
  lacksMendedView,
  mendedView,
  movedUpView,
  ownerlessView,
  removedView,
  replannedView,
  threadlessView,
  troubledView,
  wouldMentorView,
} from './notice-views.ts';
import { broughtInView } from './people-views.ts';

const announcement: Job<'announce'> = async (_, cohort, services) => {
  return resultOf(await announce(services, cohort, await readSlots(services.db, cohort, services.curriculum)));
};

const event: Job<'event'> = async (_, cohort, services, now) => {
  const refused = await keepEvents(services, cohort, now);
  if (refused === undefined) return { outcome: 'posted' };
  // Whoever can give the right is told, once for all sessions.
  await examine(services, cohort, now);
  return { outcome: 'skipped', note: refused.remedy };
};

const notice: Job<'notice'> = async (delivery, cohort, services, now) => {
  const result = await carryOutNotice(delivery, cohort, services, now);
  const { detail: about } = delivery;
  if (CHANGES_EVENTS.has(about.kind)) {
    await keepEvents(services, cohort, now, about.kind === 'home-closed' ? about.workspaceId : undefined);
  }
  return result;
};

/** What the workspaces' own events follow. */
const CHANGES_EVENTS: ReadonlySet<Notice['kind']> = new Set([
  'calendar',
  'archived',
  'edited',
  'replanned',
  'home-opened',
  'home-closed',
  'home-back',
  'home-moved',
]);

const carryOutNotice: Job<'notice'> = async ({ key, detail: about }, cohort, services, now) => {
  const slots = await readSlots(services.db, cohort, services.curriculum);
  const post = async (shown: View) => resultOf(await postHome(services, cohort, shown, key));
  switch (about.kind) {
    case 'moved-up':
      // Nobody gets a place who is not there to take it.
      if (!(await isSomewhere(services, about.memberId))) {
        await passOn(services, cohort.id, about.memberId, now);
        await recordAbsentNotice(services.db, cohort.id, [about.memberId], now);
        return { outcome: 'skipped', note: 'they have left; the place went to the next' };
      }
      await tellMovedUp(services, cohort, about.memberId, progressing(slots, services.curriculum, now).coming[0], key);
      return { outcome: 'posted' };
    case 'brought-in':
      return tellBroughtIn(
        services,
        cohort,
        about.memberId,
        progressing(slots, services.curriculum, now).coming[0],
        key,
      );
    case 'calendar': {
      const posted = await post(
        calendarNoticeView(about, cohort, progressing(slots, services.curriculum, now).coming[0]),
      );
      await renewAnnouncement(services, cohort, slots);
      return posted;
    }
    case 'handed-over': {
      const told = await tellPerson(services, about.memberId, handedOverView(cohort), key);
      return told ? { outcome: 'posted' } : { outcome: 'skipped', note: 'they take no direct messages from me' };
    }
    case 'edited':
      await renewAnnouncement(services, cohort, slots);
      return { outcome: 'posted' };
    case 'archived':
      return post(archivedView(cohort));
    case 'home-opened':
      await postOpenRounds(services, cohort, now);
      return resultOf(await announce(services, cohort, slots));
    case 'home-moved':
      await followAnnouncement(services, cohort, slots);
      await postOpenRounds(services, cohort, now);
      await postOpenIncidents(services, cohort, now);
      return { outcome: 'posted' };
    case 'troubled':
      return tellOrganisers(services, cohort, troubledView(cohort, about), key);
    case 'mended':
      return tellOrganisers(services, cohort, mendedView(cohort), key);
    case 'lacks-mended':
      return tellOrganisers(services, cohort, lacksMendedView(cohort, about.home), key);
    case 'absent':
      return tellOrganisers(services, cohort, absentView(cohort, await listNamed(services.db, about.memberIds)), key);
    case 'lacking':
      return tellOrganisers(services, cohort, lackingView(cohort, about), key);
    case 'ownerless': {
      const shown = ownerlessView(cohort, await getNamed(services.db, about.memberId));
      const told = await tellOrganisers(services, cohort, shown, key, about.memberId);
      return told.outcome === 'posted' ? told : post(shown);
    }
    case 'amiss':
      return tellOrganisers(services, cohort, amissView(cohort, about), key);
    case 'amiss-over':
      return tellOrganisers(services, cohort, amissOverView(cohort, about), key);
    case 'would-mentor': {
      const shown = wouldMentorView(cohort, await getNamed(services.db, about.memberId));
      return tellOrganisers(services, cohort, shown, key, about.memberId);
    }
    case 'threadless':
      return tellOrganisers(services, cohort, threadlessView(cohort, about), key);
    case 'replanned': {
      const posted = await post(replannedView(cohort, about, slots));
      await renewAnnouncement(services, cohort, slots);
      return posted;
    }
    case 'home-closed':
      if (about.channel !== undefined && cohort.status !== 'archived') {
        await sayClosed(services, cohort, { workspaceId: about.workspaceId, channel: about.channel }, key);
      }
      if (cohort.status === 'archived') return { outcome: 'skipped', note: 'the cohort has ended' };
      // Nobody in this workspace took the home away: the bot was removed.
      if (about.channel === undefined) {
        await tellOrganisers(services, cohort, removedView(about.workspaceId, cohort), `${key}/organisers`);
      }
      return post(homeNoticeView(about.kind, about.workspaceId, cohort));
    case 'home-back':
      if (cohort.status === 'archived') return { outcome: 'skipped', note: 'the cohort has ended' };
      return post(homeNoticeView(about.kind, about.workspaceId, cohort));
  }
};

/** Says in a channel that is no home any more where the cohort goes on; nobody is left behind without a word. */
async function sayClosed(
  { mail }: Services,
  cohort: Cohort,
  { workspaceId, channel }: { workspaceId: string; channel: string },
  key: string,
): Promise<void> {
  const said = mail.post(workspaceId, { kind: 'channel', channel }, closedHereView(cohort), `${key}/there`);
  await said.catch((error: unknown) => {
    if (!(error instanceof Unreachable)) throw error;
  });
}

/** In private: whoever looks after the cohort, and the organisers by name where it lives; not who has left. */
async function tellOrganisers(
  services: Services,
  cohort: Cohort,
  shown: View,
  key: string,
  left?: string,
): Promise<JobResult> {
  const named = await Promise.all(cohort.homes.map(({ workspaceId }) => readOrganisers(services.db, workspaceId)));
  const all = [...new Set([cohort.createdBy, ...named.flatMap(({ memberIds }) => memberIds)])].filter(
    (one) => one !== left,
  );
  // One platform that does not answer keeps nobody on the other from hearing of it; the next try tells the rest.
  const telling = await Promise.allSettled(
    all.map((memberId) => tellPerson(services, memberId, shown, `${key}/${memberId}`)),
  );
  for (const one of telling) if (one.status === 'rejected') throw one.reason;
  const told = telling.some((one) => one.status === 'fulfilled' && one.value);
  return told ? { outcome: 'posted' } : { outcome: 'skipped', note: 'no organiser takes direct messages from me' };
}

/** In private, where they were last; in the channel there to those whose direct messages are closed to the bot. */
async function tellMovedUp(
  services: Services,
  cohort: Cohort,
  memberId: string,
  next: Slot | undefined,
  key: string,
): Promise<void> {
  if (await tellPerson(services, memberId, movedUpView(cohort, undefined, next), key)) return;
  const member = await findMember(services.db, memberId);
  if (member === undefined) return;
  const near = homeIn(cohort, member.workspaceId);
  const where = near === undefined ? cohort : { ...cohort, homes: [near] };
  await postHome(services, where, movedUpView(cohort, member, next), `${key}/here`);
}

/** As with a place that became free: in private, else in the channel. Whoever has left again meanwhile is told nothing. */
async function tellBroughtIn(
  services: Services,
  cohort: Cohort,
  memberId: string,
  next: Slot | undefined,
  key: string,
): Promise<JobResult> {
  const enrolled = await listEnrolled(services.db, cohort.id);
  const role = enrolled.find((one) => one.memberId === memberId)?.role;
  if (role === undefined) return { outcome: 'skipped', note: 'they have left again' };
  const learners = await listLearnerIds(services.db, cohort.id);
  const place = placeOf(learners, cohort.capacity, memberId);
  if (await tellPerson(services, memberId, broughtInView(cohort, place, next), key)) return { outcome: 'posted' };
  const member = await findMember(services.db, memberId);
  if (member === undefined) return { outcome: 'skipped', note: 'they are not known any more' };
  const near = homeIn(cohort, member.workspaceId);
  const where = near === undefined ? cohort : { ...cohort, homes: [near] };
  const shown = broughtInView(cohort, place, next, pinging(nameOf(member)));
  return resultOf(await postHome(services, where, shown, `${key}/here`));
}

export const cohortJobs = { announce: announcement, event, prework, reminder, start, notice };
