import { bar } from '../../chat/bar.ts';
import { command, markdown, text } from '../../chat/text.ts';
import {
  type Block,
  button,
  controls,
  facts,
  heading,
  lineBlock,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import { onward } from '../../domain/onward.ts';
import type { Drawing } from '../../pictures/drawing.ts';
import { curve } from '../../pictures/ready/curve.ts';
import type { Subject } from './cards.ts';
import type { Leech } from './gathering.ts';
import type { CurvePoint } from './memory.ts';

/** What somebody's cards come to. */
export interface MemoryFacts {
  cards: number;
  /** Those that were reviewed at least once. */
  begun: number;
  due: number;
  /** Over the days ahead, if nothing is reviewed; empty before the first review. */
  curve: readonly CurvePoint[];
  leeches: readonly Leech[];
}

/** How many cards that slip are listed. */
const MOST_LEECHES = 5;

/** The memory curve as a picture: how much would still be known on each of the days ahead; undefined before the first review. */
export function memoryPicture({ begun, curve: points }: MemoryFacts): Drawing | undefined {
  const [today] = points;
  const last = points.at(-1);
  if (today === undefined || last === undefined || last.day === 0) return undefined;
  return curve({
    name: 'memory',
    title: 'What you remember',
    note: `${begun === 1 ? 'The card' : `The ${begun} cards`} you have reviewed, if you reviewed nothing more`,
    says: readOff(points).map(({ day, known }) => `${dayText(day)} ${percent(known)}`),
    x: READ_AT.filter((day) => day <= last.day).map((day) => ({
      at: day / last.day,
      label: day === 0 ? 'today' : `${day} days`,
    })),
    y: [0, 0.5, 1].map((at) => ({ at, label: percent(at) })),
    lines: [{ label: 'You would know', points: points.map(({ day, known }) => [day / last.day, known] as const) }],
  });
}

/** What somebody remembers, how it fades, and what keeps slipping; `picture` is the curve's. */
export function memoryView({ cards, begun, due, curve, leeches }: MemoryFacts, picture: Block | undefined): View {
  const [today] = curve;
  return view(
    heading('What you remember'),
    cards === 0
      ? paragraph`No cards yet. They are made of what you miss in rounds, in practice and in incidents.`
      : facts(
          [
            'Cards',
            begun === cards ? String(cards) : `${cards}, ${begun === 0 ? 'all' : `${cards - begun} of them`} new`,
          ],
          ['Due today', String(due)],
          ...(today === undefined
            ? []
            : [['You would know now', `${percent(today.known)} of those you have reviewed`] as const]),
        ),
    ...(picture === undefined ? [] : [picture]),
    ...curveBlocks(curve),
    ...(leeches.length === 0 ? [] : [leechBlock(leeches)]),
    controls(
      button('Review', 'card.next', {}, { style: 'primary' }),
      button('When I ask you', 'review.settings'),
      onward(),
    ),
  );
}

/** After so many days the curve is read off in words. */
const READ_AT = [0, 7, 14, 30];

function readOff(points: readonly CurvePoint[]): readonly CurvePoint[] {
  return points.filter(({ day }) => READ_AT.includes(day));
}

function dayText(day: number): string {
  return day === 0 ? 'today' : `in ${day} days`;
}

function curveBlocks(curve: readonly CurvePoint[]): Block[] {
  const points = readOff(curve);
  if (points.length === 0) return [];
  const lines = points.map(
    ({ day, known }) => text`${markdown(`\`${bar(known, 1)}\``)} ${dayText(day)}: ${percent(known)}`,
  );
  return [lineBlock([text`**If you review nothing, you would know**`, ...lines])];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function leechBlock(leeches: readonly Leech[]): Block {
  const lines = leeches
    .slice(0, MOST_LEECHES)
    .map(({ subject, misses }) => text`- ${leechText(subject)}: missed ${misses} times`);
  return lineBlock([text`**These keep slipping.** Read up on them, or ask a mentor with ${command('ask')}:`, ...lines]);
}

/** What a card is about, on one line. */
function leechText(subject: Subject) {
  switch (subject.kind) {
    case 'item':
      return text`${subject.item.title}`;
    case 'belief':
      return text`the belief “${markdown(subject.belief.belief)}”`;
    case 'scenario':
      return text`the incident “${subject.scenario.title}”`;
  }
}
