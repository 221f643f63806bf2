/** One small change of a file that should turn a test red. */
export interface Mutant {
  file: string;
  /** Counted from 1. */
  line: number;
  from: string;
  to: string;
  /** The whole file with the change. */
  source: string;
}

/** What is changed into what. Types use `<` and `>` without spaces round them, so only comparisons have them. */
const CHANGES: readonly (readonly [RegExp, string])[] = [
  [/ === /g, ' !== '],
  [/ !== /g, ' === '],
  [/ < /g, ' <= '],
  [/ <= /g, ' < '],
  [/ > /g, ' >= '],
  [/ >= /g, ' > '],
  [/ && /g, ' || '],
  [/ \|\| /g, ' && '],
  [/(?<=[\w)\]]) \+ (?=[\w(])/g, ' - '],
  [/(?<=[\w)\]]) - (?=[\w(])/g, ' + '],
  [/\btrue\b/g, 'false'],
  [/\bfalse\b/g, 'true'],
  [/\.some\(/g, '.every('],
  [/\.every\(/g, '.some('],
  [/\bMath\.min\(/g, 'Math.max('],
  [/\bMath\.max\(/g, 'Math.min('],
  [/\bisNull\(/g, 'isNotNull('],
  [/\basc\(/g, 'desc('],
  [/\bdesc\(/g, 'asc('],
  [/\band\(/g, 'or('],
  [/ is null\b/g, ' is not null'],
  [/ is not null\b/g, ' is null'],
  [/\bon conflict \(\w+\) do nothing\b/g, ''],
  [/\.at\(-1\)/g, '.at(0)'],
  [/\[0\]/g, '[1]'],
  [/(?<![\w.'"`#-])([1-9]\d?)(?![\w.'"`%]|\s*px)/g, 'NUMBER'],
];

/** Every mutant of a source, in order. Comments, imports, types and lines of pure words are left as they are. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const code = blank(source);
  const mutants: Mutant[] = [];
  for (const [pattern, replacement] of CHANGES) {
    for (const match of code.matchAll(pattern)) {
      const from = match[0];
      const to = replacement === 'NUMBER' ? String(Number(from) + 1) : replacement;
      const line = source.slice(0, match.index).split('\n').length;
      const changed = source.slice(0, match.index) + to + source.slice(match.index + from.length);
      mutants.push({ file, line, from: from.trim(), to: to.trim(), source: changed });
    }
  }
  return mutants.toSorted((one, other) => one.line - other.line);
}

/** The source with blanks where nothing is to be changed, every character in its place. */
function blank(source: string): string {
  const hide = (text: string) => text.replace(/[^\n]/g, ' ');
  return source
    .replace(/\/\*[\s\S]*?\*\//g, hide)
    .replace(/(^|\s)\/\/[^\n]*/g, hide)
    .replace(/^import [\s\S]*?;$/gm, hide)
    .replace(/^(?:export )?(?:interface|type) [\s\S]*?^(?:\}|[^\n]*;)$/gm, hide)
    .replace(/'(?:[^'\\\n]|\\.)*'/g, hide)
    .replace(/\b(?:text|paragraph|footnote|heading)`(?:[^`\\]|\\.)*`/g, hide);
}

/** A sample that is the same for the same seed: spread over the files, at most `most` in all. */
export function sampled(mutants: readonly Mutant[], most: number, seed: number): Mutant[] {
  const weighed = mutants.map((mutant) => ({
    mutant,
    weight: weightOf(`${seed}/${mutant.file}/${mutant.line}/${mutant.from}`),
  }));
  weighed.sort((one, other) => one.weight - other.weight);
  return weighed.slice(0, most).map(({ mutant }) => mutant);
}

/** FNV-1a, 32 bits, with a last stir. */
function weightOf(words: string): number {
  let hash = 0x811c9dc5;
  for (const letter of words) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
