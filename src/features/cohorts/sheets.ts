/** A table for people's own programs. Numbers are numbers; everything else is text, whatever it looks like. */
export interface Sheet {
  /** At most 31 characters. */
  name: string;
  columns: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}

/** RFC 4180, with the mark by which spreadsheets know UTF-8. */
export function csvOf({ columns, rows }: Sheet): string {
  const lines = [columns, ...rows].map((cells) => cells.map(cell).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

/** Quoted where it must be. A text that a spreadsheet would run as a formula gets an apostrophe before it. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const inert = looksLikeFormula(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** Whether the first thing that is seen of a text begins a formula, in whichever width, whatever stands invisibly before it. */
function looksLikeFormula(value: string): boolean {
  if (/^[\t\r\n]/.test(value)) return true;
  const [first = ''] = value.replace(UNSEEN, '').normalize('NFKC');
  return FORMULA.test(first);
}

const UNSEEN = /^[\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]+/u;

/** Minus has other looks, too: U+2212 is not one that NFKC makes a hyphen of. */
const FORMULA = /^[=+\-@\u2212\u2010\u2011]/u;

/** The name of a file for a cohort on a day: `autumn-2026-2026-11-24.csv`. */
export function fileName(cohort: string, what: string, day: Temporal.PlainDate, ending: 'csv' | 'xlsx'): string {
  const slug = cohort
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return [slug === '' ? 'cohort' : slug, ...(what === '' ? [] : [what]), `${day}.${ending}`].join('-');
}
