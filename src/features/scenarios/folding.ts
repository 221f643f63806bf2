import { lettersOf } from '../../chat/clip.ts';

/** What a phone shows of a line of code without being pushed sideways too far. */
export const COLUMNS = 80;

/** Stands where a line goes on that is shorter in the file. */
const GOES_ON = '↪ ';

/** Less of a line than this is not left alone on one for the sake of a space. */
const LEAST_WHOLE = 40;

/**
 * Lines of at most `columns` characters: a longer one goes on below, under its own indentation and behind an arrow. It is
 * cut at a space where there is one, and never inside a character.
 */
export function folded(words: string, columns = COLUMNS): string {
  return words
    .split('\n')
    .flatMap((line) => foldedLine(line, columns))
    .join('\n');
}

function foldedLine(line: string, columns: number): string[] {
  if (line.length <= columns) return [line];
  const indent = (/^[-+ ]? */.exec(line)?.[0] ?? '').slice(0, columns / 2);
  const lines: string[] = [];
  let left = lettersOf(line);
  let lead = '';
  while (lead.length + left.length > columns) {
    const room = columns - lead.length;
    const space = left.lastIndexOf(' ', room);
    const cut = space >= Math.min(LEAST_WHOLE, room / 2) ? space + 1 : room;
    lines.push(`${lead}${left.slice(0, cut).join('')}`.trimEnd());
    left = left.slice(cut);
    lead = `${indent}${GOES_ON}`;
  }
  return [...lines, `${lead}${left.join('')}`];
}
