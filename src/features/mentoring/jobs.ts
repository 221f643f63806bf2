import type { View } from '../../chat/view.ts';
import type { Services } from '../../context.ts';
import type { Job, JobResult } from '../../deliveries/job.ts';
import { editHome, postHome, tellPerson } from '../../deliveries/posting.ts';
import { recordDelivery } from '../../deliveries/store.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { getNamed } from '../../domain/people/store.ts';
import type { Wishes } from '../notify/reminders.ts';
import { remindEach } from '../notify/reminding.ts';
import { readOrganisers } from '../staff/store.ts';
import { keptCreditView, rateView, ratingBlocks, replyCreditView, thanksView } from './after-views.ts';
import { overNoticeView, releasedNoticeView, requestView, saidView, takenNoticeView } from './asking-views.ts';
import { call, reachMentors } from './call-jobs.ts';
import { check } from './check-jobs.ts';
import type { HelpEvent } from './help.ts';
import { escalatedView, handedNoticeView, lapsedView, nudgeView } from './reaching-views.ts';
import { readAuthors } from './replies-store.ts';
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
    case 'closed':
      return tellOver({ services, cohort, request, key, now }, event);
    case 'nudged':
      return tellNudged({ services, cohort, request, key, now }, event);
    case 'escalated':
      if (help.state !== 'waiting') return;
      if (event.to === 'mentors') return reachMentors(services, cohort, [request], { key, now, why: 'day' });
      return tellOrganisers(services, cohort, escalatedView(request, cohort), key);
    case 'asked':
    case 'extended':
    case 'opened':
    case 'kept':
    case 'written':
    case 'saved':
      return;
    case 'rated':
    case 'reused':
      return tellCredited({ services, cohort, request, key, now }, event);
    case 'thanked':
      if (event.isShown && help.holder !== null) {
        await tellInTime({ services, cohort, request, key, now }, event, help.holder, thanksView(request, event.words));
      }
      return;
  }
}

/**
 * Both hear that it is over where the talk is, and the asker is asked in private how it went; without a talk that is one message.
 * Whoever says themselves that it is answered is asked there.
 */
async function tellOver(
  telling: Telling,
  event: Extract<HelpEvent, { kind: 'resolved' | 'withdrawn' | 'closed' }>,
): Promise<void> {
  const { services, request, key } = telling;
  const { help, memberId } = request;
  const other = event.by === memberId ? help.holder : memberId;
  const isRated = help.state === 'resolved' && event.by !== memberId && ratingBlocks(request).length > 0;
  const isPutOff = key.startsWith(`${stableKey(request, event)}/`);
  const isSaid = isPutOff || (await sayInTalk(services, help.talk, overNoticeView(request), key));
  if (isSaid) {
    if (isRated) await tellInTime(telling, event, memberId, rateView(request));
    return;
  }
  if (other === null) return;
  await tellPerson(services, other, isRated ? rateView(request) : overNoticeView(request), `${key}/direct`);
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

/** In private: whoever created the cohort, and its organisers by name. */
async function tellOrganisers(services: Services, cohort: Cohort, shown: View, key: string): Promise<void> {
  const named = await Promise.all(cohort.homes.map(({ workspaceId }) => readOrganisers(services.db, workspaceId)));
  const all = new Set([cohort.createdBy, ...named.flatMap(({ memberIds }) => memberIds)]);
  for (const memberId of all) await tellPerson(services, memberId, shown, `${key}/${memberId}`);
}

/** Whoever's turn it was, where the talk is; else in private, as soon as they are not in their quiet hours and have not had enough. */
async function tellNudged(
  { services, cohort, request, key, now }: Telling,
  { id, turn }: Extract<HelpEvent, { kind: 'nudged' }>,
): Promise<void> {
  const { help, memberId } = request;
  // A word has come since.
  if (help.nudges === 0 || help.turn !== turn) return;
  if (turn === 'mentors') return reachMentors(services, cohort, [request], { key, now, why: 'silent' });
  const whom = turn === 'asker' ? memberId : help.holder;
  if (whom === null) return;
  const [there] = help.talk === null ? [] : await accountsIn(services.db, help.talk.workspaceId, [whom]);
  const stable = stableKey(request, { id });
  if (there !== undefined && (await sayInTalk(services, help.talk, nudgeView(request, there, help.nudges), stable)))
    return;
  await tellInTime({ services, cohort, request, key, now }, { id }, whom, nudgeView(request, undefined, help.nudges));
}

/** Of what an event brings with it: the same when it is put off. */
function stableKey(request: Pick<HelpRequest, 'id'>, { id }: Pick<HelpEvent, 'id'>): string {
  return `${postKey(request.id)}/e${id}`;
}

/** Somebody who did not ask for it hears of an event once, if they want to, when it is not quiet for them and they have not had enough. */
async function tellInTime(
  { services, cohort, request, now }: Telling,
  { id }: Pick<HelpEvent, 'id'>,
  memberId: string,
  reminder: View,
): Promise<void> {
  const stable = stableKey(request, { id });
  const isWanted = (_: string, { talks }: Wishes) => talks === 'on';
  const { laterAt: dueAt } = await remindEach(services, stable, [{ memberId, reminder }], isWanted, now);
  if (dueAt === undefined) return;
  const key = `${stable}/${dueAt.epochMilliseconds}`;
  const detail = { request: request.id, event: id };
  await recordDelivery(services.db, { key, cohortId: cohort.id, kind: 'help', detail, dueAt });
}

/** Whoever wrote a reply that another mentor said, or solved what was kept, hears that it has helped again. */
async function tellCredited(telling: Telling, event: Extract<HelpEvent, { kind: 'rated' | 'reused' }>): Promise<void> {
  const { services, cohort, request } = telling;
  const { help, memberId } = request;
  if (event.kind === 'reused') {
    if (help.kept === null || help.holder === null || help.holder === event.by || memberId === event.by) return;
    return tellInTime(telling, event, help.holder, keptCreditView(cohort, request));
  }
  if (event.mark === 'not-yet') return;
  const said = help.events.flatMap((one) =>
    one.kind === 'spoke' && one.from != null ? { ...one, from: one.from } : [],
  );
  const authors = await readAuthors(
    services.db,
    said.map(({ from }) => from),
  );
  for (const { from, by, words } of said) {
    const author = authors.get(from);
    if (author === undefined || by === null || author === by || author === memberId) continue;
    const sayer = await getNamed(services.db, by);
    await tellInTime(telling, event, author, replyCreditView(cohort, words ?? '', sayer.name));
  }
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
