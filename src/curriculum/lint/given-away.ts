import type { Fault } from '../faults.ts';
import type { FixItem, Item, MultipleItem, PrintsItem, SingleItem } from '../schema.ts';
import { hitOf, RULES_OF_THUMB, type RuleOfThumb } from './shape.ts';

/** Below this many items chance alone looks like a pattern. */
const FEWEST_ITEMS = 12;

/** How far from chance is still chance: about one curriculum in twenty would be blamed wrongly for each rule. */
const TOLERANCE = 2;

/** How many items that carry a pattern are named, the strongest first: changing these is more than enough. */
const MOST_NAMED = 20;

const LETTERS = 'ABCDE';

/** With this many right statements there is always one item, so that nobody can count on two. */
const RIGHT_COUNTS = [1, 2, 3, 4];

/** In no more than this share of the items of several right answers may their number be the same. */
const MOST_ALIKE = 0.6;

/** Whether somebody who knows no Python does better than chance, or worse, by what the options look like. */
export function lintGivenAway(items: readonly Item[]): Fault[] {
  const choices = items.filter((item) => item.kind === 'single' || item.kind === 'prints' || item.kind === 'fix');
  return [
    ...lintShape('', choices),
    ...(['prints', 'single', 'fix'] as const).flatMap((kind) =>
      lintShape(
        `${kind} `,
        choices.filter((item) => item.kind === kind),
      ),
    ),
    ...lintLetters(choices),
    ...lintRightCounts(items.filter((item) => item.kind === 'multiple')),
  ];
}

type OneRight = SingleItem | PrintsItem | FixItem;

function lintShape(kind: string, items: readonly OneRight[]): Fault[] {
  if (items.length < FEWEST_ITEMS) return [];
  return RULES_OF_THUMB.flatMap((rule) => lintRule(rule, kind, items));
}

function lintRule(rule: RuleOfThumb, kind: string, items: readonly OneRight[]): Fault[] {
  const tried = items.map(({ slug, options }) => ({ slug, hit: hitOf(rule, options), chance: 1 / options.length }));
  const hits = tried.reduce((sum, { hit }) => sum + hit, 0);
  const { least, most } = rangeOfChance(tried.map(({ chance }) => chance));
  if (hits >= least && hits <= most) return [];
  const carrying = tried
    .map(({ slug, hit, chance }) => ({ slug, weight: hits > most ? hit - chance : chance - hit }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  const examples = carrying
    .slice(0, MOST_NAMED)
    .map(({ slug }) => slug)
    .join(', ');
  const message =
    `${rule.name} is right in ${round(hits)} of ${items.length} ${kind}items, by chance in ${round(least)} to ${round(most)}: ` +
    `change the wrong options in some of ${examples}`;
  return [{ file: 'sessions', path: '', message }];
}

function round(figure: number): string {
  return figure.toFixed(1).replace(/\.0$/, '');
}

function lintLetters(items: readonly OneRight[]): Fault[] {
  if (items.length < FEWEST_ITEMS) return [];
  return [...LETTERS].flatMap((letter, index) => {
    const offering = items.filter(({ options }) => options.length > index);
    const right = offering.filter(({ options }) => options[index]?.right === true);
    const most = mostByChance(offering.map(({ options }) => 1 / options.length));
    if (right.length <= most) return [];
    const examples = right.map(({ slug }) => slug).join(', ');
    const message =
      `${letter} is right in ${right.length} of ${offering.length} items, at most ${most} by chance: ` +
      `move the right option in some of ${examples}`;
    return [{ file: 'sessions', path: '', message }];
  });
}

function lintRightCounts(items: readonly MultipleItem[]): Fault[] {
  if (items.length < FEWEST_ITEMS) return [];
  return RIGHT_COUNTS.flatMap((count) => {
    const alike = items.filter(({ options }) => options.filter(({ right }) => right).length === count);
    const share = alike.length / items.length;
    if (alike.length > 0 && share <= MOST_ALIKE) return [];
    const message =
      alike.length === 0
        ? `no multiple item has ${count} right: write one, so that nobody can count on the others`
        : `${alike.length} of ${items.length} multiple items have ${count} right: change some of ${alike.map(({ slug }) => slug).join(', ')}`;
    return [{ file: 'sessions', path: '', message }];
  });
}

/** The most hits that chance explains, when each item is hit with its own probability. */
export function mostByChance(chances: readonly number[]): number {
  return Math.ceil(rangeOfChance(chances).most);
}

function rangeOfChance(chances: readonly number[]): { least: number; most: number } {
  const mean = chances.reduce((sum, chance) => sum + chance, 0);
  const deviation = Math.sqrt(chances.reduce((sum, chance) => sum + chance * (1 - chance), 0));
  return { least: mean - TOLERANCE * deviation, most: mean + TOLERANCE * deviation };
}
