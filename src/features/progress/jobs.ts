import type { Job } from '../../deliveries/job.ts';
import { postHome, resultOf } from '../../deliveries/posting.ts';
import { findAlumniFor } from '../../domain/cohorts/alumni-store.ts';
import { placeOf } from '../../domain/cohorts/cohort.ts';
import { listEnrolled } from '../../domain/cohorts/store.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { drawPicture } from '../../pictures/draw.ts';
import { listSignOffs } from '../checkpoint/store.ts';
import { remind } from '../notify/reminding.ts';
import { readLearned } from '../quizzes/learning.ts';
import { readScenarioRecord } from '../scenarios/store.ts';
import { rankEntries, weekOf } from './boards.ts';
import { farewellView } from './farewell-views.ts';
import { growthBy } from './growth.ts';
import { listEntries, readRecord } from './store.ts';
import { digestPicture, digestView } from './views.ts';

/** Monday's digest looks back at the week before. */
const digest: Job<'digest'> = async ({ key, dueAt }, cohort, { db, curriculum, mail }, now) => {
  const lastWeek = weekOf(dueAt, cohort.zone, 1);
  const week = rankEntries(await listEntries(db, cohort.id, 'learners', lastWeek));
  const overall = rankEntries(await listEntries(db, cohort.id, 'learners'));
  const { over, coming } = progressing(await readSlots(db, cohort, curriculum), curriculum, now);
  const active = week.filter(({ points }) => points > 0).length;
  const facts = { cohort, curriculum, week, overall, held: over.length, coming, active };
  const drawing = digestPicture(facts);
  const view = digestView(facts, drawing === undefined ? undefined : await drawPicture(drawing));
  return resultOf(await postHome({ mail }, cohort, view, key));
};

/** To everybody who has a place as a learner, once the course is over: what they did, and what can come next. */
const farewell: Job<'farewell'> = async (delivery, cohort, services, now) => {
  const { db, curriculum } = services;
  const learners = (await listEnrolled(db, cohort.id)).filter(({ role }) => role === 'learner');
  const people = [];
  for (const learner of learners) {
    const { memberId } = learner;
    if (placeOf(learners, cohort.capacity, learner)?.kind !== 'in') continue;
    const learned = await readLearned(services, memberId, now);
    const counted = learned.map(({ item, right }) => ({ item: item.slug, right })).reverse();
    const facts = {
      questions: new Set(counted.map(({ item }) => item)).size,
      grown: growthBy('area', counted, curriculum),
      attended: await readRecord(db, cohort.id, memberId),
      sessions: curriculum.sessions.length,
      scenarios: await readScenarioRecord(db, memberId),
      signOffs: (await listSignOffs(db, memberId)).length,
    };
    people.push({ memberId, reminder: farewellView(cohort, facts, await findAlumniFor(db, cohort.id, memberId)) });
  }
  return remind(services, delivery, people, (_, { course }) => course === 'on', now);
};

export const progressJobs = { digest, farewell };
