import { markdownBlocks } from '../../chat/markdown.ts';
import { command, type Text, text, time } from '../../chat/text.ts';
import { type Block, button, controls, footnote, heading, paragraph, type View, view } from '../../chat/view.ts';
import type { Curriculum, Item } from '../../curriculum/schema.ts';
import { onward } from '../../domain/onward.ts';
import {
  answerBlocks,
  bareQuestionBlocks,
  instruction,
  keyBlocks,
  questionBlocks,
  valueText,
} from '../quizzes/answer-texts.ts';
import { letteredLines, type Response } from '../quizzes/marking.ts';
import { mistakeBlocks, sourcesNote } from '../quizzes/question-views.ts';
import { drawnAs, isPressed, type PressedItem } from './asking.ts';
import type { Card, Source } from './cards.ts';
import type { Askable, Today } from './gathering.ts';
import type { Memory } from './memory.ts';

/** A card as its controls carry it. `more`: the person goes on beyond what they chose for a day. */
function stateOf({ id, reviews }: Card, more: boolean): Record<string, string> {
  return { card: id, at: String(reviews), ...moreState(more) };
}

function moreState(more: boolean): Record<string, string> {
  return more ? { more: 'yes' } : {};
}

/** The next card of today, or that there is none. */
export function todayView(
  { cards, more, asked }: Today,
  isMore: boolean,
  upcoming: Temporal.Instant | undefined,
): View {
  const waiting = isMore ? more : cards;
  const [first] = waiting;
  if (first !== undefined) {
    const place = isMore ? `${waiting.length} left` : `${asked + 1} of ${asked + waiting.length}`;
    return cardView(first, place, isMore);
  }
  return view(
    heading(asked === 0 ? 'Nothing to review today' : 'Done for today'),
    ...(asked === 0 ? [] : [paragraph`${asked === 1 ? 'One card' : `${asked} cards`} reviewed.`]),
    ...nextBlocks(more.length, upcoming),
    controls(
      ...(more.length === 0 ? [] : [button(`${more.length} more`, 'card.next', { more: 'yes' })]),
      button('My memory', 'review.memory'),
      button('When I ask you', 'review.settings'),
      button('Practise what I missed', 'quiz start', { only: 'missed' }),
      onward(),
    ),
  );
}

function nextBlocks(waiting: number, upcoming: Temporal.Instant | undefined): Block[] {
  if (waiting > 0) return [];
  return upcoming === undefined
    ? [paragraph`Cards are made of what you miss in rounds, in practice and in incidents. So far there are none.`]
    : [paragraph`The next one comes back ${time(upcoming, 'date')}.`];
}

/** One card, before it is answered. */
function cardView({ card, subject }: Askable, place: string, more: boolean): View {
  const state = stateOf(card, more);
  const show = controls(button('Show the answer', 'card.show', state, { style: 'primary' }));
  const whence = footnote`${SOURCES[card.source]} ${time(card.madeAt, 'date')}`;
  switch (subject.kind) {
    case 'item': {
      const { item } = subject;
      return view(
        heading(`Review, ${place} · ${item.title}`),
        ...frontBlocks(card, item),
        isPressed(item)
          ? [paragraph`*${instruction(item)}*`, letterControls(card, item, state)]
          : [paragraph`*${RECALL[item.kind]}*`, show],
        whence,
      );
    }
    case 'belief':
      return view(
        heading(`Review, ${place} · A belief`),
        paragraph`You once answered as if this were true:`,
        ...markdownBlocks(`> ${subject.belief.belief}`),
        paragraph`*What is wrong with it? Say it to yourself, then look.*`,
        show,
        whence,
      );
    case 'scenario': {
      const { title, incident } = subject.scenario;
      return view(
        heading(`Review, ${place} · ${title}`),
        ...markdownBlocks(incident.page),
        ...markdownBlocks(incident.system),
        paragraph`*What was the cause, and what proves it? Say it to yourself, then look.*`,
        show,
        whence,
      );
    }
  }
}

const SOURCES = {
  round: 'Missed in a round; a card since',
  practice: 'Missed in practice; a card since',
  debrief: 'From a debrief; a card since',
} as const satisfies Record<Source, string>;

const RECALL = {
  multiple: 'Which of them are right? Decide, then look.',
  line: 'Which line is wrong, and why? Decide, then look.',
  order: 'What is the right order? Say it to yourself, then look.',
  short: 'What is the answer? Say it to yourself, then look.',
} as const satisfies Record<Exclude<Item['kind'], PressedItem['kind']>, string>;

/** Lines keep their places, and so their letters: those are left out. */
function frontBlocks(card: Card, item: Item): readonly Block[] {
  return item.kind === 'line' ? bareQuestionBlocks(item) : questionBlocks(item, drawnAs(card, item));
}

function letterControls(card: Card, item: PressedItem, state: Record<string, string>): Block {
  const drawn = drawnAs(card, item);
  const draw = drawn.slice(drawn.lastIndexOf('-') + 1);
  const letters = letteredLines(item, drawn).map(({ letter }) => letter);
  return controls(...letters.map((letter) => button(letter, 'card.answer', { ...state, draw, answer: letter })));
}

/** A card with its answer, and how it went. */
export function shownView({ card, subject }: Askable, more: boolean): View {
  const state = stateOf(card, more);
  const grade = (label: string, grade: string, style: 'primary' | 'secondary' = 'secondary') =>
    button(label, 'card.grade', { ...state, grade }, { style });
  return view(
    ...backBlocks({ card, subject }),
    paragraph`**How did it go?**`,
    controls(grade('I knew it', 'good', 'primary'), grade('With effort', 'hard'), grade("I didn't", 'again')),
    subject.kind === 'item' ? sourcesNote(subject.item) : [],
  );
}

function backBlocks({ card, subject }: Askable): Block[] {
  switch (subject.kind) {
    case 'item': {
      const { item } = subject;
      return [
        heading(item.title),
        ...frontBlocks(card, item),
        ...answerOf(card, item),
        ...markdownBlocks(item.explanation),
      ];
    }
    case 'belief': {
      const { belief, correction } = subject.belief;
      return [heading('A belief'), ...markdownBlocks(`> ${belief}`), ...markdownBlocks(correction)];
    }
    case 'scenario': {
      const { title, debrief } = subject.scenario;
      return [heading(title), ...markdownBlocks(debrief.cause), ...markdownBlocks(debrief.mechanism)];
    }
  }
}

function answerOf(card: Card, item: Item): Block[] {
  if (item.kind !== 'line') return keyBlocks(item, drawnAs(card, item));
  return [
    paragraph`**The answer:** ${valueText(item, item.line)}. This makes it right:`,
    { kind: 'code', source: item.fix, language: 'python' },
  ];
}

/** What a pressed letter came to. */
export function verdictView(
  item: PressedItem,
  given: { drawn: string; response: Response; right: boolean },
  about: { after: Memory; isRepeated: boolean; more: boolean; now: Temporal.Instant },
  curriculum: Curriculum,
): View {
  const { drawn, response, right } = given;
  const mistakes = right ? [] : mistakeBlocks(item, drawn, { response }, curriculum);
  return view(
    ...(about.isRepeated ? [paragraph`You have answered this card before: the first answer counts.`] : []),
    heading(right ? 'Right' : 'Not quite'),
    paragraph`**${item.title}**`,
    ...answerBlocks(item, drawn, response),
    ...mistakes,
    ...(right ? [] : keyBlocks(item, drawn)),
    ...markdownBlocks(item.explanation),
    paragraph`${backText(about.after, about.now)}`,
    nextControls(about.more),
    sourcesNote(item),
  );
}

/** What somebody's own grade came to. */
export function gradedView({
  after,
  isRepeated,
  more,
  now,
}: {
  after: Memory;
  isRepeated: boolean;
  more: boolean;
  now: Temporal.Instant;
}): View {
  return view(
    paragraph`${isRepeated ? 'This card was graded before: the first grade counts. ' : ''}${backText(after, now)}`,
    nextControls(more),
  );
}

function nextControls(more: boolean): Block {
  return controls(button('Next', 'card.next', moreState(more), { style: 'primary' }));
}

/** When a card comes back: in whole days, as it is scheduled. */
function backText({ dueAt }: Memory, now: Temporal.Instant): Text {
  const days = Math.max(1, Math.round(now.until(dueAt).total('hours') / 24));
  if (days === 1) return text`It comes back tomorrow.`;
  return days < 60 ? text`It comes back in ${days} days.` : text`It comes back in ${Math.round(days / 30)} months.`;
}

/** In private, at the hour that somebody chose. */
export function askView(count: number): View {
  const minutes = Math.max(1, Math.round(count / 2));
  return view(
    paragraph`**${count === 1 ? 'One card' : `${count} cards`} to review today**, about ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
    controls(
      button('Start', 'review', {}, { style: 'primary' }),
      button('Another hour', 'review.settings'),
      button('No more of these', 'notify', { reviews: 'off' }),
    ),
    footnote`You chose this hour with ${command('review')}.`,
  );
}
