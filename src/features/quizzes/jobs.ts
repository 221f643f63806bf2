import type { Services } from '../../context.ts';
import type { Job } from '../../deliveries/job.ts';
import { ROUND_HOURS } from '../../deliveries/plan.ts';
import { aloud, editHome, editHomeAloud, inHomes, postIn, resultOf } from '../../deliveries/posting.ts';
import { recordDelivery } from '../../deliveries/store.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { keyAt } from '../../domain/cohorts/homes.ts';
import { findCohort, listLearnerIds } from '../../domain/cohorts/store.ts';
import { idFrom } from '../../domain/ids.ts';
import { heldItems } from './held.ts';
import { readItemsAround } from './held-store.ts';
import { chooseItems, openRound, postKey } from './opening.ts';
import { closedView, openView, outcomeView } from './round-views.ts';
import { questionsOf, type Round } from './rounds.ts';
import {
  countProgress,
  findRound,
  listOpenRounds,
  listTakers,
  recordClosed,
  recordRoundPoints,
  recordShown,
} from './store.ts';

/** Opens the round of a session that is over. */
const round: Job<'round'> = async ({ key, session }, cohort, services, now) => {
  const items = await chooseItems(services, cohort, session);
  if (items.length === 0) {
    return { outcome: 'skipped', note: `there are no questions for session ${session} or before it yet` };
  }
  const closesAt = now.add({ hours: ROUND_HOURS });
  const opening = await openRound(services, cohort, session, { roundId: idFrom(key), now, closesAt, items });
  return opening.outcome === 'opened'
    ? { outcome: 'posted' }
    : { outcome: 'skipped', note: `a mentor has opened a round of session ${session} already` };
};

/**
 * Closes a round: no more answers, then the points, then the results as a new message; the old one only says closed. Each step may be done already; the
 * answers can't change any more, so doing it again gives the same.
 */
const close: Job<'close'> = async ({ detail }, cohort, services, now) => {
  const closed = await recordClosed(services.db, detail.round, now);
  if (closed === undefined) return { outcome: 'skipped', note: 'the round is gone' };
  const { db, mail, curriculum } = services;
  const { closedAt } = closed;
  if (closedAt === null) throw new Error('a round was not closed');
  const questions = questionsOf(closed, curriculum);
  const takers = await listTakers(db, closed, now);
  await recordRoundPoints(db, { ...closed, cohortId: cohort.id, closedAt }, takers, questions);
  const held = heldItems(await readItemsAround(db, cohort.id, now), curriculum);
  const outcome = outcomeView(closed, questions, takers, { learners: await countPlaced(db, cohort), held, curriculum });
  const shown = await inHomes(cohort, async (home) => {
    await mail.edit(keyAt(postKey(closed), cohort, home), closedView(closed));
    // Nobody is pinged for nothing.
    if (takers.length > 0) await postIn({ mail }, cohort, home, aloud(outcome, home), `${postKey(closed)}/results`);
  });
  if (takers.length > 0) {
    const detail = { of: 'round', id: closed.id } as const;
    await recordDelivery(db, {
      key: `round/${closed.id}/told`,
      cohortId: cohort.id,
      kind: 'result',
      detail,
      dueAt: now,
    });
  }
  return resultOf(shown);
};

export const quizJobs = { round, close };

/** How many learners have a place. */
async function countPlaced(db: Services['db'], { id, capacity }: Cohort): Promise<number> {
  return Math.min((await listLearnerIds(db, id)).length, capacity ?? Number.POSITIVE_INFINITY);
}

/**
 * Brings the count in each open round's message up to date. It only edits; called every few seconds, it asks one question
 * when no round is open.
 */
export async function refreshRounds(services: Services, now: Temporal.Instant): Promise<void> {
  const open = await listOpenRounds(services.db, now);
  const results = await Promise.allSettled(open.map((running) => refreshRound(services, running, now)));
  const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  // One channel that can't be reached must not keep the others waiting.
  if (failed.length > 0) throw new AggregateError(failed, 'rounds could not be refreshed');
}

async function refreshRound({ db, mail, curriculum }: Services, running: Round, now: Temporal.Instant): Promise<void> {
  const questions = questionsOf(running, curriculum);
  const items = questions.map(({ item }) => item.slug);
  const { finished } = await countProgress(db, running, items, now);
  if (finished === running.shownFinished || running.cohortId === null) return;
  const cohort = await findCohort(db, running.cohortId);
  if (cohort === undefined) return;
  await editHomeAloud(
    { mail },
    cohort,
    openView(running, questions, { finished, learners: await countPlaced(db, cohort) }),
    postKey(running),
  );
  if (await recordShown(db, running.id, finished)) return;
  // It was closed meanwhile, and this edit may have come after the one with the results.
  const closed = await findRound(db, running.id);
  if (closed === undefined) return;
  await editHome({ mail }, cohort, closedView(closed), postKey(running));
}
