import { markdownBlocks } from '../../chat/markdown.ts';
import { join, type Text, text } from '../../chat/text.ts';
import {
  type Block,
  type Button,
  button,
  controls,
  type Field,
  footnote,
  heading,
  lineBlock,
  type Modal,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import type { Curriculum, Item } from '../../curriculum/schema.ts';
import { onward } from '../../domain/onward.ts';
import { tagOf } from '../../domain/seed.ts';
import { answerControls, draftBlocks, typedForm } from './answer-controls.ts';
import { answerBlocks, instruction, keyBlocks, longNote, questionBlocks, valueText, versions } from './answer-texts.ts';
import {
  CERTAINTIES,
  CERTAINTY_LETTERS,
  CERTAINTY_WORDS,
  type Certainty,
  markOf,
  markText,
  STAKES_LINE,
} from './certainty.ts';
import { differences, letteredLines, misconceptionsOf, readDraft } from './marking.ts';
import type { Asked, GivenAnswer } from './rounds.ts';

/** A question as its controls carry it: all that is needed to show it again without looking anything up. */
export interface Question extends Asked {
  /** The routes that its controls lead to: `practice.answer`, `round.answer`, `selftest.answer`. */
  family: 'practice' | 'round' | 'selftest';
  cohort: string | undefined;
  round: string;
  /** How many questions the round has. */
  of: number;
  /** How sure the person says they are, where their cohort asks: null before they said it. Undefined: it is not asked. */
  certainty?: Certainty | null | undefined;
}

/** The state that every control of a question carries. */
function stateOf({ cohort, round, at, of, item, certainty }: Question): Record<string, string> {
  const sure = certainty === undefined ? {} : { sure: certainty === null ? '' : CERTAINTY_LETTERS[certainty] };
  const place = { round, at: String(at), of: String(of), item: tagOf(item.slug), ...sure };
  return cohort === undefined ? place : { cohort, ...place };
}

/** The state of a control that is about a round as a whole, or another question of it. */
export function roundState({ cohort, round }: Pick<Question, 'cohort' | 'round'>): Record<string, string> {
  return cohort === undefined ? { round } : { cohort, round };
}

/** One question with the letters pressed so far. `note` stands above it. */
export function questionView(question: Question, pressed: string, note?: Text): View {
  const { item, round, at, of, family } = question;
  const draft = readDraft(item, round, pressed);
  return view(
    ...(note === undefined ? [] : [paragraph`${note}`]),
    heading(`${at + 1} of ${of} · ${item.title}`),
    longNote(item, round),
    questionBlocks(item, round),
    paragraph`*${instruction(item)}*`,
    draftBlocks(item, draft),
    answerControls({ item, drawn: round, family, state: stateOf(question) }, draft),
    ...besideButtons(question).map((one) => controls(one)),
    certaintyBlocks(question, draft),
    footnote`${about(item)}${RULES[family]}${family === 'round' && hasParts(item) ? ' Most of it right earns a part.' : ''}`,
  );
}

function about(item: Item): string {
  const which = versions(item);
  return which === '' ? '' : `${which} · `;
}

const RULES = {
  round: 'You can change your answer until the round closes.',
  practice: 'The first answer counts.',
  selftest: "The first answer counts, and “I don't know” is a good one.",
} as const satisfies Record<Question['family'], string>;

/** Whether an answer can be right in part, which points follow in a cohort's round. */
function hasParts({ kind }: Item): boolean {
  return kind === 'multiple' || kind === 'order';
}

/** How sure one is, said before the answer, or not at all. */
function certaintyBlocks(question: Question, draft: string): Block[] {
  const { family, certainty, item } = question;
  // A typed answer is asked with it, in the form.
  if (certainty === undefined || item.kind === 'short') return [];
  const choices = CERTAINTIES.map((choice) => {
    const isChosen = choice === certainty;
    const state = { ...stateOf({ ...question, certainty: isChosen ? null : choice }), draft };
    return button(CERTAINTY_WORDS[choice], `${family}.draft`, state, { style: isChosen ? 'primary' : 'secondary' });
  });
  return [paragraph`How sure are you? If you like, say it first.`, controls(...choices), footnote`${STAKES_LINE}`];
}

/** What one may do with a question instead of answering it. */
function besideButtons(question: Question): Button[] {
  switch (question.family) {
    case 'round':
      return [button('All questions', 'round.overview', roundState(question))];
    case 'selftest':
      return [button("I don't know", 'selftest.unknown', stateOf(question))];
    case 'practice':
      return [];
  }
}

/** The form of a typed answer. */
export function answerForm(question: Question & { item: Extract<Item, { kind: 'short' }> }): Modal {
  const { family, item, certainty } = question;
  // The field says how sure: what a form carries goes before what is filled in.
  const action = { route: `${family}.answer`, state: stateOf({ ...question, certainty: undefined }) };
  return typedForm(item, action, certainty === undefined ? [] : [certaintyField(certainty)]);
}

function certaintyField(certainty: Certainty | null): Field {
  return {
    kind: 'choice',
    name: 'sure',
    label: 'How sure are you? (if you like)',
    hint: STAKES_LINE,
    options: CERTAINTIES.map((one) => ({ value: CERTAINTY_LETTERS[one], label: CERTAINTY_WORDS[one] })),
    required: false,
    ...(certainty === null ? {} : { value: CERTAINTY_LETTERS[certainty] }),
  };
}

/** The verdict on a practice answer at once, and the way on. */
export function verdictView(
  question: Question,
  answer: GivenAnswer,
  about: { wasAnswered: boolean; paid: number; next: Asked | undefined },
  curriculum: Curriculum,
): View {
  const { item, round } = question;
  const state = roundState(question);
  return view(
    ...(about.wasAnswered ? [paragraph`You have answered this one before: the first answer counts.`] : []),
    heading(answer.right ? 'Right' : 'Not quite'),
    paragraph`**${item.title}**`,
    answerBlocks(item, round, answer.response),
    ...(answer.right ? [] : mistakeBlocks(item, round, answer, curriculum)),
    ...(answer.right && item.kind !== 'line' ? [] : keyBlocks(item, round)),
    markdownBlocks(item.explanation),
    ...(about.paid === 0 ? [] : [paragraph`+${about.paid} points`]),
    ...certaintyVerdict(answer),
    controls(
      about.next === undefined
        ? button('How it went', 'practice.summary', state, { style: 'primary' })
        : button('Next', 'practice.ask', { ...state, at: String(about.next.at) }, { style: 'primary' }),
    ),
    sourcesNote(item),
  );
}

/** What saying how sure one was came to. */
function certaintyVerdict({ certainty = null, right }: Pick<GivenAnswer, 'certainty' | 'right'>): Block[] {
  if (certainty === null) return [];
  return [
    paragraph`You said *${CERTAINTY_WORDS[certainty].toLowerCase()}*: **${markText(markOf(certainty, right))}**. ${STAKES_LINE}.`,
  ];
}

/** What a wrong answer gives away, and what puts it right. */
export function mistakeBlocks(
  item: Item,
  round: string,
  { response }: Pick<GivenAnswer, 'response'>,
  curriculum: Pick<Curriculum, 'misconceptions'>,
): Block[] {
  const corrections = misconceptionsOf(item, response).flatMap((slug) => {
    const misconception = curriculum.misconceptions.get(slug);
    return misconception === undefined ? [] : markdownBlocks(misconception.correction);
  });
  if (item.kind !== 'multiple') return corrections;
  const { missed, wrong } = differences(item, response);
  const lines = letteredLines(item, round);
  const named = (label: string, options: readonly number[]) =>
    lines
      .filter(({ value }) => options.includes(value))
      .map(({ letter, value }) => text`**${label}** ${letter}. ${valueText(item, value)}`);
  const listed = [...named('Missed:', missed), ...named('Wrong:', wrong)];
  return [...(listed.length === 0 ? [] : [lineBlock(listed)]), ...corrections];
}

export function sourcesNote(item: Item): Block {
  return footnote`${about(item)}Sources: ${join(item.sources, ' · ')}`;
}

/** How a practice round went, and another one. */
export function summaryView(
  round: { id: string; title: string },
  cohort: string | undefined,
  questions: readonly Asked[],
  answers: ReadonlyMap<string, GivenAnswer>,
  curriculum: Curriculum,
): View {
  const right = questions.filter(({ item }) => answers.get(item.slug)?.right === true).length;
  const missed = questions.filter(({ item }) => answers.get(item.slug)?.right === false);
  const skills = [...new Set(missed.map(({ item }) => item.skill))].map((slug) => {
    const skill = curriculum.skills.get(slug);
    return skill === undefined ? text`- ${slug}` : text`- ${skill.title} (session ${skill.session})`;
  });
  const open = questions.length - right - missed.length;
  return view(
    heading(`${right} of ${questions.length}`),
    paragraph`${round.title}${open === 0 ? '' : `, ${open} not answered`}.`,
    skills.length === 0
      ? open === 0
        ? paragraph`All right. Harder ones come next.`
        : []
      : [paragraph`Worth another look:`, lineBlock(skills)],
    controls(
      button('Another round', 'practice.again', roundState({ cohort, round: round.id }), { style: 'primary' }),
      onward(),
    ),
    footnote`Points come from the third right answer of a set on, for questions you have never answered before.`,
  );
}
