/** A way to choose without reading: what it looks at is the shape of the options. */
export interface RuleOfThumb {
  /** Whom it chooses, as the beginning of a sentence. */
  name: string;
  /** The options it leaves, as indexes; somebody who follows it picks one of them at random. */
  leaves(texts: readonly string[]): readonly number[];
}

/** Strategies of somebody who has seen many quizzes. Each is followed without a word of Python. */
export const RULES_OF_THUMB: readonly RuleOfThumb[] = [
  { name: 'the option that agrees most with the others', leaves: (texts) => best(agreements(texts)) },
  { name: 'the option that agrees least with the others', leaves: (texts) => best(agreements(texts).map(negate)) },
  { name: 'the longest option', leaves: (texts) => best(lengths(texts)) },
  { name: 'the shortest option', leaves: (texts) => best(lengths(texts).map(negate)) },
  { name: 'an option that is not the longest', leaves: (texts) => without(texts, best(lengths(texts))) },
  { name: 'an option that is neither the longest nor the shortest', leaves: leaveMiddle },
];

/** How often a rule hits the right option of these, from 0 to 1: it may leave several. */
export function hitOf(rule: RuleOfThumb, options: readonly { text: string; right: boolean }[]): number {
  const left = rule.leaves(options.map(({ text }) => text));
  return left.some((index) => options[index]?.right === true) ? 1 / left.length : 0;
}

function leaveMiddle(texts: readonly string[]): readonly number[] {
  const sizes = lengths(texts);
  return without(texts, [...best(sizes), ...best(sizes.map(negate))]);
}

/** All but these; all when nothing would be left. */
function without(texts: readonly string[], taken: readonly number[]): readonly number[] {
  const left = [...texts.keys()].filter((index) => !taken.includes(index));
  return left.length === 0 ? [...texts.keys()] : left;
}

/** The indexes of the greatest figure, all of them when there are several. */
function best(figures: readonly number[]): readonly number[] {
  const most = Math.max(...figures);
  return [...figures.keys()].filter((index) => Math.abs((figures[index] ?? 0) - most) < 1e-9);
}

function lengths(texts: readonly string[]): number[] {
  return texts.map((text) => text.trim().length);
}

function negate(figure: number): number {
  return -figure;
}

/** How much each text is like all the others together. */
function agreements(texts: readonly string[]): number[] {
  return texts.map((text, index) =>
    texts.reduce((sum, other, at) => (at === index ? sum : sum + likeness(text, other)), 0),
  );
}

/** The share of places at which two texts have the same line, or the same word when both have one line. */
function likeness(one: string, other: string): number {
  const lines = [one, other].map((text) => text.trim().split('\n'));
  const isShort = lines.every(({ length }) => length === 1);
  const [first = [], second = []] = isShort
    ? [one, other].map((text) => text.trim().split(/\s+/))
    : lines.map((text) => text.map((line) => line.trim()));
  const same = first.filter((part, place) => part === second[place]).length;
  return same / Math.max(first.length, second.length);
}
