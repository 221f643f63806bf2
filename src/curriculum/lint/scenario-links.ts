import { unknown } from '../../chat/nearest.ts';
import type { Found } from '../faults.ts';
import type { RightCause, ScenarioFile } from '../scenario-schema.ts';

/** What the parts of a scenario say of one another: every id is there, once, and nothing is given away. */
export function lintScenarioLinks(scenario: ScenarioFile): Found[] {
  return [
    ...lintIds(scenario),
    ...lintActions(scenario),
    ...lintClues(scenario),
    ...lintCauses(scenario),
    ...lintKinds(scenario),
    ...lintFixes(scenario),
  ];
}

function lintIds({ actions, injects, mitigations, clues, causes, fixes }: ScenarioFile): Found[] {
  return [
    ...lintOnce('actions', 'id', actions, ({ id }) => id),
    ...lintOnce('actions', 'label', actions, ({ label }) => label.toLowerCase()),
    ...lintOnce('mitigations', 'id', mitigations, ({ id }) => id),
    ...lintOnce('mitigations', 'label', mitigations, ({ label }) => label.toLowerCase()),
    ...injects.flatMap(({ id }, index) =>
      id !== undefined && actions.some((action) => action.id === id)
        ? [{ path: `injects[${index}].id`, message: 'is the id of an action: write another' }]
        : [],
    ),
    ...lintOnce('clues', 'id', clues, ({ id }) => id),
    ...lintOnce('clues', 'text', clues, ({ text }) => text.toLowerCase()),
    ...lintOnce('causes', 'id', causes, ({ id }) => id),
    ...lintOnce('causes', 'text', causes, ({ text }) => text.toLowerCase()),
    ...lintOnce('fixes', 'id', fixes, ({ id }) => id),
    ...lintOnce('fixes', 'title', fixes, ({ title }) => title.toLowerCase()),
  ];
}

function lintOnce<Thing>(
  list: string,
  field: string,
  things: readonly Thing[],
  read: (thing: Thing) => string,
): Found[] {
  const values = things.map(read);
  return values.flatMap((value, index) => {
    const first = values.indexOf(value);
    if (first === index) return [];
    return [
      { path: `${list}[${index}].${field}`, message: `is the same as ${list}[${first}].${field}: write another` },
    ];
  });
}

/** More private evidence than this and a team only relays. */
const MOST_PRIVATE = 4;

function lintActions({ actions }: ScenarioFile): Found[] {
  const found: Found[] = [];
  for (const [index, { id, requires, group, shows }] of actions.entries()) {
    const path = `actions[${index}]`;
    for (const [place, required] of requires.entries()) {
      const at = `${path}.requires[${place}]`;
      if (required === id) found.push({ path: at, message: 'is the action itself: take it out' });
      else found.push(...lintId(at, 'action', required, actions));
    }
    if (shows.kind === 'said' && group !== 'ask') {
      found.push({
        path: `${path}.said`,
        message: `stands in the group ${group}: people are asked, so write group: ask`,
      });
    }
    if (shows.kind === 'source' && shows.lines !== undefined && shows.lines.first > shows.lines.last) {
      found.push({ path: `${path}.lines`, message: 'ends before it begins: write the first line, then the last' });
    }
  }
  const bound = actions.filter(({ role }) => role !== undefined).length;
  if (bound > MOST_PRIVATE) {
    found.push({ path: 'actions', message: `${bound} have a role: write one on at most ${MOST_PRIVATE}` });
  }
  return found;
}

function lintClues({ clues, actions, injects, causes }: ScenarioFile): Found[] {
  const right = causes.find((cause): cause is RightCause => cause.right);
  const sources = [...actions, ...injects.flatMap(({ id }) => (id === undefined ? [] : [{ id }]))];
  return clues.flatMap(({ seenIn, text }, index) => {
    const unknownActions = seenIn.flatMap((id, place) =>
      seenIn.indexOf(id) < place
        ? [{ path: `clues[${index}].seen_in[${place}]`, message: `${id} is there twice: write it once` }]
        : lintId(`clues[${index}].seen_in[${place}]`, 'action or news', id, sources),
    );
    if (right === undefined || !namesCause(text, right.text)) return unknownActions;
    const message = 'says what the right cause says: write what is seen, and let people conclude';
    return [...unknownActions, { path: `clues[${index}].text`, message }];
  });
}

/** How much of the cause's words a clue may share before it is the cause. */
const SHARED_WORDS = 0.7;

function namesCause(clue: string, cause: string): boolean {
  const words = contentWords(cause);
  const shared = words.intersection(contentWords(clue)).size;
  return words.size > 0 && shared / words.size >= SHARED_WORDS;
}

/** Words of four letters and more, without their endings. */
function contentWords(text: string): Set<string> {
  const words = text.toLowerCase().match(/[a-z_]{4,}/g) ?? [];
  return new Set(words.map((word) => word.replace(/(?:ing|ed|es|s)$/, '')));
}

function lintCauses({ causes, clues }: ScenarioFile): Found[] {
  const right = causes.filter((cause) => cause.right).length;
  const count: Found[] =
    right === 1 ? [] : [{ path: 'causes', message: `${right} are right: write right: true on exactly one` }];
  const links = causes.flatMap((cause, index) => {
    if (!cause.right) return lintClueIds(`causes[${index}].refuted_by`, cause.refutedBy, clues);
    return cause.needs.flatMap((ids, place) => lintClueIds(`causes[${index}].needs[${place}]`, ids, clues));
  });
  return [...count, ...links];
}

function lintClueIds(path: string, ids: readonly string[], clues: ScenarioFile['clues']): Found[] {
  return ids.flatMap((id, place) => {
    if (ids.indexOf(id) < place) return [{ path: `${path}[${place}]`, message: `${id} is there twice: write it once` }];
    return lintId(`${path}[${place}]`, 'clue', id, clues);
  });
}

/** A clue's kind fits what the causes make of it. */
function lintKinds({ clues, causes }: ScenarioFile): Found[] {
  const needed = new Set(causes.flatMap((cause) => (cause.right ? cause.needs.flat() : [])));
  // A missing right cause, or an unknown clue in its sets, is reported elsewhere.
  if (needed.size === 0 || ![...needed].every((id) => clues.some((clue) => clue.id === id))) return [];
  const refuting = new Set(causes.flatMap((cause) => (cause.right ? [] : cause.refutedBy)));
  return clues.flatMap(({ id, kind }, index) => {
    const path = `clues[${index}].kind`;
    if (needed.has(id) && kind !== 'needed') {
      return [{ path, message: `is ${kind}, and the right cause needs it: write needed` }];
    }
    if (!needed.has(id) && kind === 'needed') {
      return [{ path, message: 'is needed, and stands in no set of needs: write supporting, or put it into a set' }];
    }
    if (kind === 'beside' && refuting.has(id)) {
      return [{ path, message: 'is beside, and refutes a wrong cause: write supporting' }];
    }
    return [];
  });
}

const FEWEST_WRONG_FIXES = 3;

function lintFixes({ fixes }: ScenarioFile): Found[] {
  const right = fixes.filter((fix) => fix.right).length;
  const wrong = fixes.length - right;
  return [
    ...(right === 0 ? [{ path: 'fixes', message: 'none is right: write right: true on at least one' }] : []),
    ...(wrong < FEWEST_WRONG_FIXES
      ? [{ path: 'fixes', message: `${wrong} are wrong: write at least ${FEWEST_WRONG_FIXES} wrong ones` }]
      : []),
  ];
}

function lintId(path: string, noun: string, id: string, known: readonly { id: string }[]): Found[] {
  if (known.some((thing) => thing.id === id)) return [];
  const slugs = known.map((thing) => ({ slug: thing.id }));
  return [{ path, message: unknown(noun, id, slugs) }];
}
