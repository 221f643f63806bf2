import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { text } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type CohortContext, cohortRoute, formRoute, type Route } from '../../context.ts';
import { LEVELS, type RubricRow } from '../../curriculum/assessment-schema.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import { placeOf } from '../../domain/cohorts/cohort.ts';
import { listEnrolled } from '../../domain/cohorts/store.ts';
import { kept as givenBack } from '../checkpoint/views.ts';
import { assessmentView, MARK_LENGTH, markForm, rowView, standView, waitingView } from './assessment-views.ts';
import { rowsOf } from './rubric.ts';
import { fillSeats } from './seating.ts';
import { rowsFor, type Seat } from './seats.ts';
import { findKept, type Kept, listKept, recordHandedIn, recordLeft, recordMark, recordSeat } from './store.ts';

const capstoneInput = { capstone: z.string().max(24) };

const rowInput = { ...capstoneInput, row: z.string().max(60) };

async function getKept(id: string, { db, cohort }: CohortContext): Promise<Kept> {
  const kept = await findKept(db, id);
  if (kept?.cohortId === cohort.id && kept.project.submitted !== undefined) return kept;
  throw new Refused(text`There is no such capstone to assess in **${cohort.name}**.`);
}

/** A capstone with the asker's own seat, which has not handed in. */
async function getOwnSeat(id: string, context: CohortContext): Promise<{ kept: Kept; own: Seat }> {
  const kept = await getKept(id, context);
  const own = kept.seats.find(({ memberId }) => memberId === context.asker.memberId);
  if (own === undefined) throw new Refused('You are not one of its assessors.');
  if (own.handedInAt !== undefined) throw new Refused('You have handed in your assessment, and it is final.');
  return { kept, own };
}

function getRow(slug: string, own: Seat, { seats }: Kept, curriculum: Curriculum): RubricRow {
  const all = rowsOf(curriculum);
  const wanted = rowsFor(
    own,
    seats,
    all.map((row) => row.slug),
  );
  const row = all.find((one) => one.slug === slug);
  if (row !== undefined && wanted.includes(slug)) return row;
  throw new Refused('That row is not yours to mark.');
}

const waiting = cohortRoute({
  name: 'capstone waiting',
  summary: 'The capstones that wait to be assessed',
  ack: 'update',
  who: 'mentor',
  did: null,
  run: async (_, { db, cohort, asker }) => waitingView(cohort, await listKept(db, cohort.id), asker.memberId),
});

const open = cohortRoute({
  name: 'capstone.open',
  ack: 'update',
  who: 'mentor',
  did: null,
  input: z.object(capstoneInput),
  run: async ({ capstone }, context) => shown(await getKept(capstone, context), context),
});

async function shown(kept: Kept, { db, cohort, asker, curriculum }: CohortContext): Promise<View> {
  return assessmentView(kept, asker.memberId, curriculum, await listKept(db, cohort.id));
}

const take = cohortRoute({
  name: 'capstone.take',
  ack: 'update',
  who: 'mentor',
  did: 'took a seat of an assessment',
  input: z.object(capstoneInput),
  async run({ capstone }, context) {
    const { db, asker, now } = context;
    const before = await getKept(capstone, context);
    if (before.learnerId === asker.memberId) throw new Refused('This is your own: two other mentors assess it.');
    if (before.seats.some(({ memberId }) => memberId === asker.memberId)) return shown(before, context);
    const kept = await recordSeat(db, capstone, { memberId: asker.memberId, how: 'took', at: now });
    if (kept === undefined) throw new Refused('All its seats are taken.');
    return shown(kept, context);
  },
});

const leave = cohortRoute({
  name: 'capstone.leave',
  ends: true,
  ack: 'update',
  who: 'mentor',
  did: 'gave a seat of an assessment up',
  input: z.object(capstoneInput),
  async run({ capstone }, context) {
    const { db, cohort, asker, now } = context;
    const { kept } = await getOwnSeat(capstone, context);
    await recordLeft(db, kept, asker.memberId, now);
    return waitingView(cohort, await listKept(db, cohort.id), asker.memberId);
  },
});

const row = cohortRoute({
  name: 'capstone.row',
  ack: 'update',
  who: 'mentor',
  did: null,
  input: z.object(rowInput),
  async run({ capstone, row: slug }, context) {
    const { kept, own } = await getOwnSeat(capstone, context);
    return rowView(kept, own, getRow(slug, own, kept, context.curriculum), context.curriculum);
  },
});

const mark = formRoute({
  name: 'capstone.mark',
  input: z.object({ ...rowInput, cohort: z.string().max(20) }),
  open({ capstone, row: slug, cohort }, { curriculum }) {
    const wanted = rowsOf(curriculum).find((one) => one.slug === slug);
    if (wanted === undefined) throw new Refused('That row is not in the rubric any more.');
    return markForm({ cohort, capstone, row: slug }, wanted, curriculum);
  },
});

const marked = cohortRoute({
  name: 'capstone.marked',
  ack: 'update',
  who: 'mentor',
  // The audit is read by organisers, who may assess too: a mark is its assessor's alone until all are in.
  did: null,
  input: z.object({
    ...rowInput,
    level: z.enum(LEVELS),
    words: z
      .string()
      .trim()
      .min(1, { error: 'is empty: write why' })
      .max(MARK_LENGTH, { error: `has more than ${MARK_LENGTH} characters` }),
  }),
  async run({ capstone, row: slug, level, words }, context) {
    const { db, asker, now, curriculum, eventKey } = context;
    const { kept, own } = await getOwnSeat(capstone, context);
    getRow(slug, own, kept, curriculum);
    const given = { assessorId: own.id, memberId: asker.memberId, row: slug, level, words, at: now, eventId: eventKey };
    if (!(await recordMark(db, kept, given))) {
      throw new Refused(text`You have handed in your assessment, and it is final.${givenBack(words, '')}`);
    }
    return shown(await getKept(capstone, context), context);
  },
});

const handIn = cohortRoute({
  name: 'capstone.hand-in',
  ends: true,
  ack: 'update',
  who: 'mentor',
  did: 'handed in an assessment',
  input: z.object(capstoneInput),
  async run({ capstone }, context) {
    const { db, now, curriculum, mail } = context;
    const { kept, own } = await getOwnSeat(capstone, context);
    const all = rowsOf(curriculum).map(({ slug }) => slug);
    const left = rowsFor(own, kept.seats, all).filter((slug) => !own.marks.has(slug)).length;
    if (left > 0) throw new Refused(text`${left === 1 ? 'One row has' : `${left} rows have`} no mark yet.`);
    const after = await recordHandedIn(db, capstone, own.id, now);
    await mail.wake();
    return shown(after ?? kept, context);
  },
});

const assessments = cohortRoute({
  name: 'organise assessments',
  summary: 'How the capstones and their assessments stand',
  ack: 'update',
  who: 'organiser',
  did: null,
  run: (_, context) => stand(context),
});

async function stand({ db, cohort }: CohortContext): Promise<View> {
  const learners = (await listEnrolled(db, cohort.id)).filter(({ role }) => role === 'learner');
  const inside = learners.filter((one) => placeOf(learners, cohort.capacity, one)?.kind === 'in');
  return standView(cohort, await listKept(db, cohort.id), inside.length);
}

const assign = cohortRoute({
  name: 'capstone.assign',
  ack: 'update',
  who: 'organiser',
  did: 'gave free seats of assessments to mentors',
  async run(_, context) {
    const { db, cohort, now, mail } = context;
    const waitingOnes = (await listKept(db, cohort.id)).filter(({ project }) => project.submitted !== undefined);
    for (const { id } of waitingOnes) await fillSeats(db, cohort, id, now);
    await mail.wake();
    return stand(context);
  },
});

export const assessmentRoutes: readonly Route[] = [
  waiting,
  open,
  take,
  leave,
  row,
  mark,
  marked,
  handIn,
  assessments,
  assign,
];
