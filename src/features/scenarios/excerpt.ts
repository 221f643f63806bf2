import { wholeLetters } from '../../chat/clip.ts';

/** Stands where lines are left out. */
const LEFT_OUT = '⋮';

/** So many lines on each side make sense of one that matters. */
const AROUND = 2;

/** What is shown of a long text, and how many of its lines are not. */
export interface Excerpt {
  text: string;
  left: number;
}

/**
 * The lines of a text that matter, as many as fit into `length` characters: where each of these patterns begins and ends,
 * what stands between and around, then the text from its beginning. In the text's order, with a mark at each gap. A
 * first line that does not fit by itself is shown as far as it goes.
 */
export function excerptOf(text: string, patterns: readonly RegExp[], length: number): Excerpt {
  const lines = text.split('\n');
  const shown = new Set<number>();
  let room = length;
  for (const at of inOrderOfWorth(lines, spansOf(text, patterns))) {
    // Each line may have a gap before it.
    const needed = (lines[at]?.length ?? 0) + 1 + LEFT_OUT.length + 1;
    if (shown.has(at) || needed > room) continue;
    shown.add(at);
    room -= needed;
  }
  if (shown.size === 0) return { text: wholeLetters(lines[0] ?? '', length), left: lines.length - 1 };
  const kept = [...shown].sort((one, other) => one - other);
  const parts = kept.flatMap((at, place) => {
    const isAfterGap = at !== (kept[place - 1] ?? -1) + 1;
    return isAfterGap ? [LEFT_OUT, lines[at] ?? ''] : [lines[at] ?? ''];
  });
  const last = kept.at(-1) ?? 0;
  return {
    text: [...parts, ...(last === lines.length - 1 ? [] : [LEFT_OUT])].join('\n'),
    left: lines.length - kept.length,
  };
}

interface Span {
  first: number;
  last: number;
}

/** The lines of the first place at which each pattern fits, the shortest first. */
function spansOf(text: string, patterns: readonly RegExp[]): Span[] {
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length - 1;
  return patterns
    .flatMap((pattern) => {
      const found = pattern.exec(text);
      if (found === null) return [];
      const end = found.index + found[0].trimEnd().length;
      return [{ first: lineAt(found.index), last: lineAt(Math.max(found.index, end)) }];
    })
    .sort((one, other) => one.last - one.first - (other.last - other.first));
}

/** Every line of the text, some more than once, those first that are to be shown first. */
function inOrderOfWorth(lines: readonly string[], spans: readonly Span[]): number[] {
  const between = (from: number, to: number) =>
    [...lines.keys()].slice(Math.max(0, from), Math.min(lines.length, to + 1));
  return [
    ...spans.flatMap(({ first, last }) => [first, last]),
    ...spans.flatMap(({ first, last }) => between(first, last)),
    ...spans.flatMap(({ first, last }) => [...between(first - AROUND, first), ...between(last, last + AROUND)]),
    ...lines.keys(),
  ];
}
