import type { Draft } from '../draft.ts';
import type { Fault } from '../faults.ts';
import type { Item, Result, Selftest } from '../schema.ts';
import { lintUnique } from './frame.ts';
import { lintNames, misconceptionsOf } from './references.ts';

const FILE = 'selftest.yaml';

/** How many items place a person. */
const ITEMS = 30;

/** How many of them one session or one difficulty may have: more, and the test is about that. */
const MOST_OF_A_SESSION = 6;

const MOST_OF_A_DIFFICULTY = 20;

/** The self-test: its items are there, spread over what is taught, and every sign can be yielded by answers. */
export function lintSelftest(draft: Draft): Fault[] {
  const { selftest } = draft;
  if (selftest === undefined) return [];
  const known = draft.sessions.flatMap(({ items }) => items.map(({ item }) => item));
  const unread = draft.sessions.flatMap((session) => session.unread);
  const slugs = [...known, ...unread.map((slug) => ({ slug }))];
  const names = lintNames(FILE, 'items', 'item', selftest.items, slugs);
  const isWhole = names.length === 0 && unread.length === 0;
  return [
    ...names,
    ...(isWhole ? lintSpread(draft, selftest, known) : []),
    ...lintUnique(FILE, 'results', selftest.results),
    ...selftest.results.flatMap((result, index) => [
      ...lintResultItems(result, `results[${index}]`, selftest),
      ...(isWhole ? lintBeliefs(result, `results[${index}]`, known) : []),
      ...lintRule(result, `results[${index}]`),
    ]),
    ...lintUsed(selftest),
  ];
}

function lintSpread({ areas, skills }: Draft, { items }: Selftest, known: readonly Item[]): Fault[] {
  const path = 'items';
  const faults: Fault[] = [];
  if (items.length !== ITEMS) {
    faults.push({ file: FILE, path, message: `has ${items.length} entries: write ${ITEMS}` });
  }
  const chosen = known.filter(({ slug }) => items.includes(slug));
  for (const [session, its] of Map.groupBy(chosen, (item) => item.session)) {
    if (its.length <= MOST_OF_A_SESSION) continue;
    const message = `has ${its.length} of session ${session}: write at most ${MOST_OF_A_SESSION} of one session`;
    faults.push({ file: FILE, path, message });
  }
  for (const [difficulty, its] of Map.groupBy(chosen, (item) => item.difficulty)) {
    if (its.length <= MOST_OF_A_DIFFICULTY) continue;
    const message = `has ${its.length} of difficulty ${difficulty}: write at most ${MOST_OF_A_DIFFICULTY} of one difficulty`;
    faults.push({ file: FILE, path, message });
  }
  for (const { slug } of areas ?? []) {
    const its = skills?.filter((skill) => skill.areas.includes(slug)) ?? [];
    // An area that no skill has is the fault of skills.yaml.
    if (its.length === 0 || chosen.some((item) => its.some((skill) => skill.slug === item.skill))) continue;
    faults.push({ file: FILE, path, message: `has no item of the area ${slug}: write one` });
  }
  return faults;
}

function lintResultItems({ items }: Result, path: string, selftest: Selftest): Fault[] {
  const asked = selftest.items.map((slug) => ({ slug }));
  return lintNames(FILE, `${path}.items`, 'item of the self-test', items, asked);
}

/** A belief that no answer to these items can give away would never count. */
function lintBeliefs({ items, beliefs }: Result, path: string, known: readonly Item[]): Fault[] {
  const its = known.filter(({ slug }) => items.includes(slug));
  const givenAway = its.flatMap((item) => misconceptionsOf(item).map(({ slug }) => ({ slug })));
  return lintNames(FILE, `${path}.beliefs`, 'misconception of these items', beliefs, givenAway);
}

/** A rule that always holds, or never, says nothing. */
function lintRule(result: Result, path: string): Fault[] {
  const { items, beliefs } = result;
  switch (result.kind) {
    case 'not-yet': {
      const { rightAtMost, beliefsAtLeast } = result.rule;
      return [
        ...atMost(`${path}.rule.right-at-most`, rightAtMost, items.length - 1),
        ...(beliefsAtLeast === undefined
          ? []
          : atMost(`${path}.rule.beliefs-at-least`, beliefsAtLeast, Math.max(beliefs.length, 1))),
        ...lintCounted(`${path}.rule.beliefs-at-least`, beliefsAtLeast, beliefs),
      ];
    }
    case 'close': {
      const { rightAtLeast, beliefsAtMost } = result.rule;
      return [
        ...atMost(`${path}.rule.right-at-least`, rightAtLeast, items.length),
        ...lintCounted(`${path}.rule.beliefs-at-most`, beliefsAtMost, beliefs),
      ];
    }
  }
}

function atMost(path: string, count: number, most: number): Fault[] {
  return count <= most ? [] : [{ file: FILE, path, message: `is ${count}: write at most ${most}` }];
}

function lintCounted(path: string, count: number | undefined, beliefs: readonly string[]): Fault[] {
  if (count === undefined && beliefs.length > 0) {
    return [{ file: FILE, path, message: 'is missing: write a number, or take the beliefs out' }];
  }
  if (count === undefined || beliefs.length > 0) return [];
  return [{ file: FILE, path, message: 'counts no beliefs: write some, or take it out' }];
}

/** An item that no sign is read from costs people time and tells them nothing. */
function lintUsed({ items, results }: Selftest): Fault[] {
  const used = new Set(results.flatMap((result) => result.items));
  return items.flatMap((slug, index) => {
    if (used.has(slug)) return [];
    return [{ file: FILE, path: `items[${index}]`, message: `${slug} is read by no result: write it in one` }];
  });
}
