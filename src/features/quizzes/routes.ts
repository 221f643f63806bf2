import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { command, join, text, time } from '../../chat/text.ts';
import { paragraph, type View, view } from '../../chat/view.ts';
import { type CohortContext, cohortRoute, type Route } from '../../context.ts';
import { getSessionNumber, sessionOption, suggestSessions } from '../../curriculum/sessions.ts';
import { ROUND_HOURS } from '../../deliveries/plan.ts';
import { channelOf } from '../../domain/cohorts/homes.ts';
import { listLearnerIds } from '../../domain/cohorts/store.ts';
import { idFrom } from '../../domain/ids.ts';
import { listNamed } from '../../domain/people/store.ts';
import { roundInput } from './answering.ts';
import { readHeld } from './holding.ts';
import { chooseItems, openRound } from './opening.ts';
import { practiceRoutes } from './practice-routes.ts';
import { postedView, resultsView, roundChoice, runningView } from './result-views.ts';
import { roundRoutes } from './round-routes.ts';
import { isOver, questionsOf, type Round, type Taker } from './rounds.ts';
import { countProgress, listRounds, listTakers } from './store.ts';

const post = cohortRoute({
  name: 'quiz post',
  ends: true,
  summary: 'Open a round for the cohort now, for 24 hours',
  ack: 'private',
  who: 'mentor',
  did: 'opened a round',
  spends: 'round',
  input: z.object({ session: sessionOption('The session it is about, 1-12') }),
  complete: { session: (typed, { curriculum }) => suggestSessions(typed, curriculum) },
  async run({ session: called }, context) {
    const { cohort, curriculum, asker, eventKey, now } = context;
    if (cohort.status !== 'active') {
      throw new Refused(text`**${cohort.name}** is ${cohort.status}: rounds are opened in active cohorts only.`);
    }
    const session = getSessionNumber(curriculum, called);
    const items = await chooseItems(context, cohort, session);
    if (items.length === 0) {
      throw new Refused(text`There are no questions for session ${session} or the sessions before it yet.`);
    }
    const closesAt = now.add({ hours: ROUND_HOURS });
    const plan = { roundId: idFrom(eventKey), now, closesAt, items, openedBy: asker.memberId };
    const { outcome, round } = await openRound(context, cohort, session, plan);
    if (outcome === 'open-already') {
      const until = round.closesAt === null ? text`` : text` until ${time(round.closesAt)}`;
      throw new Refused(text`A round of session ${session} is open${until}. You can post another one after that.`);
    }
    return postedView(cohort, round, questionsOf(round, curriculum).length, join(cohort.homes.map(channelOf), ' and '));
  },
});

const results = cohortRoute({
  name: 'quiz results',
  summary: 'How a round went: each question, its distractors, who took part',
  ack: 'private',
  who: 'mentor',
  did: null,
  input: z.object({
    session: sessionOption('The session of the round; the newest if left out').optional(),
  }),
  complete: { session: (typed, { curriculum }) => suggestSessions(typed, curriculum) },
  async run({ session: called }, context) {
    const session = called === undefined ? undefined : getSessionNumber(context.curriculum, called);
    const rounds = await listRounds(context.db, context.cohort.id);
    const newest = rounds.find((round) => session === undefined || round.session === session);
    if (newest !== undefined) return resultsOf(newest, rounds, context);
    return view(
      session === undefined || rounds.length === 0
        ? paragraph`There has been no round in **${context.cohort.name}** yet. The first opens when session 1 is over, or with ${POST}.`
        : paragraph`There has been no round of session ${session} yet. Open one with ${POST}.`,
    );
  },
});

const POST = command('quiz post');

const show = cohortRoute({
  name: 'results.show',
  ack: 'update',
  who: 'mentor',
  did: null,
  input: roundInput,
  async run({ round: roundId }, context) {
    const rounds = await listRounds(context.db, context.cohort.id);
    const chosen = rounds.find((round) => round.id === roundId);
    if (chosen === undefined) throw new Refused(text`That round is not one of **${context.cohort.name}**.`);
    return resultsOf(chosen, rounds, context);
  },
});

async function resultsOf(round: Round, rounds: readonly Round[], context: CohortContext): Promise<View> {
  const { db, cohort, curriculum, now } = context;
  const questions = questionsOf(round, curriculum);
  const choice = roundChoice(cohort, rounds, round);
  if (isOver(round, now)) {
    const takers = await listTakers(db, round, now);
    const about = { curriculum, held: await readHeld(context), missing: await listMissing(context, takers) };
    return resultsView(round, questions, takers, about, choice);
  }
  const items = questions.map(({ item }) => item.slug);
  return runningView(round, await countProgress(db, round, items, now), choice);
}

/** Who has a place and took no part, by name. */
async function listMissing({ db, cohort }: CohortContext, takers: readonly Taker[]): Promise<string[]> {
  const placed = (await listLearnerIds(db, cohort.id)).slice(0, cohort.capacity ?? undefined);
  const took = new Set(takers.map(({ memberId }) => memberId));
  const named = await listNamed(
    db,
    placed.filter((memberId) => !took.has(memberId)),
  );
  return named.map(({ name }) => name).toSorted((one, other) => one.localeCompare(other, 'en'));
}

export const quizRoutes: readonly Route[] = [...practiceRoutes, ...roundRoutes, post, results, show];
