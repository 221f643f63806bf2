import type { Job } from '../../deliveries/job.ts';
import { placeOf } from '../../domain/cohorts/cohort.ts';
import { listEnrolled } from '../../domain/cohorts/store.ts';
import { readSlots } from '../../domain/cohorts/timetable.ts';
import { isOver, questionsOf } from '../quizzes/rounds.ts';
import { findRound, listTakers } from '../quizzes/store.ts';
import { listAttendance } from '../sessions/store.ts';
import type { Wishes } from './reminders.ts';
import { remind } from './reminding.ts';
import { roundReminderView, sessionReminderView } from './views.ts';

/** An hour before a session, in private: to those who said they are coming, and those who want to hear of every session. */
const sessionReminder: Job<'session-reminder'> = async (delivery, cohort, services, now) => {
  const { session: number } = delivery;
  const { db, curriculum } = services;
  const session = curriculum.sessions[number - 1];
  const slot = (await readSlots(db, cohort, curriculum))[number - 1];
  if (session === undefined || slot === undefined) throw new Error('the delivery names a session that is not there');
  const enrolled = await listEnrolled(db, cohort.id);
  const learners = enrolled.filter(({ role }) => role === 'learner');
  const present = enrolled.filter((one) => placeOf(learners, cohort.capacity, one)?.kind !== 'waiting');
  const said = new Map(
    (await listAttendance(db, cohort.id))
      .filter((row) => row.session === number)
      .map((row) => [row.memberId, row.said] as const),
  );
  const isWanted = (memberId: string, { sessions }: Wishes) =>
    sessions === 'all' ? said.get(memberId) !== 'excused' : sessions === 'coming' && said.get(memberId) === 'coming';
  const people = present.map(({ memberId }) => ({
    memberId,
    reminder: sessionReminderView(cohort, session, slot, said.get(memberId) === 'coming'),
  }));
  return remind(services, delivery, people, isWanted, now);
};

/** Three hours before a round closes, in private: to those who have begun it and have questions left. */
const roundReminder: Job<'round-reminder'> = async (delivery, cohort, services, now) => {
  const { db, curriculum } = services;
  const round = await findRound(db, delivery.detail.round);
  if (round === undefined || isOver(round, now)) return { outcome: 'skipped', note: 'the round is over' };
  const questions = questionsOf(round, curriculum);
  const people = (await listTakers(db, round, now)).flatMap(({ memberId, answers }) => {
    const left = questions.filter(({ item }) => !answers.has(item.slug)).length;
    return left === 0 ? [] : [{ memberId, reminder: roundReminderView(cohort, round, left) }];
  });
  return remind(services, delivery, people, (_, { rounds }) => rounds === 'on', now);
};

export const notifyJobs = { 'session-reminder': sessionReminder, 'round-reminder': roundReminder };
