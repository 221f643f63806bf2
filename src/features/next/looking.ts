import type { Context } from '../../context.ts';
import { sessionMinutes, sessionTitle } from '../../curriculum/sessions.ts';
import { findTrouble } from '../../deliveries/troubles-store.ts';
import { type Cohort, placeOf } from '../../domain/cohorts/cohort.ts';
import { homeIn } from '../../domain/cohorts/homes.ts';
import { listCohorts, listCohortsOf, listLearnerIds } from '../../domain/cohorts/store.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { memberIdOf } from '../../domain/people/ids.ts';
import { findTrack } from '../../domain/tracks/store.ts';
import { weighingBy } from '../../domain/tracks/weighing.ts';
import { listWaiting } from '../checkpoint/store.ts';
import { listOpenRequests } from '../mentoring/store.ts';
import { findTaking } from '../quizzes/answer-store.ts';
import { readHeld } from '../quizzes/holding.ts';
import { standingsOf, strengthsOf } from '../quizzes/learned.ts';
import { readLearned } from '../quizzes/learning.ts';
import { countingAnswers, isOver, nextQuestion, questionsOf } from '../quizzes/rounds.ts';
import { listHalfPractised, listRounds } from '../quizzes/store.ts';
import { readToday } from '../review/gathering.ts';
import { readStanding as readRoadmap } from '../roadmap/reading.ts';
import { findOwnRun, listOpenIncidents } from '../scenarios/incidents/store.ts';
import { isClosed } from '../scenarios/investigation.ts';
import { findPlayed, listInvestigations } from '../scenarios/store.ts';
import { currentOf, finishedOf } from '../selftest/standing.ts';
import { listTaken } from '../selftest/store.ts';
import { isPreworkDone, listAttendance } from '../sessions/store.ts';
import { listMentors } from '../staff/store.ts';
import { assessmentThings, capstoneThings, fromCheckpoints, fromPostMortems, pairThings } from './commitments.ts';
import { countFailed } from './store.ts';
import { inOrder, isBefore, type Place, type Thing, type Whose } from './things.ts';

/** Where things to do come from; each feature that has some is one of these. */
interface Source {
  /** What it has at best. */
  best: Place;
  find(context: Context): Promise<readonly Thing[]>;
}

/** Everything that the asker could do now, the one next thing first. */
export async function readThings(context: Context): Promise<Thing[]> {
  const found: Thing[] = [];
  // One after the other: a person waits for one answer, and the pool has others to serve.
  for (const { find } of SOURCES) found.push(...(await find(context)));
  return inOrder(found, context.now);
}

/** Only the first of them that is wanted. Sources that have nothing to come before what is found are not asked. */
export async function findNext(context: Context, isWanted: (thing: Thing) => boolean): Promise<Thing | undefined> {
  const found: Thing[] = [];
  for (const { best, find } of SOURCES) {
    if (isBefore(found, best, context.now)) break;
    found.push(...(await find(context)).filter(isWanted));
  }
  return inOrder(found, context.now)[0];
}

/** What comes first at best is asked first. */
const SOURCES: readonly Source[] = [
  { best: 'present', find: fromCohorts },
  { best: 'mend', find: fromOrganising },
  { best: 'closing', find: fromInvestigations },
  { best: 'answering', find: fromMentoring },
  { best: 'asked', find: fromCheckpoints },
  { best: 'post-mortem', find: fromPostMortems },
  { best: 'review', find: fromReview },
  { best: 'selftest begun', find: fromSelftest },
  { best: 'set', find: fromHalf },
  { best: 'stage', find: fromRoadmap },
  { best: 'practise', find: fromPractice },
];

function whose({ id, name }: Cohort): Whose {
  return { id, name };
}

/** What the calendar of the asker's cohorts has open for a learner; with none, the cohorts that can be joined. */
async function fromCohorts(context: Context): Promise<Thing[]> {
  const { db, asker, workspaceId } = context;
  const own = await listCohortsOf(db, asker.memberId);
  if (own.length === 0 && !asker.mentor && !asker.organiser) {
    const active = (await listCohorts(db, workspaceId)).filter(({ status }) => status === 'active');
    return active.length === 0 ? [] : [{ kind: 'join', cohorts: active.length }];
  }
  const things: Thing[] = [];
  for (const cohort of own) {
    if (cohort.status !== 'active') continue;
    const place = placeOf(await listLearnerIds(db, cohort.id), cohort.capacity, asker.memberId);
    if (place?.kind !== 'in') continue;
    const whoseIt = whose(cohort);
    things.push(...(await sessionThings(cohort, context)), ...(await openThings(cohort, context)));
    things.push(...(await pairThings(cohort, whoseIt, context)), ...(await capstoneThings(cohort, whoseIt, context)));
  }
  return things;
}

/** A place is confirmed, and pre-work read, in the days before a session. */
const CONFIRM_HOURS = 48;

const PREWORK_HOURS = 72;

async function sessionThings(cohort: Cohort, context: Context): Promise<Thing[]> {
  const { db, curriculum, asker, now } = context;
  const { running, coming } = progressing(await readSlots(db, cohort, curriculum), curriculum, now);
  const said = (await listAttendance(db, cohort.id)).filter(({ memberId }) => memberId === asker.memberId);
  const whoseIt = whose(cohort);
  const things: Thing[] = [];
  if (
    running !== undefined &&
    !said.some(({ session, said: what }) => session === running.session && what === 'present')
  ) {
    const { session, startsAt } = running;
    const endsAt = startsAt.add({ minutes: sessionMinutes(curriculum, session) });
    things.push({ kind: 'present', cohort: whoseIt, session, title: sessionTitle(curriculum, session), endsAt });
  }
  const [next] = coming;
  if (next === undefined) return things;
  const { session, startsAt } = next;
  const isWithin = (hours: number) => Temporal.Instant.compare(startsAt, now.add({ hours })) <= 0;
  const about = { cohort: whoseIt, session, title: sessionTitle(curriculum, session), startsAt };
  const answer = said.find((one) => one.session === session)?.said;
  if (answer === undefined && isWithin(CONFIRM_HOURS)) things.push({ kind: 'confirm', ...about });
  const minutes = (curriculum.sessions[session - 1]?.prework ?? []).reduce((sum, step) => sum + step.minutes, 0);
  const isToDo = answer !== 'excused' && minutes > 0 && isWithin(PREWORK_HOURS);
  if (isToDo && !(await isPreworkDone(db, asker.memberId, session))) {
    things.push({ kind: 'prework', ...about, minutes });
  }
  return things;
}

async function openThings(cohort: Cohort, context: Context): Promise<Thing[]> {
  const { db, curriculum, asker, workspaceId, now } = context;
  const whoseIt = whose(cohort);
  const isHere = homeIn(cohort, workspaceId) !== undefined;
  const things: Thing[] = [];
  for (const round of await listRounds(db, cohort.id)) {
    if (isOver(round, now) || round.closesAt === null) continue;
    const questions = questionsOf(round, curriculum);
    const given = countingAnswers((await findTaking(db, round.id, asker.memberId))?.answers ?? [], 'cohort');
    const left = questions.filter(({ item }) => !given.has(item.slug)).length;
    const { id, session, closesAt } = round;
    if (left > 0)
      things.push({ kind: 'round', cohort: whoseIt, round: id, session, of: questions.length, left, closesAt });
  }
  for (const { id, scenario, closesAt } of await listOpenIncidents(db, cohort.id, now)) {
    const title = curriculum.scenarios.get(scenario)?.title;
    const isMine = (await findOwnRun(db, id, asker.memberId)) !== undefined;
    const isKnown = (await listInvestigations(db, asker.memberId)).some((run) => run.scenario === scenario);
    if (title === undefined || isMine || isKnown) continue;
    if ((await findPlayed(db, { id, scenario }, asker.memberId)) === undefined)
      things.push({ kind: 'incident', cohort: whoseIt, incident: id, title, isHere, closesAt });
  }
  return things;
}

/** The questions and checkpoints that wait for the asker as a mentor, by the rights that they have in the workspace they ask in. */
async function fromMentoring(context: Context): Promise<Thing[]> {
  const { db, asker, workspaceId, event } = context;
  if (!asker.mentor) return [];
  const accounts = [asker.memberId, memberIdOf(workspaceId, event.person.id)];
  const things: Thing[] = [];
  for (const cohort of await listCohorts(db, workspaceId)) {
    const role = homeIn(cohort, workspaceId)?.mentorRole ?? null;
    const isMentor =
      (role !== null && event.person.roles.includes(role)) ||
      (await listMentors(db, cohort.id)).some((id) => accounts.includes(id));
    if (!isMentor) continue;
    const open = await listOpenRequests(db, cohort.id);
    // Where a mentor has answered, it is the asker who has to say something.
    const taken = open.filter(({ help }) => help.holder === asker.memberId && help.turn !== 'asker');
    const waiting = open.filter(({ help }) => help.state === 'waiting');
    const [mine, first] = [taken[0], waiting[0]];
    const about = { cohort: whose(cohort) };
    if (mine !== undefined) things.push({ kind: 'answering', ...about, taken: taken.length, asker: mine.asker });
    if (first !== undefined)
      things.push({ kind: 'questions', ...about, waiting: waiting.length, since: first.askedAt });
    things.push(...(await checkpointThings(cohort, context)));
    things.push(...(await assessmentThings(cohort, about.cohort, context)));
  }
  return things;
}

/** The checkpoints whose turn it is for a mentor: those that nobody holds, and the asker's own. */
async function checkpointThings(cohort: Cohort, context: Context): Promise<Thing[]> {
  const { db, asker } = context;
  const waiting = (await listWaiting(db, cohort.id)).filter(({ standing: { turn, holder } }) => {
    return turn === 'mentors' && (holder === undefined || holder.memberId === asker.memberId);
  });
  const [first] = waiting;
  if (first === undefined) return [];
  return [{ kind: 'checkpoints', cohort: whose(cohort), waiting: waiting.length, since: first.standing.since }];
}

/** A post that was given up longer ago than this helps nobody any more. */
const FAILED_DAYS = 7;

/** What only an organiser can mend. */
async function fromOrganising(context: Context): Promise<Thing[]> {
  const { db, asker, workspaceId, now } = context;
  if (!asker.organiser) return [];
  const since = now.subtract({ hours: FAILED_DAYS * 24 });
  const things: Thing[] = [];
  for (const cohort of await listCohorts(db, workspaceId)) {
    const failed = await countFailed(db, cohort.id, since);
    const isTroubled = (await findTrouble(db, cohort.id)) !== undefined;
    if (failed > 0 || isTroubled) things.push({ kind: 'mend', cohort: whose(cohort), failed, isTroubled });
  }
  return things;
}

/** Investigations that were begun, of an incident or of one's own. */
async function fromInvestigations({ db, asker, curriculum, now }: Context): Promise<Thing[]> {
  return (await listInvestigations(db, asker.memberId)).flatMap((run): Thing[] => {
    const title = curriculum.scenarios.get(run.scenario)?.title;
    if (title === undefined || isClosed(run, now)) return [];
    return [{ kind: 'investigation', run: run.id, of: run.kind, title, closesAt: run.closesAt }];
  });
}

/** The cards that are due today, as many as the asker wants a day. */
async function fromReview(context: Context): Promise<Thing[]> {
  const { cards } = await readToday(context, context.asker.memberId, context.now);
  return cards.length === 0 ? [] : [{ kind: 'review', due: cards.length }];
}

/** What this month of their roadmap asks for; or, after a self-test, that one can be laid. */
async function fromRoadmap(context: Context): Promise<Thing[]> {
  const { db, asker, now } = context;
  const standing = await readRoadmap(context, asker.memberId, now);
  if (standing === undefined) {
    return finishedOf(await listTaken(db, asker.memberId)).length === 0 ? [] : [{ kind: 'lay' }];
  }
  const { months, current, progress } = standing;
  const month = months.find((one) => one.month === current);
  const open = (month?.stages ?? []).filter(({ stage }) => progress.get(stage.title)?.isDone !== true);
  if (open.length === 0) return [];
  const hours = open.reduce((sum, one) => sum + one.hours, 0);
  return [{ kind: 'stage', month: current, of: months.length, stages: open.map(({ stage }) => stage.title), hours }];
}

async function fromSelftest({ db, asker, curriculum }: Context): Promise<Thing[]> {
  const taken = await listTaken(db, asker.memberId);
  const current = currentOf(taken);
  const of = curriculum.selftest.items.length;
  if (current !== undefined) return [{ kind: 'selftest', answered: current.answers.length, of }];
  return taken.length === 0 ? [{ kind: 'selftest', answered: 0, of }] : [];
}

/** A practice round that was left longer ago than this is let be. */
const HALF_DAYS = 14;

/** The practice round that was left half-way last, of which nothing is asked in a round now. */
async function findHalf(context: Context): Promise<Thing | undefined> {
  const { db, asker, curriculum, now } = context;
  const halves = await listHalfPractised(db, asker.memberId, now.subtract({ hours: HALF_DAYS * 24 }));
  if (halves.length === 0) return undefined;
  const held = await readHeld(context);
  for (const id of halves) {
    const taking = await findTaking(db, id, asker.memberId);
    if (taking === undefined) continue;
    const { round, answers } = taking;
    const questions = questionsOf(round, curriculum);
    const given = countingAnswers(answers, 'practice');
    const open = questions.filter(({ item }) => !given.has(item.slug));
    const next = nextQuestion(questions, given);
    if (next === undefined || open.some(({ item }) => held.has(item.slug))) continue;
    const { title, cohortId } = round;
    return { kind: 'set', round: id, cohortId, at: next.at, title, left: open.length, of: questions.length };
  }
  return undefined;
}

async function fromHalf(context: Context): Promise<Thing[]> {
  const half = await findHalf(context);
  return half === undefined ? [] : [half];
}

/** Practice is good at any time: of what was missed, where something was, and of that what their track puts first. */
async function fromPractice(context: Context): Promise<Thing[]> {
  const { db, asker, curriculum, now } = context;
  const weigh = weighingBy(await findTrack(db, asker.memberId, curriculum));
  const { weak: missed } = strengthsOf(standingsOf(await readLearned(context, asker.memberId, now)));
  const weak = missed.toSorted((one, other) => weigh(other.skill) - weigh(one.skill));
  const skill = curriculum.skills.get(weak[0]?.skill ?? '');
  return [{ kind: 'practise', session: skill?.session, skill: skill?.title }];
}
