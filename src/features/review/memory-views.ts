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

/** What somebody remembers, how it fades, and what keeps slipping. */
export function memoryView({ cards, begun, due, curve, leeches }: MemoryFacts): View {
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
    ...curveBlocks(curve),
    ...(leeches.length === 0 ? [] : [leechBlock(leeches)]),
    controls(button('Review', 'card.next', {}, { style: 'primary' }), button('When I ask you', 'review.settings')),
  );
}

/** After so many days the curve is read off in words. */
const READ_AT = [0, 7, 14, 30];

function curveBlocks(curve: readonly CurvePoint[]): Block[] {
  const points = curve.filter(({ day }) => READ_AT.includes(day));
  if (points.length === 0) return [];
  const lines = points.map(
    ({ day, known }) =>
      text`${markdown(`\`${bar(known, 1)}\``)} ${day === 0 ? 'today' : `in ${day} days`}: ${percent(known)}`,
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
