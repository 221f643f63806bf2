import type { View } from '../../chat/view.ts';
import type { Context, Route } from '../../context.ts';
import { sessionMinutes } from '../../curriculum/sessions.ts';
import { findAlumniFor } from '../../domain/cohorts/alumni-store.ts';
import { type Cohort, placeOf } from '../../domain/cohorts/cohort.ts';
import { listCohortsOf, listLearnerIds } from '../../domain/cohorts/store.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { NEXT_ROUTE } from '../../domain/onward.ts';
import { drawPicture } from '../../pictures/draw.ts';
import { readLearned } from '../quizzes/learning.ts';
import { listInvestigations } from '../scenarios/store.ts';
import { celebrationBlocks } from './celebration-views.ts';
import { type Celebration, finishedParts, overcomeBeliefs } from './celebrations.ts';
import { findFirstRound, listSessionsTaken, takeCelebration } from './celebrations-store.ts';
import { readStanding } from './standing.ts';
import { standingPicture } from './standing-picture.ts';
import { standingOf } from './views.ts';

/** A route whose private answer may begin with something to celebrate. Never one that marks an answer: this reads much. */
export function celebrating(route: Route): Route {
  if (route.ack === 'modal') return route;
  return {
    ...route,
    async run(input, context) {
      const reply = await route.run(input, context);
      return reply.kind === 'view' && endsWork(reply, route) ? withCelebration(reply, context) : reply;
    },
  };
}

/** Whether an answer leads to what comes next, or is that: no question, and nothing in the middle of an incident. */
function endsWork({ blocks }: View, { name }: Route): boolean {
  const leadsOn = blocks.some(
    (block) => block.kind === 'controls' && block.controls.some(({ action }) => action.route === NEXT_ROUTE),
  );
  return leadsOn || name === NEXT_ROUTE || name === 'progress';
}

async function withCelebration(reply: View, context: Context): Promise<View> {
  const { db, curriculum, asker, now } = context;
  const chosen = await takeCelebration(db, asker.memberId, () => readHappened(context), now);
  if (chosen === undefined) return reply;
  const end = chosen.kind === 'course' ? await readEnd(context, chosen.about) : undefined;
  return { ...reply, blocks: [...celebrationBlocks(chosen, curriculum, end), ...reply.blocks] };
}

async function readHappened(context: Context): Promise<Celebration[]> {
  const { db, curriculum, asker, now } = context;
  const { memberId } = asker;
  const happened = overcomeBeliefs(await readLearned({ db, curriculum }, memberId, now));
  const firstRound = await findFirstRound(db, memberId);
  if (firstRound !== undefined) happened.push({ kind: 'round', about: '', at: firstRound });
  const fixed = (await listInvestigations(db, memberId)).flatMap(({ outcome, closedAt }) =>
    outcome === 'fixed' && closedAt !== null ? [closedAt] : [],
  );
  const [firstFix] = fixed.sort(Temporal.Instant.compare);
  if (firstFix !== undefined) happened.push({ kind: 'incident', about: '', at: firstFix });
  for (const cohort of await listCohortsOf(db, memberId)) happened.push(...(await readFinished(context, cohort)));
  return happened;
}

async function readFinished({ db, curriculum, asker, now }: Context, cohort: Cohort): Promise<Celebration[]> {
  const place = placeOf(await listLearnerIds(db, cohort.id), cohort.capacity, asker.memberId);
  if (place?.kind !== 'in') return [];
  const taken = new Set(await listSessionsTaken(db, cohort.id, asker.memberId));
  const { over } = progressing(await readSlots(db, cohort, curriculum), curriculum, now);
  const walked = over.map(({ session, startsAt }) => ({
    session,
    endedAt: startsAt.add({ minutes: sessionMinutes(curriculum, session) }),
    tookPart: taken.has(session),
  }));
  return finishedParts(cohort.id, walked, curriculum.modules);
}

/** The picture of somebody's way through a course that is over, and the cohort in which it goes on. */
async function readEnd(context: Context, cohortId: string) {
  const { db, asker } = context;
  const alumni = await findAlumniFor(db, cohortId, asker.memberId);
  return { picture: await drawCourse(context, cohortId), alumni };
}

async function drawCourse(context: Context, cohortId: string) {
  const cohorts = await listCohortsOf(context.db, context.asker.memberId);
  const cohort = cohorts.find(({ id }) => id === cohortId);
  const facts = await readStanding({ ...context, cohort }, context.asker.memberId, 'topic');
  return drawPicture(
    standingPicture({ ...standingOf(facts), title: 'Your way through the course' }),
    context.asker.theme,
  );
}
