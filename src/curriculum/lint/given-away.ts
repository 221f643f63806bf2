import type { Fault } from '../faults.ts';
import type { FixItem, Item, PrintsItem, SingleItem } from '../schema.ts';

/** Below this many items chance alone looks like a pattern. */
const FEWEST_ITEMS = 12;

/** How far above chance is still chance: about one curriculum in forty would be blamed wrongly for each rule. */
const TOLERANCE = 2;

const LETTERS = 'ABCDE';

/** Whether somebody who knows no Python can do better than chance by choosing the longest option, or one letter. */
export function lintGivenAway(items: readonly Item[]): Fault[] {
  const choices = items.filter((item) => item.kind === 'single' || item.kind === 'prints' || item.kind === 'fix');
  if (choices.length < FEWEST_ITEMS) return [];
  return [...lintLongest(choices), ...lintLetters(choices)];
}

type OneRight = SingleItem | PrintsItem | FixItem;

function lintLongest(items: readonly OneRight[]): Fault[] {
  const longest = items.filter(isRightLongest);
  const most = mostByChance(items.map(({ options }) => 1 / options.length));
  if (longest.length <= most) return [];
  const examples = longest.map(({ slug }) => slug).join(', ');
  const message =
    `the right option is the longest in ${longest.length} of ${items.length} items, at most ${most} by chance: ` +
    `shorten it, or lengthen another, in some of ${examples}`;
  return [{ file: 'sessions', path: '', message }];
}

function isRightLongest({ options }: OneRight): boolean {
  const right = options.find((option) => option.right);
  if (right === undefined) return false;
  return options.every((option) => option === right || option.text.length < right.text.length);
}

function lintLetters(items: readonly OneRight[]): Fault[] {
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

/** The most hits that chance explains, when each item is hit with its own probability. */
export function mostByChance(chances: readonly number[]): number {
  const mean = chances.reduce((sum, chance) => sum + chance, 0);
  const variance = chances.reduce((sum, chance) => sum + chance * (1 - chance), 0);
  return Math.ceil(mean + TOLERANCE * Math.sqrt(variance));
}
