import { altText, type Drawing } from '../drawing.ts';
import type { Tone } from '../palette.ts';
import { column, type Mark, mark, type Part, row, rule, words } from '../parts.ts';
import { card } from './card.ts';

/** Words, or a sign with what it means for those who do not see it. */
export type Cell = string | { sign: Mark['sign']; tone: Tone; means: string };

export interface TableCardFacts {
  name: string;
  title: string;
  note?: string;
  /** The first column takes what the others leave; they are `width` units wide. */
  columns: readonly [string, ...string[]];
  width?: number;
  rows: readonly (readonly Cell[])[];
  end?: string;
}

/** A small table: a label, and up to four columns of short words or signs. */
export function tableCard({ name, title, note, columns, width = 110, rows, end }: TableCardFacts): Drawing {
  const said = (cell: Cell | undefined) => (typeof cell === 'object' ? cell.means : (cell ?? ''));
  const alt = altText(
    title,
    rows.map(
      ([label, ...cells]) =>
        `${said(label)}: ${cells.map((cell, at) => `${columns[at + 1]} ${said(cell)}`).join(', ')}`,
    ),
  );
  const last = end === undefined ? [] : [words(end, { size: 22, tone: 'quiet', lines: 3 })];
  const line = (cells: readonly Part[]) => row(cells, { widths: [undefined, ...columns.slice(1).map(() => width)] });
  const head = line(columns.map((text, at) => words(text, { size: 22, tone: 'quiet', lines: 1, ...placed(at) })));
  const body = rows.flatMap((cells) => [rule, line(cells.map(cellPart))]);
  return { name, alt, tree: card(title, note, [column([head, ...body], 12), ...last]), width: 720 };
}

function cellPart(cell: Cell, at: number): Part {
  if (typeof cell === 'string') return words(cell, { size: at === 0 ? 26 : 24, lines: 1, ...placed(at) });
  const { sign, tone } = cell;
  return row([words('', { grows: true }), mark(sign, { tone, size: 24 })], { gap: 0 });
}

function placed(at: number): { align: 'start' | 'end'; grows: boolean } {
  return { align: at === 0 ? 'start' : 'end', grows: at === 0 };
}
