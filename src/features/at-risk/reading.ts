import type { Services } from '../../context.ts';
import { type Cohort, placeOf } from '../../domain/cohorts/cohort.ts';
import { type Enrolled, listEnrolled } from '../../domain/cohorts/store.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { listOpenRequests } from '../mentoring/store.ts';
import { listAttendance } from '../sessions/store.ts';
import { type LearnerFacts, type MakeUp, makeUpOf, type Sign, signsOf, weightOf } from './signs.ts';
import { listClosedIncidents, listClosedRounds, listNudged, listOpenRuns, listPlayed, listVerdicts } from './store.ts';

/** A learner who is slipping. */
export interface Slipping {
  learner: Enrolled;
  signs: readonly Sign[];
  makeUp: MakeUp;
  /** When they got a nudge, if that was within a week. */
  nudgedAt: Temporal.Instant | undefined;
}

/** How many answers back the facts go. */
const ANSWERS = 16;

/** The learners of a cohort who are slipping, those who are away from most first. Whoever hides from boards is among them: this is for staff alone. */
export async function listSlipping(
  { db, curriculum }: Pick<Services, 'db' | 'curriculum'>,
  cohort: Cohort,
  now: Temporal.Instant,
): Promise<Slipping[]> {
  const all = (await listEnrolled(db, cohort.id)).filter(({ role }) => role === 'learner');
  const learners = all.filter((learner) => placeOf(all, cohort.capacity, learner)?.kind === 'in');
  const ids = learners.map(({ memberId }) => memberId);
  const { over } = progressing(await readSlots(db, cohort, curriculum), curriculum, now);
  const said = new Map(
    (await listAttendance(db, cohort.id)).map((row) => [`${row.session} ${row.memberId}`, row.said] as const),
  );
  const rounds = await listClosedRounds(db, cohort.id);
  const verdicts = await listVerdicts(db, ids, ANSWERS);
  const runs = await listOpenRuns(db, ids, now);
  const questions = await listOpenRequests(db, cohort.id);
  const nudged = await listNudged(db, ids, now);
  const played = await listPlayed(db, ids);
  const closed = await listClosedIncidents(db, cohort.id);
  // Only what is over for the cohort: before that it is the cohort's incident, which everybody plays then.
  const soloOf = (session: number, own: ReadonlySet<string>) =>
    closed.find((slug) => curriculum.scenarios.get(slug)?.session === session && !own.has(slug));
  const isSince = (at: Temporal.Instant, { joinedAt }: Enrolled) => Temporal.Instant.compare(at, joinedAt) > 0;
  const slipping = learners.flatMap((learner): Slipping[] => {
    const { memberId } = learner;
    const facts: LearnerFacts = {
      sessions: over
        .filter(({ startsAt }) => isSince(startsAt, learner))
        .map(({ session }) => ({ session, isMissed: isMissed(said.get(`${session} ${memberId}`)) })),
      rounds: rounds
        .filter(({ closedAt }) => isSince(closedAt, learner))
        .map(({ session, takers }) => ({ session, isTaken: takers.has(memberId) })),
      answers: verdicts.get(memberId) ?? [],
      open: runs.filter((run) => run.memberId === memberId),
      waitingDays: questions
        .filter(({ memberId: askerId, help }) => askerId === memberId && help.turn !== 'asker')
        // One that was written down first and asked later waits from then on.
        .map(({ help, askedAt }) => (help.askedAt ?? askedAt).until(now).total('hours') / 24),
    };
    const signs = signsOf(facts);
    if (signs.length === 0) return [];
    const makeUp = makeUpOf(facts, (session) => soloOf(session, played.get(memberId) ?? new Set()));
    return [{ learner, signs, makeUp, nudgedAt: nudged.get(memberId) }];
  });
  return slipping.toSorted((one, other) => weightOf(other.signs) - weightOf(one.signs));
}

function isMissed(said: string | undefined): boolean {
  return said === undefined || said === 'coming' || said === 'absent';
}
