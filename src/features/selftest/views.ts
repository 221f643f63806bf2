import { bar } from '../../chat/bar.ts';
import { markdown, type Text, text } from '../../chat/text.ts';
import { button, controls, footnote, heading, lineBlock, paragraph, type View, view } from '../../chat/view.ts';
import type { Curriculum, Selftest } from '../../curriculum/schema.ts';
import { onward } from '../../domain/onward.ts';
import { minutesFor } from '../quizzes/choosing.ts';
import { type Question, questionView } from '../quizzes/question-views.ts';
import { type Asked, nextQuestion, questionsOf } from '../quizzes/rounds.ts';
import { SITTING, type Taken } from './standing.ts';

/** Before the first question: what it is, and which of the sentences somebody says of themselves. */
export function claimsView({ title, opening, results }: Selftest, claimed: readonly string[]): View {
  const states = results.map(({ slug, claim }, index) => ({
    claim,
    isClaimed: claimed.includes(slug),
    number: index + 1,
  }));
  const pressed = (numbers: readonly number[]) => ({ claims: numbers.join('.') });
  const on = states.filter(({ isClaimed }) => isClaimed).map(({ number }) => number);
  return view(
    heading(title),
    paragraph`${markdown(opening)}`,
    lineBlock(
      states.map(({ claim, isClaimed, number }) => text`${isClaimed ? '☑' : '☐'} **${number}.** ${markdown(claim)}`),
    ),
    controls(
      ...states.map(({ isClaimed, number }) => {
        const others = on.filter((one) => one !== number);
        const after = isClaimed ? others : [...others, number].sort((one, other) => one - other);
        return button(String(number), 'selftest.claim', pressed(after), { style: isClaimed ? 'primary' : 'secondary' });
      }),
    ),
    controls(
      button(on.length === 0 ? 'None is true: begin' : 'Begin', 'selftest.begin', pressed(on), { style: 'primary' }),
    ),
    footnote`Press the numbers of those that are true of you. Only you see this: it is on no board, and no mentor sees it unless you say so.`,
  );
}

/** The question of a test that is shown, as its controls carry it. */
export function asking(asked: Asked, test: Pick<Taken, 'id'>, of: number): Question {
  return { ...asked, family: 'selftest', cohort: undefined, round: test.id, of };
}

/** The questions of the self-test with the places in which they are asked. */
export function testQuestions(curriculum: Curriculum): Asked[] {
  return questionsOf({ items: curriculum.selftest.items }, curriculum);
}

/** The next question of a test, or undefined when all have an answer. */
export function nextOf(test: Taken, curriculum: Curriculum): Asked | undefined {
  return nextQuestion(testQuestions(curriculum), new Map(test.answers.map(({ item, right }) => [item, right])));
}

/** The next question of a test under way, with how far one is. */
export function testQuestionView(asked: Asked, test: Taken, curriculum: Curriculum, note: Text | undefined): View {
  return questionView(asking(asked, test, curriculum.selftest.items.length), '', note);
}

/** How far somebody is: `7 of 30 ██░░░░░░`. */
export function farText(answered: number, of: number): Text {
  return text`${answered} of ${of} ${markdown(`\`${bar(answered, of)}\``)}`;
}

/** Between two sittings: how far somebody is, and that the rest can wait. */
export function restView(test: Taken, curriculum: Curriculum, isAfterAnswer: boolean): View {
  const questions = testQuestions(curriculum);
  const given = new Set(test.answers.map(({ item }) => item));
  const left = questions.filter(({ item }) => !given.has(item.slug));
  const coming = left.slice(0, SITTING - (given.size % SITTING));
  const more = coming.length === 1 ? 'The next one takes' : `The next ${coming.length} take`;
  return view(
    heading(isAfterAnswer ? 'Enough for one sitting' : 'Your self-test'),
    paragraph`**${farText(questions.length - left.length, questions.length)}**`,
    paragraph`${more} about ${minutesFor(coming.map(({ item }) => item))} minutes. Everything is kept: go on now, tomorrow or in a month, here or anywhere else.`,
    controls(
      button(
        coming.length === 1 ? 'The next one' : `The next ${coming.length}`,
        'selftest.go',
        {},
        { style: 'primary' },
      ),
      ...(given.size === 0 ? [] : [button('What it says so far', 'selftest.results')]),
      onward(),
    ),
  );
}
