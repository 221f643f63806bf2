import { altText, type Drawing } from '../drawing.ts';
import type { Tone } from '../palette.ts';
import { bar, column, type Part, row, words } from '../parts.ts';
import { card } from './card.ts';

export interface BarRow {
  label: string;
  /** From 0 to 1. */
  share: number;
  /** What stands behind the bar, like `7 of 12`. */
  note: string;
  tone?: Tone;
}

export interface BarsFacts {
  name: string;
  title: string;
  note?: string;
  rows: readonly BarRow[];
}

/** Labelled bars under each other: skills, areas, anything with a share. */
export function bars({ name, title, note, rows }: BarsFacts): Drawing {
  const alt = altText(
    title,
    rows.map(({ label, note: said }) => `${label} ${said}`),
  );
  return { name, alt, tree: card(title, note, [barRows(rows)]), width: 720 };
}

/** Only the rows, for a picture that has other things too. */
export function barRows(rows: readonly BarRow[]): Part {
  return column(
    rows.map(({ label, share, note, tone = share >= 1 ? 'good' : 'accent' }) =>
      column(
        [
          row([words(label, { lines: 2, grows: true }), words(note, { size: 24, tone: 'quiet', align: 'end' })]),
          bar(share, { tone }),
        ],
        6,
      ),
    ),
    18,
  );
}
