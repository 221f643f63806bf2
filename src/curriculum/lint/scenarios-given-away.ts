import type { Fault } from '../faults.ts';
import { diffOfFix } from '../scenario-diff.ts';
import type { ScenarioDraft } from '../scenario-draft.ts';
import { mostByChance } from './given-away.ts';

/** Below this many scenarios chance alone looks like a pattern. */
const FEWEST_SCENARIOS = 8;

/** What a guesser sees of one choice. */
interface Choice {
  scenario: string;
  options: readonly { right: boolean; length: number }[];
}

/** Whether somebody who looks at no evidence does better than chance by the length or the place of causes and fixes. */
export function lintScenariosGivenAway(drafts: readonly ScenarioDraft[]): Fault[] {
  const causes = drafts.flatMap(({ slug, scenario }): Choice[] =>
    scenario === undefined
      ? []
      : [{ scenario: slug, options: scenario.causes.map(({ right, text }) => ({ right, length: text.length })) }],
  );
  const titles = drafts.flatMap(({ slug, scenario }): Choice[] =>
    scenario === undefined
      ? []
      : [{ scenario: slug, options: scenario.fixes.map(({ right, title }) => ({ right, length: title.length })) }],
  );
  const diffs = drafts.flatMap((draft): Choice[] =>
    draft.scenario === undefined
      ? []
      : [
          {
            scenario: draft.slug,
            options: draft.scenario.fixes.map(({ id, right }) => ({ right, length: diffLength(draft, id) })),
          },
        ],
  );
  return [
    ...lintChoices('cause', 'text', causes),
    ...lintChoices('fix', 'title', titles),
    ...lintChoices('fix', 'diff', diffs),
    ...lintPlaces('cause', causes),
    ...lintPlaces('fix', titles),
  ];
}

function diffLength({ program, fixes }: ScenarioDraft, id: string): number {
  return diffOfFix(program, fixes.get(id) ?? new Map()).length;
}

function lintChoices(noun: string, field: string, choices: readonly Choice[]): Fault[] {
  const longest = ({ options }: Choice) => options.reduce((most, { length }) => Math.max(most, length), 0);
  const shortest = ({ options }: Choice) => options.reduce((least, { length }) => Math.min(least, length), Infinity);
  return [
    ...lintRule(choices, `the ${field} of a right ${noun} is the longest`, (choice) => longest(choice)),
    ...lintRule(choices, `the ${field} of a right ${noun} is the shortest`, (choice) => shortest(choice)),
  ];
}

/** A guesser who always takes the option of that length. */
function lintRule(choices: readonly Choice[], rule: string, lengthOf: (choice: Choice) => number): Fault[] {
  const hits = choices.filter((choice) => {
    const taken = choice.options.filter(({ length }) => length === lengthOf(choice));
    return taken.length === 1 && taken[0]?.right === true;
  });
  return lintHits(choices, hits, rule, 'lengthen or shorten one');
}

function lintPlaces(noun: string, choices: readonly Choice[]): Fault[] {
  const most = choices.reduce((count, { options }) => Math.max(count, options.length), 0);
  return Array.from({ length: most }, (_, place) => place).flatMap((place) => {
    const offering = choices.filter(({ options }) => options.length > place);
    const hits = offering.filter(({ options }) => options[place]?.right === true);
    return lintHits(offering, hits, `${noun} ${place + 1} is right`, 'move the right one');
  });
}

function lintHits(choices: readonly Choice[], hits: readonly Choice[], rule: string, remedy: string): Fault[] {
  if (choices.length < FEWEST_SCENARIOS) return [];
  const chance = ({ options }: Choice) => options.filter(({ right }) => right).length / options.length;
  const most = mostByChance(choices.map(chance));
  if (hits.length <= most) return [];
  const examples = hits.map(({ scenario }) => scenario).join(', ');
  const message =
    `${rule} in ${hits.length} of ${choices.length} scenarios, at most ${most} by chance: ` +
    `${remedy} in some of ${examples}`;
  return [{ file: 'scenarios', path: '', message }];
}
