import type { View } from '../../chat/view.ts';
import type { Services } from '../../context.ts';
import type { Job, JobResult } from '../../deliveries/job.ts';
import { editHome, postHome, tellPerson } from '../../deliveries/posting.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { getNamed } from '../../domain/people/store.ts';
import { overNoticeView, releasedNoticeView, requestView, saidView, takenNoticeView } from './asking-views.ts';
import { call } from './call-jobs.ts';
import { check } from './check-jobs.ts';
import type { HelpEvent } from './help.ts';
import { handedNoticeView, lapsedView } from './queue-views.ts';
import type { HelpRequest } from './requests.ts';
import { findHelpRequest } from './store.ts';
import { accountsIn, bringTogether, openThreadOf, postKey, sayInTalk, sayOrTell } from './talking.ts';

/** Tells everybody concerned what has happened to a question, once, and shows it in the channel as it stands now. */
const follow: Job<'help'> = async ({ key, detail }, cohort, services, now) => {
  const request = await findHelpRequest(services.db, detail.request);
  const event = request?.help.events.find(({ id }) => id === detail.event);
  if (request === undefined || event === undefined) return { outcome: 'skipped', note: 'the question is gone' };
  if (event.kind === 'asked') return postQuestion(services, cohort, request, now);
  await show(services, cohort, request);
  await tell({ services, cohort, request, key, now }, event);
  return { outcome: 'posted' };
};

async function postQuestion(
  services: Services,
  cohort: Cohort,
  request: HelpRequest,
  now: Temporal.Instant,
): Promise<JobResult> {
  if (request.place === 'private') return { outcome: 'posted' };
  await postHome(services, cohort, shownIn(services, request), postKey(request.id));
  await openThreadOf(services, cohort, request, now);
  return { outcome: 'posted' };
}

/** What was asked in private stands in no channel. */
async function show(services: Services, cohort: Cohort, request: HelpRequest): Promise<void> {
  if (request.place === 'thread') await editHome(services, cohort, shownIn(services, request), postKey(request.id));
}

function shownIn({ curriculum }: Services, request: HelpRequest): View {
  const skill = request.skill === null ? undefined : curriculum.skills.get(request.skill);
  return requestView(request, skill?.title);
}

interface Telling {
  services: Services;
  cohort: Cohort;
  request: HelpRequest;
  key: string;
  now: Temporal.Instant;
}

async function tell({ services, cohort, request, key, now }: Telling, event: HelpEvent): Promise<void> {
  const { help, memberId } = request;
  switch (event.kind) {
    case 'taken':
    case 'handed-over':
      if (help.state === 'taken') await tellTaken({ services, cohort, request, key, now }, event);
      return;
    case 'released':
      if (event.isLapsed) await tellLapsed(services, request, event, key);
      return sayOrTell(services, { request, to: memberId }, releasedNoticeView(request), key);
    case 'spoke':
      return tellSpoke(services, request, event, key);
    case 'reopened':
      if (help.holder !== null && event.by !== help.holder) {
        await tellPerson(services, help.holder, handedNoticeView(request, request.asker), key);
      }
      return;
    case 'resolved':
    case 'withdrawn':
    case 'closed': {
      const other = event.by === memberId ? help.holder : memberId;
      return sayOrTell(services, { request, to: other }, overNoticeView(request), key);
    }
    case 'asked':
    case 'extended':
    case 'opened':
    case 'nudged':
    case 'escalated':
    case 'rated':
      return;
  }
}

/** The asker hears of it where the talk is, which both are brought to; else by direct message. */
async function tellTaken(
  { services, cohort, request, key, now }: Telling,
  event: Extract<HelpEvent, { kind: 'taken' | 'handed-over' }>,
): Promise<void> {
  const { help, memberId } = request;
  const holder = help.holder ?? '';
  const mentor = await getNamed(services.db, holder);
  if (event.kind === 'handed-over') {
    const from = event.by === null ? 'A mentor' : (await getNamed(services.db, event.by)).name;
    await tellPerson(services, holder, handedNoticeView(request, from), `${key}/holder`);
  }
  if (memberId === holder) return;
  const talk = await bringTogether(services, cohort, request, now);
  if (talk !== undefined) {
    const [asker, there] = await accountsIn(services.db, talk.workspaceId, [memberId, holder]);
    const shown = takenNoticeView(request, there ?? mentor, asker);
    if (asker !== undefined && (await sayInTalk(services, talk, shown, `${key}/talk`))) return;
  }
  await tellPerson(services, memberId, takenNoticeView(request, mentor, undefined), `${key}/asker`);
}

async function tellLapsed(services: Services, request: HelpRequest, event: HelpEvent, key: string): Promise<void> {
  const before = request.help.events.filter(({ id }) => id < event.id);
  const holder = before.findLast(({ kind }) => kind === 'taken' || kind === 'handed-over');
  if (holder === undefined) return;
  const who = holder.kind === 'handed-over' ? holder.to : holder.by;
  if (who !== null) await tellPerson(services, who, lapsedView(request), `${key}/holder`);
}

/** Words that went through the bot stand in the talk; without one they go to whoever is on the other side. */
async function tellSpoke(
  services: Services,
  request: HelpRequest,
  event: Extract<HelpEvent, { kind: 'spoke' }>,
  key: string,
): Promise<void> {
  const { by, words } = event;
  if (words === null || by === null) return;
  const { name } = await getNamed(services.db, by);
  if (await sayInTalk(services, request.help.talk, saidView(request, name, words, false), key)) return;
  const other = by === request.memberId ? request.help.holder : request.memberId;
  if (other !== null) await tellPerson(services, other, saidView(request, name, words, true), `${key}/direct`);
}

export const mentoringJobs = { help: follow, 'help-check': check, 'help-call': call };
