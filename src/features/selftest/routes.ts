import { z } from 'zod';
import { reasonAgainst } from '../../access.ts';
import { Refused } from '../../chat/errors.ts';
import { idOption } from '../../chat/input.ts';
import { command, type Text, text, time } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type Context, type Route, route } from '../../context.ts';
import { wasEnrolled } from '../../domain/cohorts/store.ts';
import { idFrom } from '../../domain/ids.ts';
import { memberIdOf, parseMemberId } from '../../domain/people/ids.ts';
import { findProfile } from '../../domain/people/store.ts';
import { drawPicture } from '../../pictures/draw.ts';
import { answerInput, draftRoute, markAnswer, questionInput, readQuestion, typingRoute } from '../quizzes/answering.ts';
import { type HeldItems, heldItems } from '../quizzes/held.ts';
import { readItemsNear } from '../quizzes/held-store.ts';
import { readHeld } from '../quizzes/holding.ts';
import { areaPicture, isTold, resultView, sharedResultView, signView } from './result-views.ts';
import { againAt, currentOf, finishedOf, gainBetween, isRest, standingOf, type Taken } from './standing.ts';
import { listTaken, recordBegun, recordShared, recordTestAnswer } from './store.ts';
import { claimsView, farText, nextOf, restView, testQuestions, testQuestionView } from './views.ts';

const selftest = route({
  name: 'selftest',
  summary: 'Where you stand, from answers and not from claims: thirty questions, five at a time',
  ack: 'private',
  who: 'anyone',
  cohort: 'found',
  input: z.object({ member: idOption('member', 'Somebody else who lets you see it (for mentors)').optional() }),
  async run({ member }, context) {
    const { workspaceId, asker, curriculum } = context;
    const wanted = member === undefined ? undefined : await findProfile(context.db, memberIdOf(workspaceId, member));
    if (member !== undefined && wanted?.id !== asker.memberId) return sharedWith(context, wanted);
    const taken = await listTaken(context.db, asker.memberId);
    const current = currentOf(taken);
    if (current !== undefined) return restView(current, curriculum, false);
    return taken.length === 0 ? claimsView(curriculum.selftest, []) : showResults(context, taken);
  },
});

/** What somebody else's test says, to a mentor of a cohort of theirs, where they have said that mentors may see it. */
async function sharedWith(context: Context, person: { id: string; name: string } | undefined): Promise<View> {
  const { db, cohort, asker, curriculum, now } = context;
  const reason = reasonAgainst('mentor', asker);
  if (reason !== undefined) throw new Refused(text`You can see your own self-test. ${reason}`);
  if (person === undefined || cohort === undefined || !(await wasEnrolled(db, cohort.id, person.id))) {
    throw new Refused(
      'I show mentors the people of their own cohort: ask in its channel, about somebody who is or was in it.',
    );
  }
  const [test] = finishedOf(await listTaken(db, person.id));
  // The same words whether there is none or it is not shared: that somebody took it is theirs to tell, too.
  if (test === undefined || !test.shared) {
    throw new Refused(text`**${person.name}** shows no self-test to mentors. They can, with a button under their own.`);
  }
  const near = { memberId: person.id, workspaceId: parseMemberId(person.id).workspaceId };
  const theirs = heldItems(await readItemsNear(db, near, now), curriculum);
  const held = new Map([...theirs, ...(await readHeld(context))]);
  const standing = standingOf(test, curriculum, held);
  return sharedResultView(
    person.name,
    { test, standing },
    await drawPicture(areaPicture(standing), context.asker.theme),
  );
}

/** The claims that were pressed, by their numbers, in a control's state. */
const claimsInput = z.object({ claims: z.string().max(30).default('') });

function claimsOf(pressed: string, { curriculum }: Context): string[] {
  const numbers = new Set(pressed.split('.').map(Number));
  return curriculum.selftest.results.filter((_, index) => numbers.has(index + 1)).map(({ slug }) => slug);
}

const claim = route({
  name: 'selftest.claim',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: claimsInput,
  run: ({ claims }, context) => claimsView(context.curriculum.selftest, claimsOf(claims, context)),
});

const begin = route({
  name: 'selftest.begin',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: claimsInput,
  async run({ claims }, context) {
    const { db, asker, eventKey, curriculum, now } = context;
    const taken = await listTaken(db, asker.memberId);
    refuseTooSoon(taken, now);
    const id = idFrom(`selftest/${eventKey}`);
    const test = await recordBegun(db, { id, memberId: asker.memberId, claims: claimsOf(claims, context) }, now);
    return goOn(test, curriculum);
  },
});

/** Taken again at once it would measure what is remembered, not what is known. */
function refuseTooSoon(taken: readonly Taken[], now: Temporal.Instant): void {
  const [last] = finishedOf(taken);
  if (last === undefined || currentOf(taken) !== undefined) return;
  const from = againAt(last.finishedAt);
  if (Temporal.Instant.compare(from, now) <= 0) return;
  throw new Refused(
    text`You have taken it lately, and would remember the answers. From ${time(from, 'date')} on you can take it again; ${command('selftest')} shows what it said.`,
  );
}

const go = route({
  name: 'selftest.go',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  async run(_, context) {
    const taken = await listTaken(context.db, context.asker.memberId);
    const current = currentOf(taken);
    if (current !== undefined) return goOn(current, context.curriculum);
    return taken.length === 0 ? claimsView(context.curriculum.selftest, []) : showResults(context, taken);
  },
});

/** The next question. */
function goOn(test: Taken, curriculum: Context['curriculum'], note?: Text): View {
  const next = nextOf(test, curriculum);
  return next === undefined ? restView(test, curriculum, false) : testQuestionView(next, test, curriculum, note);
}

const answer = route({
  name: 'selftest.answer',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: answerInput,
  run(input, context) {
    const { question, response, right } = markAnswer('selftest', input, context);
    return keep(context, question.round, { item: question.item.slug, response, right });
  },
});

const unknown = route({
  name: 'selftest.unknown',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: questionInput,
  run(input, context) {
    const { round, item } = readQuestion('selftest', input, context);
    return keep(context, round, { item: item.slug, response: null, right: false });
  },
});

/** Keeps an answer, and goes on: to the next question, to a rest, or to what the test says. */
async function keep(context: Context, testId: string, answered: Taken['answers'][number]): Promise<View> {
  const { db, asker, curriculum, now } = context;
  const items = testQuestions(curriculum).map(({ item }) => item.slug);
  const own = (await listTaken(db, asker.memberId)).find(({ id }) => id === testId);
  if (own === undefined || !items.includes(answered.item)) throw new Refused(GONE);
  const outcome = await recordTestAnswer(db, { ...answered, selftestId: testId, memberId: asker.memberId }, items, now);
  const taken = await listTaken(db, asker.memberId);
  const test = taken.find(({ id }) => id === testId) ?? own;
  if (test.finishedAt !== null) {
    return showResults(context, taken, outcome === 'recorded' ? text`That was the last one.` : undefined);
  }
  if (outcome === 'kept') return goOn(test, curriculum, text`You had answered that one: the first answer counts.`);
  const answeredSoFar = test.answers.length;
  if (isRest(answeredSoFar)) return restView(test, curriculum, true);
  return goOn(test, curriculum, text`Kept. ${farText(answeredSoFar, items.length)}`);
}

const GONE = text`I don't know this self-test. ${command('selftest')} shows yours.`;

const results = route({
  name: 'selftest.results',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  async run(_, context) {
    const taken = await listTaken(context.db, context.asker.memberId);
    return taken.length === 0 ? claimsView(context.curriculum.selftest, []) : showResults(context, taken);
  },
});

/** What the newest test says: the one under way, else the last one. */
async function showResults(context: Context, taken: readonly Taken[], note?: Text): Promise<View> {
  const { test, held } = await readShown(context, taken);
  const { curriculum, now } = context;
  const earlier = finishedOf(taken).find(({ id }) => id !== test.id);
  const gain = earlier === undefined ? undefined : gainBetween(earlier, test, curriculum, held);
  const standing = standingOf(test, curriculum, held);
  return resultView({ test, standing, gain, now }, await drawPicture(areaPicture(standing), context.asker.theme), note);
}

async function readShown(context: Context, taken: readonly Taken[]): Promise<{ test: Taken; held: HeldItems }> {
  const test = currentOf(taken) ?? finishedOf(taken)[0];
  if (test === undefined) throw new Refused(GONE);
  return { test, held: await readHeld(context) };
}

const sign = route({
  name: 'selftest.sign',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ sign: z.string().max(60) }),
  async run({ sign: slug }, context) {
    const taken = await listTaken(context.db, context.asker.memberId);
    const { test, held } = await readShown(context, taken);
    const found = standingOf(test, context.curriculum, held).signs.find(({ result }) => result.slug === slug);
    return found === undefined || !isTold(found) ? showResults(context, taken) : signView(found, context.curriculum);
  },
});

const share = route({
  name: 'selftest.share',
  once: true,
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ shared: z.enum(['yes', 'no']) }),
  async run({ shared }, context) {
    const { db, asker } = context;
    await recordShared(db, asker.memberId, shared === 'yes');
    return showResults(context, await listTaken(db, asker.memberId));
  },
});

export const selftestRoutes: readonly Route[] = [
  selftest,
  claim,
  begin,
  go,
  draftRoute('selftest'),
  typingRoute('selftest'),
  answer,
  unknown,
  results,
  sign,
  share,
];
