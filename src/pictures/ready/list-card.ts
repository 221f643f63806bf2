import { altText, type Drawing } from '../drawing.ts';
import type { Tone } from '../palette.ts';
import { column, type Mark, mark, type Part, row, rule, space, words } from '../parts.ts';
import { card } from './card.ts';

export interface ListRow {
  /** A small sign before it, where there is one. */
  sign?: Mark['sign'];
  tone?: Tone;
  /** A short word before the label, like a place on a board. */
  before?: string;
  label: string;
  /** A quiet second line, and in how many lines it stands at most: two, if nothing is said. */
  below?: string;
  belowLines?: number;
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
    rows.map(({ before, label, below, note: said }) =>
      [before === undefined ? label : `${before} ${label}`, below, said]
        .filter((part) => part !== undefined)
        .join(', '),
    ),
  );
  const last = end === undefined ? [] : [words(end, { size: 22, tone: 'quiet', lines: 3 })];
  return { name, alt, tree: card(title, note, [listRows(rows), ...last]), width: 720 };
}

/** Only the rows, for a picture that has other things too. */
export function listRows(rows: readonly ListRow[]): Part {
  const hasSigns = rows.some(({ sign }) => sign !== undefined);
  return column(
    rows.flatMap((entry, index) => (index === 0 ? [listRow(entry, hasSigns)] : [rule, listRow(entry, hasSigns)])),
    12,
  );
}

function listRow(
  { sign, tone = 'accent', before, label, below, belowLines = 2, note, isMarked = false }: ListRow,
  hasSigns: boolean,
): Part {
  const title = words(label, { lines: 1, weight: isMarked ? 600 : 400, tone: isMarked ? 'accent' : 'ink' });
  const more = below === undefined ? [] : [words(below, { size: 22, tone: 'quiet', lines: belowLines })];
  const cells: readonly (readonly [part: Part, width?: number])[] = [
    ...(hasSigns ? [[sign === undefined ? space(26) : mark(sign, { tone })] as const] : []),
    ...(before === undefined ? [] : [[words(before, { lines: 1, tone: isMarked ? 'accent' : 'quiet' }), 44] as const]),
    [column([title, ...more], 2)],
    ...(note === undefined
      ? []
      : [[words(note, { size: 24, tone: isMarked ? 'accent' : 'quiet', lines: 1 })] as const]),
  ];
  const widths = cells.map(([, width]) => width);
  return row(
    cells.map(([part]) => part),
    { widths },
  );
}
