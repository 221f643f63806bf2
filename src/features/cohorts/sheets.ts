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

/**
 * Quoted where it must be, also for a spreadsheet that splits at semicolons or tabs. A text that one would run as a formula gets
 * an apostrophe before it, and so does what would become a cell of its own and run where quotes are not heeded.
 */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const inert = value
    .split(/([,;\t])/)
    .map((part, at) => (at % 2 === 0 && beginsFormula(part) ? `'${part}` : part))
    .join('');
  const first = looksLikeFormula(value) && !inert.startsWith("'") ? `'${inert}` : inert;
  return /[",;\t\r\n]/.test(first) ? `"${first.replaceAll('"', '""')}"` : first;
}

/** Whether the first thing that is seen of a text begins a formula, in whichever width, whatever stands invisibly before it. */
function looksLikeFormula(value: string): boolean {
  return /^[\t\r\n]/.test(value) || beginsFormula(value);
}

function beginsFormula(value: string): boolean {
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
