import type { Services } from '../../context.ts';
import type { Job } from '../../deliveries/job.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { listEnrolled } from '../../domain/cohorts/store.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { findPersonId, getNamed } from '../../domain/people/store.ts';
import { remind } from '../notify/reminding.ts';
import { listHolders, listHoldersOf } from '../staff/holding.ts';
import { listMentors, readOrganisers } from '../staff/store.ts';
import { listSlipping } from './reading.ts';
import { findNudge } from './store.ts';
import { nudgeView, weeklyView } from './views.ts';

/** On Mondays, to mentors and organisers in private: how many learners are slipping. Nothing when nobody is. */
const atRisk: Job<'at-risk'> = async (delivery, cohort, services, now) => {
  const { coming, running } = progressing(
    await readSlots(services.db, cohort, services.curriculum),
    services.curriculum,
    now,
  );
  // Whoever has missed the end can't be kept from it any more.
  if (coming.length === 0 && running === undefined) return { outcome: 'skipped', note: 'the course is over' };
  const slipping = await listSlipping(services, cohort, now);
  if (slipping.length === 0) return { outcome: 'skipped', note: 'nobody is slipping' };
  const people = (await listStaff(services, cohort, now)).map((memberId) => ({
    memberId,
    reminder: weeklyView(cohort, slipping.length),
  }));
  return remind(services, delivery, people, (_, { risk }) => risk === 'on', now);
};

/** Everybody who is there as a mentor or has their role, and the organisers by name or by the role that was named. */
async function listStaff(services: Services, cohort: Cohort, now: Temporal.Instant): Promise<string[]> {
  const { db } = services;
  const enrolled = (await listEnrolled(db, cohort.id)).filter(({ role }) => role === 'mentor');
  const organisers = await Promise.all(
    cohort.homes.map(async ({ workspaceId }) => ({ workspaceId, ...(await readOrganisers(db, workspaceId)) })),
  );
  const named = [
    ...enrolled.map(({ memberId }) => memberId),
    ...(await listMentors(db, cohort.id)),
    ...(await listHoldersOf(services, cohort.homes, now)),
    ...(await listHolders(services, organisers, now)),
    cohort.createdBy,
    ...organisers.flatMap(({ memberIds }) => memberIds),
  ];
  // Somebody can be named before they have used anything, and by any of their accounts.
  const people = await Promise.all(named.map((memberId) => findPersonId(db, memberId)));
  return [...new Set(people.filter((one) => one !== undefined))];
}

const nudge: Job<'nudge'> = async (delivery, cohort, services, now) => {
  const { db, curriculum } = services;
  const kept = await findNudge(db, delivery.detail.nudge);
  if (kept === undefined) return { outcome: 'skipped', note: 'the nudge is gone' };
  const mentor = await getNamed(db, kept.sentBy);
  const people = [{ memberId: kept.memberId, reminder: nudgeView(cohort, kept, { mentor: mentor.name, curriculum }) }];
  return remind(services, delivery, people, (_, { nudges }) => nudges === 'on', now);
};

export const atRiskJobs = { 'at-risk': atRisk, nudge };
