import type { Services } from '../../context.ts';
import type { Db } from '../../database/client.ts';
import { morningAfter } from '../../deliveries/mornings.ts';
import { type Cohort, placeOf } from '../../domain/cohorts/cohort.ts';
import { type Enrolled, listEnrolled, readPairSize } from '../../domain/cohorts/store.ts';
import { readSlots } from '../../domain/cohorts/timetable.ts';
import { idFrom } from '../../domain/ids.ts';
import { candidatesFor } from './candidates.ts';
import { matchPeople, reasonFor } from './matching.ts';
import { moduleOf } from './modules.ts';
import { type Drawing, type Drawn, listPast, type PairRound, recordDraw } from './store.ts';
import { readKnown } from './wishes-store.ts';

/** The id of the pairs of the module that a session opens. */
export function pairRoundId(cohortId: string, session: number): string {
  return idFrom(`${cohortId}/pairs/${session}`);
}

/** Draws the pairs of a module, to be told in the next morning; `again` is the organiser's event that draws them once more. */
export async function drawPairs(
  { db }: Pick<Services, 'db'>,
  cohort: Cohort,
  session: number,
  now: Temporal.Instant,
  again?: { memberId: string; eventKey: string },
): Promise<Drawing> {
  const id = pairRoundId(cohort.id, session);
  const tellAt = morningAfter(now, cohort.zone, 1);
  const round = { id, cohortId: cohort.id, session, drawnAt: now, tellAt };
  return recordDraw(db, round, again, (tx, draw) => matchNow(tx, cohort, `${id}/${draw}`, tellAt));
}

async function matchNow(tx: Db, cohort: Cohort, seed: string, tellAt: Temporal.Instant): Promise<Drawn[]> {
  const learners = await listPlaced(tx, cohort);
  const known = await readKnown(
    tx,
    learners.map(({ memberId }) => memberId),
  );
  const people = candidatesFor(learners, known, tellAt.toZonedDateTimeISO(cohort.zone).toPlainDate());
  const past = await listPast(tx, cohort.id);
  const size = await readPairSize(tx, cohort.id);
  if (size === null) return [];
  const groups = matchPeople({ people, past, size, seed });
  return groups.map((group) => ({ ...group, reason: reasonFor(group, people, past) }));
}

/** The learners who have a place. */
async function listPlaced(db: Db, cohort: Cohort): Promise<Enrolled[]> {
  const learners = (await listEnrolled(db, cohort.id)).filter(({ role }) => role === 'learner');
  return learners.filter((learner) => placeOf(learners, cohort.capacity, learner)?.kind === 'in');
}

/** What the views of a round need to know beside its groups. */
export interface AboutRound {
  cohort: Cohort;
  round: PairRound;
  module: string;
  /** The session by which they might meet: the one after the one that opens the module. */
  before: { title: string; startsAt: Temporal.Instant } | undefined;
}

export async function aboutOf(
  { db, curriculum }: Pick<Services, 'db' | 'curriculum'>,
  cohort: Cohort,
  round: PairRound,
): Promise<AboutRound> {
  const next = (await readSlots(db, cohort, curriculum))[round.session];
  const title = curriculum.sessions[round.session]?.title;
  const before = next === undefined || title === undefined ? undefined : { title, startsAt: next.startsAt };
  return { cohort, round, module: moduleOf(curriculum, round.session), before };
}
