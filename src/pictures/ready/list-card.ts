import { altText, type Drawing } from '../drawing.ts';
import type { Tone } from '../palette.ts';
import { column, type Mark, mark, type Part, row, rule, words } from '../parts.ts';
import { card } from './card.ts';

export interface ListRow {
  /** A small sign before it, where there is one. */
  sign?: Mark['sign'];
  tone?: Tone;
  label: string;
  /** A quiet second line. */
  below?: string;
  /** What stands at the right edge. */
  note?: string;
  /** Stands out, like one's own row on a board. */
  isMarked?: boolean;
}

export interface ListCardFacts {
  name: string;
  title: string;
  note?: string;
  rows: readonly ListRow[];
  /** A quiet last line. */
  end?: string;
}

/** A title and rows with small signs: a packet, an at-risk list, a board. */
export function listCard({ name, title, note, rows, end }: ListCardFacts): Drawing {
  const alt = altText(
    title,
    rows.map(({ label, below, note: said }) => [label, below, said].filter((part) => part !== undefined).join(', ')),
  );
  const last = end === undefined ? [] : [words(end, { size: 22, tone: 'quiet', lines: 3 })];
  return { name, alt, tree: card(title, note, [listRows(rows), ...last]), width: 720, theme: 'dark' };
}

/** Only the rows, for a picture that has other things too. */
export function listRows(rows: readonly ListRow[]): Part {
  const hasSigns = rows.some(({ sign }) => sign !== undefined);
  return column(
    rows.flatMap((entry, index) => (index === 0 ? [listRow(entry, hasSigns)] : [rule, listRow(entry, hasSigns)])),
    12,
  );
}

function listRow({ sign, tone = 'accent', label, below, note, isMarked = false }: ListRow, hasSigns: boolean): Part {
  const title = words(label, { lines: 1, weight: isMarked ? 600 : 400, tone: isMarked ? 'accent' : 'ink' });
  const more = below === undefined ? [] : [words(below, { size: 22, tone: 'quiet', lines: 2 })];
  const parts = [
    ...(sign === undefined ? [] : [mark(sign, { tone })]),
    column([title, ...more], 2),
    ...(note === undefined ? [] : [words(note, { size: 24, tone: isMarked ? 'accent' : 'quiet', lines: 1 })]),
  ];
  return hasSigns && sign === undefined ? row([words('', { lines: 1 }), ...parts], { widths: [26] }) : row(parts);
}
