import type { Job } from '../../deliveries/job.ts';
import { milestoneAt } from '../../deliveries/plan.ts';
import { tellPerson } from '../../deliveries/posting.ts';
import { placeOf } from '../../domain/cohorts/cohort.ts';
import { listEnrolled } from '../../domain/cohorts/store.ts';
import { readSlots } from '../../domain/cohorts/timetable.ts';
import { remind } from '../notify/reminding.ts';
import { seatedView } from './assessment-views.ts';
import { fillSeats } from './seating.ts';
import { findKept, listKept } from './store.ts';
import { choicePromptView, milestoneView, resultNoticeView } from './views.ts';

/** Around the session at which capstones are chosen, in private: to learners who have not. */
const choice: Job<'capstone-choice'> = async (delivery, cohort, services, now) => {
  const { again } = delivery.detail;
  const { db, curriculum } = services;
  const chosen = new Set((await listKept(db, cohort.id)).map(({ learnerId }) => learnerId));
  const learners = (await listEnrolled(db, cohort.id)).filter(({ role }) => role === 'learner');
  const people = learners
    .filter((one) => placeOf(learners, cohort.capacity, one)?.kind === 'in' && !chosen.has(one.memberId))
    .map(({ memberId }) => ({ memberId, reminder: choicePromptView(cohort, curriculum, again) }));
  return remind(services, delivery, people, (_, { course }) => course === 'on', now);
};

/** Two days before a milestone, in private: to those who chose its option, have not delivered it and have not handed in. */
const milestone: Job<'capstone-milestone'> = async (delivery, cohort, services, now) => {
  const { db, curriculum } = services;
  const { detail } = delivery;
  const capstone = curriculum.capstones.find(({ slug }) => slug === detail.capstone);
  const about = capstone?.milestones.find(({ slug }) => slug === detail.milestone);
  const at = about && milestoneAt(about.due, await readSlots(db, cohort, curriculum), cohort.zone);
  if (capstone === undefined || at === undefined) return { outcome: 'skipped', note: 'the milestone is gone' };
  const people = (await listKept(db, cohort.id))
    .filter(({ project }) => project.option === capstone.slug && project.submitted === undefined)
    .filter(({ project }) => !project.delivered.has(detail.milestone))
    .map((kept) => ({
      memberId: kept.learnerId,
      reminder: milestoneView(cohort, kept, capstone, detail.milestone, at),
    }));
  return remind(services, delivery, people, (_, { course }) => course === 'on', now);
};

/** A day after a seat got free: mentors are given what nobody took, and told. */
const seats: Job<'capstone-seats'> = async ({ detail }, cohort, services, now) => {
  const filled = await fillSeats(services.db, cohort, detail.capstone, now);
  return filled > 0 ? { outcome: 'posted' } : { outcome: 'skipped', note: 'no seat is free, or no mentor is left' };
};

/** To a mentor that they sit, or to the learner that the result is there: at any hour, for they are waited for, or wait. */
const told: Job<'capstone-told'> = async ({ key, detail }, cohort, services) => {
  const kept = await findKept(services.db, detail.capstone);
  if (kept === undefined) return { outcome: 'skipped', note: 'it is gone' };
  const shown = detail.what === 'result' ? resultNoticeView(cohort, kept) : seatedView(cohort, kept, detail.to);
  const isTold = await tellPerson(services, detail.to, shown, key);
  return isTold ? { outcome: 'posted' } : { outcome: 'skipped', note: 'they take no direct messages from me' };
};

export const capstoneJobs = {
  'capstone-choice': choice,
  'capstone-milestone': milestone,
  'capstone-seats': seats,
  'capstone-told': told,
};
