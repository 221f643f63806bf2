import { z } from 'zod';
import { Refused } from '../../../chat/errors.ts';
import { text } from '../../../chat/text.ts';
import { button, controls, paragraph, type View, view } from '../../../chat/view.ts';
import { type CohortContext, type Context, cohortRoute, formRoute, type Route, route } from '../../../context.ts';
import { orUnderway, tellPerson } from '../../../deliveries/posting.ts';
import { BLANK_LENGTH, debriefView, PAGES, postMortemForm, postMortemView } from '../debrief-views.ts';
import { heldText } from '../held.ts';
import { assertDebriefOpen, findHeld, getStanding, type RunInput, runInput } from '../playing.ts';
import { isDebriefOpen, type Standing, standingOf } from '../runs.ts';
import { BLANKS, type Blanks } from './post-mortem.ts';
import { type Entry, findCohortLog, listEntries, listWaiting, recordApproval, recordEntry } from './store.ts';
import { blanksOf, COMMENT_LENGTH, commentForm, reviewedView, reviewsView, reviewView, statusText } from './views.ts';

/** After the investigation: the debrief, the post-mortem, and the mentors who read it. */

const debrief = route({
  name: 'debug.debrief',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ ...runInput.shape, page: z.enum(PAGES) }),
  async run({ page, ...input }, context) {
    const standing = await getStanding(input, context);
    assertDebriefOpen(standing, context.now);
    return debriefView(standing, page, context.curriculum);
  },
});

async function showPostMortem(input: RunInput, context: Context): Promise<View> {
  const standing = await getStanding(input, context);
  assertDebriefOpen(standing, context.now);
  return postMortemOf(standing, await listEntries(context.db, standing.run.id));
}

function postMortemOf(standing: Standing, entries: readonly Entry[]): View {
  const mayHandIn = standing.run.cohortId !== null;
  return postMortemView(standing, { blanks: blanksOf(entries), status: statusText(entries, mayHandIn), mayHandIn });
}

const postMortem = route({
  name: 'debug.post-mortem',
  formerly: ['debug.post-mortem.open'],
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: runInput,
  run: showPostMortem,
});

const form = formRoute({
  name: 'debug.post-mortem.form',
  input: runInput,
  open: ({ run, of }) => postMortemForm({ id: run, kind: of }),
});

const blank = z
  .string()
  .trim()
  .max(BLANK_LENGTH, { error: `has more than ${BLANK_LENGTH} characters` })
  .default('');

const blankInput = { impact: blank, cause: blank, evidence: blank, lessons: blank, actions: blank };

const send = route({
  name: 'debug.post-mortem.send',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ ...runInput.shape, ...blankInput }),
  async run({ run, of, ...typed }, context) {
    const standing = await getStanding({ run, of }, context);
    assertDebriefOpen(standing, context.now);
    const { db, asker, now, eventKey } = context;
    if (standing.run.cohortId === null) throw new Refused('This was practice outside of a cohort: nobody reviews it.');
    const entries = await listEntries(db, run);
    const blanks = merged(typed, blanksOf(entries));
    if (BLANKS.every(({ name }) => blanks[name] === '')) {
      throw new Refused('Nothing is filled in yet. Write at least one answer.');
    }
    await recordEntry(db, {
      runId: run,
      memberId: asker.memberId,
      kind: 'handed-in',
      blanks,
      at: now,
      eventId: eventKey,
    });
    return postMortemOf(standing, await listEntries(db, run));
  },
});

/** A form can't show what was written before, so what is left empty keeps it. */
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
  input: z.object({}),
  run: async (_, { db, cohort, curriculum }) => reviewsView(cohort, await listWaiting(db, cohort.id), curriculum),
});

const reviewInput = z.object({ run: runInput.shape.run });

const show = cohortRoute({
  name: 'review.show',
  ack: 'update',
  who: 'mentor',
  input: reviewInput,
  async run({ run }, context) {
    const standing = await getReviewed(run, context);
    return reviewView(context.cohort, standing, await listEntries(context.db, run));
  },
});

async function getReviewed(run: string, context: CohortContext): Promise<Standing> {
  const { db, cohort, curriculum, now } = context;
  const log = await findCohortLog(db, cohort.id, run);
  const standing = log && standingOf(log, curriculum);
  if (standing === undefined) throw new Refused(text`That post-mortem is not one of **${cohort.name}**.`);
  if (!isDebriefOpen(standing, now)) throw new Refused('That investigation is not over yet.');
  const held = await findHeld(standing.scenario, context);
  if (held !== undefined) throw new Refused(heldText(held));
  return standing;
}

const approve = cohortRoute({
  name: 'review.approve',
  ack: 'update',
  who: 'mentor',
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
  ack: 'update',
  who: 'mentor',
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
  const standing = await getReviewed(run, context);
  const before = await listEntries(db, run);
  if (blanksOf(before) === undefined) throw new Refused('Nothing was handed in there yet.');
  if (standing.people.some(({ memberId }) => memberId === asker.memberId)) {
    throw new Refused('This is your own: another mentor reads it.');
  }
  // A second press says the same again: nobody is told twice.
  const entered = { runId: run, memberId: asker.memberId, at: now, eventId: eventKey };
  if (said.kind === 'approved') await recordApproval(db, entered);
  else await recordEntry(db, { ...entered, ...said });
  const entry = (await listEntries(db, run)).at(-1);
  const unreached = entry === undefined ? [] : await tellAuthors(standing, entry, context);
  return view(
    paragraph`${said.kind === 'approved' ? 'Approved.' : 'Your comment is with them.'}${unreached.length === 0 ? '' : text` Direct messages to ${unreached.join(', ')} are closed: they see it with their post-mortem.`}`,
    controls(button('All reviews', 'debug reviews', { cohort: cohort.id })),
  );
}

/** Tells everybody who investigated, each once. Answers the names of those whose direct messages are closed. */
async function tellAuthors({ people, scenario }: Standing, entry: Entry, context: CohortContext): Promise<string[]> {
  const unreached: string[] = [];
  for (const { memberId, name } of people) {
    const key = `review/${entry.id}/${memberId}`;
    const telling = tellPerson(context, memberId, reviewedView({ scenario }, entry), key);
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
