import type { Services } from '../../context.ts';
import type { DeliveryOf, Job } from '../../deliveries/job.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { parseMemberId } from '../../domain/people/ids.ts';
import { type Reminded, remind } from '../notify/reminding.ts';
import { readAllWishes } from '../notify/store.ts';
import { heldItems } from '../quizzes/held.ts';
import { readItemsNear } from '../quizzes/held-store.ts';
import { readLearned } from '../quizzes/learning.ts';
import { placeAmong, questionsOf } from '../quizzes/rounds.ts';
import { findRound, listTakers } from '../quizzes/store.ts';
import { findIncident, listLogs } from '../scenarios/incidents/store.ts';
import { readToday } from './gathering.ts';
import { incidentResultView, roundResultView } from './result-views.ts';
import { listCards } from './store.ts';

/** After a round or an incident has closed, in private: to those who took part and want it, all that came of it in one message. */
const result: Job<'result'> = async (delivery, cohort, services, now) => {
  const { of } = delivery.detail;
  const people = await (of === 'round' ? readRoundResults : readIncidentResults)(delivery, cohort, services, now);
  return remind(services, delivery, people, (_, { results }) => results === 'on', now);
};

async function readRoundResults(
  { detail }: DeliveryOf<'result'>,
  cohort: Cohort,
  services: Services,
  now: Temporal.Instant,
): Promise<Reminded[]> {
  const { db, curriculum } = services;
  const round = await findRound(db, detail.id);
  if (round === undefined || round.closedAt === null) return [];
  const { closedAt } = round;
  const questions = questionsOf(round, curriculum);
  const takers = await listTakers(db, round, now);
  const wanting = await listWanting(services, takers);
  const [next] = progressing(await readSlots(db, cohort, curriculum), curriculum, now).coming;
  const people: Reminded[] = [];
  for (const taker of takers.filter(({ memberId }) => wanting.has(memberId))) {
    const { memberId } = taker;
    const { workspaceId } = parseMemberId(memberId);
    const held = heldItems(await readItemsNear(db, { memberId, workspaceId }, now), curriculum);
    const learned = (await readLearned(services, memberId, now)).filter((one) => one.round === round.id);
    // Makes the cards of what was missed, where nobody has looked yet.
    await readToday(services, memberId, now);
    const missed = new Set(learned.flatMap(({ right, item, beliefs }) => (right ? [] : [item.slug, ...beliefs])));
    const made = (await listCards(db, memberId)).filter(
      ({ subject, madeAt }) => missed.has(subject) && Temporal.Instant.compare(madeAt, closedAt) >= 0,
    );
    const reminder = roundResultView(cohort, round, {
      right: learned.filter(({ right }) => right).length,
      of: questions.filter(({ item }) => !held.has(item.slug)).length,
      place: placeAmong(taker, takers, questions),
      cards: made.length,
      next,
    });
    people.push({ memberId, reminder });
  }
  return people;
}

async function readIncidentResults(
  { detail }: DeliveryOf<'result'>,
  cohort: Cohort,
  { db, curriculum }: Services,
  now: Temporal.Instant,
): Promise<Reminded[]> {
  const incident = await findIncident(db, detail.id);
  const scenario = incident === undefined ? undefined : curriculum.scenarios.get(incident.scenario);
  if (incident === undefined || scenario === undefined) return [];
  const [next] = progressing(await readSlots(db, cohort, curriculum), curriculum, now).coming;
  const logs = (await listLogs(db, incident.id)).filter(({ moves }) => moves.some(({ move }) => move.kind !== 'role'));
  return logs.flatMap(({ row, people }) =>
    people.map(({ memberId }) => {
      const reminder = incidentResultView(cohort, incident, { scenario, row, next });
      return { memberId, reminder };
    }),
  );
}

/** Those of these people who want their results: for the others nothing is read. */
async function listWanting({ db }: Services, people: readonly { memberId: string }[]): Promise<Set<string>> {
  const wishes = await readAllWishes(
    db,
    people.map(({ memberId }) => memberId),
  );
  return new Set([...wishes].flatMap(([memberId, { results }]) => (results === 'on' ? [memberId] : [])));
}

export const reviewJobs = { result };
