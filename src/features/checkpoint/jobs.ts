import type { Job } from '../../deliveries/job.ts';
import { tellPerson } from '../../deliveries/posting.ts';
import { placeOf } from '../../domain/cohorts/cohort.ts';
import { listEnrolled } from '../../domain/cohorts/store.ts';
import { remind } from '../notify/reminding.ts';
import { listHoldersOf } from '../staff/holding.ts';
import { listMentors } from '../staff/store.ts';
import { areasOfModule } from './areas.ts';
import { waitingNoticeView } from './mentor-views.ts';
import { standingOf } from './standing.ts';
import { findRequest, listRequests, listWaiting } from './store.ts';
import { promptView, toldView } from './views.ts';

/** At the end of a module, to each learner in private: the checkpoints that it prepares for, those left out that they have or wait for. */
const prompt: Job<'checkpoint-prompt'> = async (delivery, cohort, services, now) => {
  const { session } = delivery;
  const { db, curriculum } = services;
  const module = curriculum.modules.find(({ sessions }) => sessions.includes(session));
  if (module === undefined) return { outcome: 'skipped', note: 'the session is of no module' };
  const areas = areasOfModule(module.sessions, curriculum);
  const learners = (await listEnrolled(db, cohort.id)).filter(({ role }) => role === 'learner');
  const present = learners.filter((one) => placeOf(learners, cohort.capacity, one)?.kind === 'in');
  const people = [];
  for (const { memberId } of present) {
    const requests = await listRequests(db, memberId);
    const done = new Set(requests.filter(({ standing }) => isLive(standing)).map(({ area }) => area));
    const left = areas.filter(({ slug }) => !done.has(slug));
    if (left.length > 0) people.push({ memberId, reminder: promptView(cohort, module, left) });
  }
  return remind(services, delivery, people, (_, { course }) => course === 'on', now);
};

function isLive({ ended }: { ended: { as: string } | undefined }): boolean {
  return ended === undefined || ended.as === 'signed-off';
}

/** To the mentors in private, in the morning, if anything waits that nobody has. */
const waiting: Job<'checkpoint-waiting'> = async (delivery, cohort, services, now) => {
  const { db } = services;
  const free = (await listWaiting(db, cohort.id)).filter(({ standing }) => standing.holder === undefined);
  if (free.length === 0) return { outcome: 'skipped', note: 'nothing waits' };
  const staff = (await listEnrolled(db, cohort.id)).filter(({ role }) => role === 'mentor');
  const holders = await listHoldersOf(services, cohort.homes, now);
  const all = new Set([...staff.map(({ memberId }) => memberId), ...(await listMentors(db, cohort.id)), ...holders]);
  const people = [...all].map((memberId) => ({ memberId, reminder: waitingNoticeView(cohort, free.length) }));
  return remind(services, delivery, people, (_, { course }) => course === 'on', now);
};

/** To the learner, or to the mentor who has it, what the other one said. They asked for it, so it is told at any hour. */
const told: Job<'checkpoint-told'> = async ({ key, detail }, cohort, services) => {
  const request = await findRequest(services.db, detail.request);
  const entry = request?.entries.find(({ id }) => id === detail.entry);
  if (request === undefined || entry === undefined) return { outcome: 'skipped', note: 'it is gone' };
  const isLearners = entry.memberId === request.learnerId;
  // Whoever had it when it was said: a mentor who took it later has seen it.
  const { holder } = standingOf(request.entries.filter(({ id }) => id <= entry.id));
  const to = isLearners ? holder?.memberId : request.learnerId;
  if (to === undefined) return { outcome: 'skipped', note: 'no mentor has it' };
  const isTold = await tellPerson(services, to, toldView(cohort, request, entry, services.curriculum), key);
  return isTold ? { outcome: 'posted' } : { outcome: 'skipped', note: 'they take no direct messages from me' };
};

export const checkpointJobs = { 'checkpoint-prompt': prompt, 'checkpoint-waiting': waiting, 'checkpoint-told': told };
