import { markdownBlocks } from '../../chat/markdown.ts';
import { command, type Text, text, time } from '../../chat/text.ts';
import { type Block, button, controls, footnote, heading, paragraph, type View, view } from '../../chat/view.ts';
import type { Curriculum, Item } from '../../curriculum/schema.ts';
import { onward } from '../../domain/onward.ts';
import { tagOf } from '../../domain/seed.ts';
import { answerControls, draftBlocks } from '../quizzes/answer-controls.ts';
import { answerBlocks, instruction, keyBlocks, longNote, questionBlocks } from '../quizzes/answer-texts.ts';
import { type Response, readDraft } from '../quizzes/marking.ts';
import { mistakeBlocks, sourcesNote } from '../quizzes/question-views.ts';
import { drawnAs } from './asking.ts';
import type { Card, Source, Subject } from './cards.ts';
import type { Askable, Today } from './gathering.ts';
import type { Memory } from './memory.ts';

/** A card as its controls carry it. `more`: the person goes on beyond what they chose for a day. */
function stateOf({ id, reviews }: Pick<Card, 'id' | 'reviews'>, more: boolean): Record<string, string> {
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
  const show = controls(button('Show the answer', 'card.show', stateOf(card, more), { style: 'primary' }));
  switch (subject.kind) {
    case 'item': {
      const { item } = subject;
      return questionView(card, { item, drawn: drawnAs(card, item), place, more }, '');
    }
    case 'belief':
      return view(
        heading(`Review, ${place} · A belief`),
        paragraph`You once answered as if this were true:`,
        ...markdownBlocks(`> ${subject.belief.belief}`),
        paragraph`*What is wrong with it? Say it to yourself, then look.*`,
        show,
        whence(card),
      );
    case 'scenario': {
      const { title, incident } = subject.scenario;
      return view(
        heading(`Review, ${place} · ${title}`),
        ...markdownBlocks(incident.page),
        ...markdownBlocks(incident.system),
        paragraph`*What was the cause, and what proves it? Say it to yourself, then look.*`,
        show,
        whence(card),
      );
    }
  }
}

/** The question of a card, as its controls carry it. */
interface Asked {
  item: Item;
  /** Under which id its letters are drawn. */
  drawn: string;
  /** `1 of 5`. */
  place: string;
  more: boolean;
}

export function questionState(
  card: Pick<Card, 'id' | 'reviews'>,
  { item, drawn, place, more }: Asked,
): Record<string, string> {
  const draw = drawn.slice(drawn.lastIndexOf('-') + 1);
  return { ...stateOf(card, more), draw, item: tagOf(item.slug), ...(place === '' ? {} : { place }) };
}

/** A card's question with the letters pressed so far. */
export function questionView(card: Card, asked: Asked, pressed: string): View {
  const { item, drawn, place } = asked;
  const draft = readDraft(item, drawn, pressed);
  const state = questionState(card, asked);
  return view(
    heading(`Review, ${place} · ${item.title}`),
    ...longNote(item, drawn),
    ...questionBlocks(item, drawn),
    paragraph`*${instruction(item)}*`,
    ...draftBlocks(item, draft),
    ...answerControls({ item, drawn, family: 'card', state }, draft),
    controls(button("I don't know", 'card.answer', { ...state, unknown: 'yes' })),
    whence(card),
  );
}

function whence({ source, madeAt }: Card): Block {
  return footnote`${SOURCES[source]} ${time(madeAt, 'date')}`;
}

const SOURCES = {
  round: 'Missed in a round; a card since',
  practice: 'Missed in practice; a card since',
  debrief: 'From a debrief; a card since',
} as const satisfies Record<Source, string>;

/** A card that is recalled, with its answer, and how it went. */
export function shownView(card: Card, subject: Recalled, more: boolean): View {
  const state = stateOf(card, more);
  const grade = (label: string, grade: string, style: 'primary' | 'secondary' = 'secondary') =>
    button(label, 'card.grade', { ...state, grade }, { style });
  return view(
    ...backBlocks(subject),
    paragraph`**How did it go?**`,
    controls(grade('I knew it', 'good', 'primary'), grade('With effort', 'hard'), grade("I didn't", 'again')),
  );
}

/** What no press can answer: one thinks, looks, and says how it went. */
type Recalled = Exclude<Subject, { kind: 'item' }>;

function backBlocks(subject: Recalled): Block[] {
  switch (subject.kind) {
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

/** What an answer came to, or what would have been right for who did not know. */
export function verdictView(
  item: Item,
  given: { drawn: string; response?: Response; right?: boolean },
  about: { after: Memory; isRepeated: boolean; more: boolean; now: Temporal.Instant },
  curriculum: Curriculum,
): View {
  const { drawn, response, right = false } = given;
  return view(
    ...(about.isRepeated ? [paragraph`You have answered this card before: the first answer counts.`] : []),
    heading(response === undefined ? 'Now you know' : right ? 'Right' : 'Not quite'),
    paragraph`**${item.title}**`,
    ...(response === undefined ? [] : answerBlocks(item, drawn, response)),
    ...(response === undefined || right ? [] : mistakeBlocks(item, drawn, { response }, curriculum)),
    ...(right && item.kind !== 'line' ? [] : keyBlocks(item, drawn)),
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
