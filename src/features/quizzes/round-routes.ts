import { Refused } from '../../chat/errors.ts';
import type { Given } from '../../chat/route.ts';
import { type Text, text } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type CohortContext, type Context, cohortRoute, type Route } from '../../context.ts';
import {
  findTaking,
  recordedAhead,
  recordRoundAnswer,
  roundAnswerAhead,
  type Taking,
  takenAhead,
  takingAhead,
} from './answer-store.ts';
import { answerText } from './answer-texts.ts';
import {
  answerInput,
  askInput,
  asksCertainty,
  draftRoute,
  GONE,
  type Marked,
  markAnswer,
  markIfFit,
  roundInput,
  typingRoute,
} from './answering.ts';
import { readHeld } from './holding.ts';
import { writeAnswer } from './marking.ts';
import { type Question, questionView } from './question-views.ts';
import { lookView, overviewView, ownResultView } from './round-views.ts';
import { type Asked, countingAnswers, isOver, nextQuestion, questionsOf, tally } from './rounds.ts';
import { listTakers } from './store.ts';

/** Taking part in a cohort's round: private answers, changeable until the close. */

const start = cohortRoute({
  name: 'round.start',
  ack: 'private',
  who: 'learner',
  input: roundInput,
  ahead: ({ round }) => takingAhead(round),
  async run({ round }, context) {
    return nextView(await getTaking(round, context), context);
  },
});

const overview = cohortRoute({
  name: 'round.overview',
  ack: 'update',
  who: 'learner',
  input: roundInput,
  ahead: ({ round }) => takingAhead(round),
  async run({ round }, context) {
    const taking = await getTaking(round, context);
    return isOver(taking.round, context.now) ? closedResult(taking, context) : overviewOf(taking, context);
  },
});

const ask = cohortRoute({
  name: 'round.ask',
  ack: 'update',
  who: 'learner',
  input: askInput,
  ahead: ({ round }) => takingAhead(round),
  async run({ round, at }, context) {
    const taking = await getTaking(round, context);
    if (isOver(taking.round, context.now)) return closedResult(taking, context);
    const asked = questionsOf(taking.round, context.curriculum).find((question) => question.at === at);
    return asked === undefined ? overviewOf(taking, context) : askedView(taking, asked, context);
  },
});

const draft = draftRoute('round');

const form = typingRoute('round');

const answer = cohortRoute({
  name: 'round.answer',
  ack: 'update',
  who: 'learner',
  input: answerInput,
  ahead(input, given) {
    const { cohort } = input;
    const marked = cohort === undefined ? undefined : markIfFit('round', input, given);
    return marked && roundAnswerAhead({ ...answerOf(marked, given), cohortId: cohort ?? '' });
  },
  async run(input, context) {
    const { db, cohort, asker } = context;
    const marked = markAnswer('round', input, context);
    const { question, response } = marked;
    const { item, round: roundId, at } = question;
    const answer = { ...answerOf(marked, context), cohortId: cohort.id };
    const recorded =
      recordedAhead(context.ahead) ?? (await recordRoundAnswer(db, { ...answer, memberId: asker.memberId }));
    if (recorded === undefined) throw new Refused(GONE);
    if (recorded.outcome === 'closed') {
      return closedResult(recorded, context, text`That came after the close, so it does not count.`);
    }
    // An old press delivered again does not undo a later one: the reply shows the answer that counts.
    const counting = countingAnswers(recorded.answers, 'cohort').get(item.slug)?.response ?? response;
    const note = text`Kept: ${answerText(item, roundId, counting)} · ${doneText(recorded, context)}`;
    return nextView(recorded, context, { at, note });
  },
});

function answerOf({ question, response, right, certainty }: Marked, { now, eventKey }: Given<Context>) {
  const { item, round: roundId, at } = question;
  return { roundId, at, item: item.slug, response, right, certainty, answeredAt: now, eventId: eventKey };
}

/** How far somebody is: `2 of 6 ▓▓░░░░`. */
function doneText({ round, answers }: Taking, { curriculum }: CohortContext): string {
  const questions = questionsOf(round, curriculum);
  const given = countingAnswers(answers, 'cohort');
  const done = questions.filter(({ item }) => given.has(item.slug)).length;
  return `${done} of ${questions.length} ${'▓'.repeat(done)}${'░'.repeat(questions.length - done)}`;
}

async function getTaking(roundId: string, { db, asker, cohort, ahead }: CohortContext): Promise<Taking> {
  const taking = takenAhead(ahead) ?? (await findTaking(db, roundId, asker.memberId));
  if (taking === undefined || taking.round.cohortId !== cohort.id || taking.round.kind !== 'cohort') {
    throw new Refused(GONE);
  }
  return taking;
}

/** The next open question; when there is none, all of them; after the close, the result. */
async function nextView(taking: Taking, context: CohortContext, after?: { at: number; note: Text }): Promise<View> {
  if (after === undefined && isOver(taking.round, context.now)) return closedResult(taking, context);
  const questions = questionsOf(taking.round, context.curriculum);
  const next = nextQuestion(questions, countingAnswers(taking.answers, 'cohort'), after?.at);
  return next === undefined ? overviewOf(taking, context, after?.note) : askedView(taking, next, context, after?.note);
}

function askedView({ round, answers }: Taking, asked: Asked, { cohort }: CohortContext, note?: Text): View {
  const { item } = asked;
  const given = countingAnswers(answers, 'cohort').get(item.slug);
  const place = { cohort: cohort.id, round: round.id, of: round.items.length };
  const certainty = asksCertainty(cohort) === undefined ? undefined : (given?.certainty ?? null);
  const question: Question = { ...asked, family: 'round', ...place, certainty };
  if (given === undefined) return questionView(question, '', note);
  const { response } = given;
  const pressed = response.kind === 'options' || response.kind === 'steps' ? writeAnswer(item, round.id, response) : '';
  return questionView(question, pressed, note ?? text`Your answer so far: ${answerText(item, round.id, response)}`);
}

function overviewOf({ round, answers }: Taking, { curriculum, asker }: CohortContext, note?: Text): View {
  const about = { counts: asker.learner, ...(note === undefined ? {} : { note }) };
  return overviewView(round, questionsOf(round, curriculum), countingAnswers(answers, 'cohort'), about);
}

async function closedResult({ round, answers }: Taking, context: CohortContext, note?: Text): Promise<View> {
  const { curriculum } = context;
  const held = await readHeld(context);
  return ownResultView(round, questionsOf(round, curriculum), countingAnswers(answers, 'cohort'), held, note);
}

/** After the close, for everybody and without an end: the questions one by one, with everything about them. */
const look = cohortRoute({
  name: 'round.look',
  ack: 'update',
  who: 'anyone',
  input: askInput,
  async run({ round: roundId, at }, context) {
    const { db, curriculum, now } = context;
    const { round, answers } = await getTaking(roundId, context);
    if (!isOver(round, now))
      throw new Refused('The questions are told one by one after the close. Take part till then.');
    const questions = questionsOf(round, curriculum);
    const asked = questions.find((question) => question.at === at) ?? questions[0];
    if (asked === undefined) throw new Refused(GONE);
    const { item } = asked;
    const given = (await listTakers(db, round, now)).flatMap((taker) => [...taker.answers.values()]);
    return lookView(round, questions, asked.at, {
      answer: countingAnswers(answers, 'cohort').get(item.slug),
      counted: tally(item, round.id, given),
      heldUntil: (await readHeld(context)).get(item.slug),
      curriculum,
    });
  },
});

export const roundRoutes: readonly Route[] = [start, overview, ask, draft, form, answer, look];
