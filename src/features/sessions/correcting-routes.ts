import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { idOption } from '../../chat/input.ts';
import { text, time } from '../../chat/text.ts';
import { type CohortContext, cohortRoute, type Route } from '../../context.ts';
import { sessionNumberOf, sessionOption, suggestSessions } from '../../curriculum/sessions.ts';
import { placeOf } from '../../domain/cohorts/cohort.ts';
import { listEnrolled } from '../../domain/cohorts/store.ts';
import { readSlots } from '../../domain/cohorts/timetable.ts';
import { memberIdOf } from '../../domain/people/ids.ts';
import { findPersonId } from '../../domain/people/store.ts';
import { tagOf } from '../../domain/seed.ts';
import { CORRECTIONS, type Correction } from './attending.ts';
import { type Attender, attendanceView, choiceView } from './correcting-views.ts';
import { listAttendance, recordCorrection } from './store.ts';

const state = { session: z.coerce.number().int().min(1).max(12), who: z.string().max(12) };

const attendance = cohortRoute({
  name: 'attendance',
  summary: 'Who was at a session; correct it, or put down that somebody has made it up',
  ack: 'update',
  who: 'mentor',
  did: null,
  input: z.object({
    session: sessionOption('Which session, 1-12; the last one that began if left out').optional(),
    member: idOption('member', 'Whose attendance to correct').optional(),
  }),
  complete: { session: (typed, { curriculum }) => suggestSessions(typed, curriculum) },
  async run({ session: called, member }, context) {
    const { db, cohort, workspaceId } = context;
    const session = await getBegun(called, context);
    const learners = await listAttenders(session, context);
    if (member === undefined) return attendanceView(cohort, session, learners);
    const memberId = memberIdOf(workspaceId, member);
    const personId = (await findPersonId(db, memberId)) ?? memberId;
    return choiceView(
      cohort,
      session,
      getAttender(({ memberId: id }) => id === personId, learners, context),
    );
  },
});

/** The session that was called, or the last one that began. Nothing can be down for one that has not. */
async function getBegun(called: number | undefined, { db, cohort, curriculum, now }: CohortContext): Promise<number> {
  const slots = await readSlots(db, cohort, curriculum);
  const begun = slots.filter(({ startsAt }) => Temporal.Instant.compare(startsAt, now) <= 0);
  const wanted = called === undefined ? begun.at(-1)?.session : sessionNumberOf(curriculum, called);
  const slot = slots.find(({ session }) => session === wanted);
  if (slot === undefined) {
    throw new Refused(called === undefined ? 'No session has begun yet.' : text`There is no session ${called}.`);
  }
  if (!begun.includes(slot)) throw new Refused(text`Session ${slot.session} begins ${time(slot.startsAt)}.`);
  return slot.session;
}

async function listAttenders(session: number, { db, cohort }: CohortContext): Promise<Attender[]> {
  const learners = (await listEnrolled(db, cohort.id)).filter(({ role }) => role === 'learner');
  const said = (await listAttendance(db, cohort.id)).filter((row) => row.session === session);
  return learners
    .filter((one) => placeOf(learners, cohort.capacity, one)?.kind === 'in')
    .map(({ memberId, name }) => ({ memberId, name, said: said.find((row) => row.memberId === memberId)?.said }));
}

function getAttender(
  isMeant: (learner: Attender) => boolean,
  learners: readonly Attender[],
  { cohort }: CohortContext,
): Attender {
  const found = learners.find(isMeant);
  if (found === undefined) throw new Refused(text`That is no learner of **${cohort.name}**.`);
  return found;
}

const choose = cohortRoute({
  name: 'attendance.choose',
  ack: 'update',
  who: 'mentor',
  did: null,
  input: z.object(state),
  async run({ session: called, who }, context) {
    const session = await getBegun(called, context);
    const learners = await listAttenders(session, context);
    const isMeant = ({ memberId }: Attender) => tagOf(memberId) === who;
    return choiceView(context.cohort, session, getAttender(isMeant, learners, context));
  },
});

const correct = cohortRoute({
  name: 'attendance.correct',
  ends: true,
  ack: 'update',
  who: 'mentor',
  did: 'corrected who was at a session',
  input: z.object({ ...state, said: z.enum(Object.keys(CORRECTIONS) as [Correction, ...Correction[]]) }),
  async run({ session: called, who, said }, context) {
    const { db, cohort, asker, now, eventKey } = context;
    const session = await getBegun(called, context);
    const isMeant = ({ memberId }: Attender) => tagOf(memberId) === who;
    const { memberId } = getAttender(isMeant, await listAttenders(session, context), context);
    if (memberId === asker.memberId) throw new Refused('Another mentor corrects what is down for you.');
    const made = { cohortId: cohort.id, session, memberId, said, madeBy: asker.memberId, at: now, eventId: eventKey };
    await recordCorrection(db, made);
    return choiceView(cohort, session, getAttender(isMeant, await listAttenders(session, context), context));
  },
});

export const correctingRoutes: readonly Route[] = [attendance, choose, correct];
