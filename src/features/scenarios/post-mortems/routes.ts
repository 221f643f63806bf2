import { z } from 'zod';
import { Refused } from '../../../chat/errors.ts';
import { text } from '../../../chat/text.ts';
import { button, controls, paragraph, type View, view } from '../../../chat/view.ts';
import { type CohortContext, cohortRoute, formRoute, type Route } from '../../../context.ts';
import { orUnderway, tellPerson } from '../../../deliveries/posting.ts';
import { BLANK_LENGTH, debriefView, PAGES, postMortemForm, postMortemView } from '../debrief-views.ts';
import { heldText } from '../held.ts';
import { type Investigation, investigationOf, isDebriefOpen } from '../investigation.ts';
import { assertDebriefOpen, findHeld, investigationInput, investigationRoute } from '../playing.ts';
import { BLANKS, type Blanks } from './post-mortem.ts';
import { type Entry, findCohortLog, listEntries, listWaiting, recordApproval, recordEntry } from './store.ts';
import { blanksOf, COMMENT_LENGTH, commentForm, reviewedView, reviewsView, reviewView, statusText } from './views.ts';

/** After the investigation: the debrief, the post-mortem, and the mentors who read it. */

const debrief = investigationRoute({
  name: 'debug.debrief',
  more: { page: z.enum(PAGES) },
  async run(investigation, { page }, context) {
    assertDebriefOpen(investigation, context.now);
    return debriefView(investigation, page, context.curriculum);
  },
});

function postMortemOf(investigation: Investigation, entries: readonly Entry[]): View {
  const mayHandIn = investigation.row.cohortId !== null;
  return postMortemView(investigation, {
    blanks: blanksOf(entries),
    status: statusText(entries, mayHandIn),
    mayHandIn,
  });
}

const postMortem = investigationRoute({
  name: 'debug.post-mortem',
  formerly: ['debug.post-mortem.open'],
  async run(investigation, _, { db, now }) {
    assertDebriefOpen(investigation, now);
    return postMortemOf(investigation, await listEntries(db, investigation.row.id));
  },
});

const form = formRoute({
  name: 'debug.post-mortem.form',
  input: investigationInput,
  open: ({ run, of }) => postMortemForm({ id: run, kind: of }),
});

const blank = z
  .string()
  .trim()
  .max(BLANK_LENGTH, { error: `has more than ${BLANK_LENGTH} characters` })
  .default('');

const blanks = { impact: blank, cause: blank, evidence: blank, lessons: blank, actions: blank };

const send = investigationRoute({
  name: 'debug.post-mortem.send',
  ends: true,
  more: blanks,
  async run(investigation, { run, of, ...typed }, context) {
    assertDebriefOpen(investigation, context.now);
    const { db, asker, now, eventKey } = context;
    if (investigation.row.cohortId === null)
      throw new Refused('This was practice outside of a cohort: nobody reviews it.');
    const entries = await listEntries(db, run);
    const filled = merged(typed, blanksOf(entries));
    if (BLANKS.every(({ name }) => filled[name] === '')) {
      throw new Refused('Nothing is filled in yet. Write at least one answer.');
    }
    await recordEntry(db, {
      investigationId: run,
      memberId: asker.memberId,
      kind: 'handed-in',
      blanks: filled,
      at: now,
      eventId: eventKey,
    });
    return postMortemOf(investigation, await listEntries(db, run));
  },
});

/** A form can't show what was written before, so a field left empty keeps it. */
function merged(typed: Blanks, before: Blanks | undefined): Blanks {
  const pick = (name: keyof Blanks) => (typed[name] === '' ? (before?.[name] ?? '') : typed[name]);
  return {
    impact: pick('impact'),
    cause: pick('cause'),
    evidence: pick('evidence'),
    lessons: pick('lessons'),
    actions: pick('actions'),
  };
}

const reviews = cohortRoute({
  name: 'debug reviews',
  formerly: ['review.list'],
  summary: 'The post-mortems that wait for a mentor',
  ack: 'update',
  who: 'mentor',
  did: null,
  run: async (_, { db, cohort, curriculum }) => reviewsView(cohort, await listWaiting(db, cohort.id), curriculum),
});

const reviewInput = z.object({ run: investigationInput.shape.run });

const show = cohortRoute({
  name: 'review.show',
  ack: 'update',
  who: 'mentor',
  did: null,
  input: reviewInput,
  async run({ run }, context) {
    const investigation = await getReviewed(run, context);
    return reviewView(context.cohort, investigation, await listEntries(context.db, run));
  },
});

async function getReviewed(run: string, context: CohortContext): Promise<Investigation> {
  const { db, cohort, curriculum, now } = context;
  const log = await findCohortLog(db, cohort.id, run);
  const investigation = log && investigationOf(log, curriculum);
  if (investigation === undefined) throw new Refused(text`That post-mortem is not one of **${cohort.name}**.`);
  if (!isDebriefOpen(investigation, now)) throw new Refused('That investigation is not over yet.');
  const held = await findHeld(investigation.scenario, context);
  if (held !== undefined) throw new Refused(heldText(held));
  return investigation;
}

const approve = cohortRoute({
  name: 'review.approve',
  ends: true,
  ack: 'update',
  who: 'mentor',
  did: 'approved a post-mortem',
  input: reviewInput,
  run: ({ run }, context) => review(run, { kind: 'approved' }, context),
});

const commentingForm = formRoute({
  name: 'review.form',
  input: z.object({ ...reviewInput.shape, cohort: z.string().max(20) }),
  open: ({ run, cohort }) => commentForm({ cohort, run }),
});

const comment = cohortRoute({
  name: 'review.comment',
  ends: true,
  ack: 'update',
  who: 'mentor',
  did: 'commented on a post-mortem',
  input: z.object({
    ...reviewInput.shape,
    words: z
      .string()
      .trim()
      .min(1, { error: 'is empty: write what they should look at' })
      .max(COMMENT_LENGTH, { error: `has more than ${COMMENT_LENGTH} characters` }),
  }),
  run: ({ run, words }, context) => review(run, { kind: 'commented', words }, context),
});

async function review(
  run: string,
  said: { kind: 'approved' } | { kind: 'commented'; words: string },
  context: CohortContext,
): Promise<View> {
  const { db, cohort, asker, now, eventKey } = context;
  const investigation = await getReviewed(run, context);
  const before = await listEntries(db, run);
  if (blanksOf(before) === undefined) throw new Refused('Nothing was handed in there yet.');
  if (investigation.people.some(({ memberId }) => memberId === asker.memberId)) {
    throw new Refused('This is your own: another mentor reads it.');
  }
  // A second press says the same again: nobody is told twice.
  const entered = { investigationId: run, memberId: asker.memberId, at: now, eventId: eventKey };
  if (said.kind === 'approved') await recordApproval(db, entered);
  else await recordEntry(db, { ...entered, ...said });
  const entry = (await listEntries(db, run)).at(-1);
  const unreached = entry === undefined ? [] : await tellAuthors(investigation, entry, context);
  return view(
    paragraph`${said.kind === 'approved' ? 'Approved.' : 'Your comment is with them.'}${unreached.length === 0 ? '' : text` Direct messages to ${unreached.join(', ')} are closed: they see it with their post-mortem.`}`,
    controls(button('All reviews', 'debug reviews', { cohort: cohort.id })),
  );
}

/** Tells everybody who investigated, each once. Returns the names of those whose direct messages are closed. */
async function tellAuthors(
  { people, scenario, row }: Investigation,
  entry: Entry,
  context: CohortContext,
): Promise<string[]> {
  const unreached: string[] = [];
  for (const { memberId, name } of people) {
    const key = `review/${entry.id}/${memberId}`;
    const telling = tellPerson(context, memberId, reviewedView({ scenario, row }, entry), key);
    if (!(await orUnderway(telling, true))) unreached.push(name);
  }
  return unreached;
}

export const reviewRoutes: readonly Route[] = [
  debrief,
  postMortem,
  form,
  send,
  reviews,
  show,
  approve,
  commentingForm,
  comment,
];
