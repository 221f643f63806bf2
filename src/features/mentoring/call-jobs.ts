import type { Services } from '../../context.ts';
import type { Job, JobResult } from '../../deliveries/job.ts';
import { inHomes, postIn, tellPerson } from '../../deliveries/posting.ts';
import { findLastOf, recordDelivery } from '../../deliveries/store.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { readWishes, recordReminder } from '../notify/store.ts';
import { areHoldersKnown, listHoldersOf } from '../staff/holding.ts';
import { type Reach, reachedOf } from './calling.ts';
import { staffHours } from './checks.ts';
import { nextAtWork } from './hours.ts';
import { type KnownMentor, listKnownMentors } from './hours-store.ts';
import { callView, meetView, ownCallView, type Why } from './reaching-views.ts';
import { type HelpRequest, inOrder } from './requests.ts';
import { listOpenRequests } from './store.ts';
import { accountsIn } from './talking.ts';

const NOBODY: JobResult = { outcome: 'skipped', note: 'no question waits of which mentors have not heard' };

/** Mentors hear of what waits: each as they chose, all that came in a rush at once. */
export const call: Job<'help-call'> = async ({ key, detail, dueAt }, cohort, services, now) => {
  const { db } = services;
  const waiting = inOrder((await listOpenRequests(db, cohort.id)).filter(({ help }) => help.state === 'waiting'));
  if (detail.member !== null) {
    const mentors = await listKnownMentors(db, cohort.id, await listHoldersOf(services, cohort.homes, now));
    const own = mentors.find(({ memberId }) => memberId === detail.member);
    if (own === undefined || isPaused(own) || waiting.length === 0) return NOBODY;
    return (await tellMentor(services, cohort, own, waiting, { key, now, why: 'new' }))
      ? { outcome: 'posted' }
      : NOBODY;
  }
  const last = await findLastOf(db, cohort.id, 'help-call', { postedBefore: dueAt });
  const unheard = waiting.filter(
    ({ help }) => last === undefined || Temporal.Instant.compare(help.waitingSince ?? now, last) > 0,
  );
  if (unheard.length === 0) return NOBODY;
  await reachMentors(services, cohort, unheard, { key, now, why: 'new' });
  return { outcome: 'posted' };
};

/** Who takes a pause was promised that nothing waits for them. */
function isPaused({ hours }: KnownMentor): boolean {
  return hours?.isPaused === true;
}

/**
 * Tells the mentors of a cohort of questions, each as they chose; who is not at work hears of it when they begin, and who takes a
 * pause not at all.
 */
export async function reachMentors(
  services: Services,
  cohort: Cohort,
  requests: readonly HelpRequest[],
  { key, now, why }: { key: string; now: Temporal.Instant; why: Why },
): Promise<void> {
  const { db } = services;
  const mentors = await listKnownMentors(db, cohort.id, await listHoldersOf(services, cohort.homes, now));
  const wished = await Promise.all(
    mentors.map(async (mentor) => {
      const reach: Reach = isPaused(mentor) ? 'off' : (await readWishes(db, mentor.memberId)).questions;
      return { ...mentor, reach };
    }),
  );
  // All are tried before a failure is reported: one platform's trouble keeps no mentor of another from hearing of it.
  const failed: unknown[] = [];
  for (const mentor of wished.filter(({ reach }) => reach === 'direct')) {
    const [hours] = staffHours([mentor], cohort.zone);
    const at = hours === undefined ? now : nextAtWork(hours, now);
    if (at === undefined) continue;
    const isAtWork = Temporal.Instant.compare(at, now) <= 0;
    const reached = isAtWork
      ? tellMentor(services, cohort, mentor, requests, { key, now, why })
      : recordOwnCall(services, cohort, mentor, at);
    await reached.catch((error: unknown) => failed.push(error));
  }
  await callInHomes(services, cohort, requests, { wished, key, why });
  if (failed.length > 0) throw failed[0];
}

/**
 * In each home: its role, or those of its people who want to be named. Where nobody is to be named, nothing is said. A role that is
 * named reaches whoever has it, also those whom the bot never saw; where somebody who has it wants no ping, the others are named one
 * by one, as far as the platform says who they are. Where it does not say, the role is named once more and for the last time, to
 * ask whoever was never seen to make themselves known.
 */
async function callInHomes(
  services: Services,
  cohort: Cohort,
  unheard: readonly HelpRequest[],
  { wished, key, why }: { wished: readonly (KnownMentor & { reach: Reach })[]; key: string; why: Why },
): Promise<void> {
  await inHomes(cohort, async (home) => {
    const here = [];
    for (const mentor of wished) {
      const [account] = await accountsIn(services.db, home.workspaceId, [mentor.memberId]);
      if (account !== undefined) here.push({ ...mentor, account });
    }
    const { isRole, pinged } = reachedOf(here, home.mentorRole !== null);
    const named = pinged.map(({ account }) => account);
    if (!isRole && home.mentorRole !== null && !(await areHoldersKnown(services, home))) {
      await postIn(services, cohort, home, meetView(cohort, home), `${cohort.id}/meet-mentors/${home.mentorRole}`);
    }
    if (!isRole && named.length === 0) return;
    await postIn(services, cohort, home, callView(unheard, { cohort, home, pinged: named, isRole, why }), key);
  });
}

/** By direct message; where it is quiet for them, or they had enough for today, they hear of what waits as soon as they may. False where they hear nothing now. */
async function tellMentor(
  services: Services,
  cohort: Cohort,
  { memberId }: KnownMentor,
  requests: readonly HelpRequest[],
  { key, now, why }: { key: string; now: Temporal.Instant; why: Why },
): Promise<boolean> {
  const own = `${key}/${memberId}`;
  const wishes = await readWishes(services.db, memberId);
  if (wishes.questions !== 'direct') return false;
  const laterAt = await recordReminder(services.db, { key: own, memberId }, wishes, now);
  if (laterAt !== undefined) {
    await recordOwnCall(services, cohort, { memberId }, laterAt);
    return false;
  }
  const shown = ownCallView(requests, cohort, why);
  return tellPerson(services, memberId, shown, own);
}

/** Somebody who is not at work, or not to be disturbed, hears of it when they begin, once, with all that waits then. */
async function recordOwnCall(
  { db }: Services,
  cohort: Cohort,
  { memberId }: Pick<KnownMentor, 'memberId'>,
  dueAt: Temporal.Instant,
): Promise<void> {
  const key = `${cohort.id}/call/${memberId}/${dueAt.epochMilliseconds}`;
  await recordDelivery(db, { key, cohortId: cohort.id, kind: 'help-call', detail: { member: memberId }, dueAt });
}
