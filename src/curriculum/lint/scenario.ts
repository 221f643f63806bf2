import { unknown } from '../../chat/nearest.ts';
import type { Draft } from '../draft.ts';
import type { Fault, Found } from '../faults.ts';
import { CPYTHONS, takesPython } from '../python-range.ts';
import { cheapestSolution, pathsOf } from '../scenario.ts';
import type { ScenarioDraft } from '../scenario-draft.ts';
import { costOf, fewestActions, reachable } from '../scenario-paths.ts';
import type { RightCause, ScenarioFile } from '../scenario-schema.ts';
import { lintScenarioFiles } from './scenario-files.ts';
import { lintScenarioLinks } from './scenario-links.ts';
import { lintWidths } from './scenario-width.ts';
import { lintTexts } from './texts.ts';

/** What a scenario says of itself and of the rest of the curriculum. */
export function lintScenario(draft: ScenarioDraft, curriculum: Draft): Fault[] {
  const { scenario, folder } = draft;
  if (scenario === undefined) return [];
  const file = `${folder}/scenario.yaml`;
  const found: Found[] = [
    ...lintNames(scenario, curriculum),
    ...lintPython(scenario),
    ...lintScenarioLinks(scenario),
    ...lintWays(scenario),
    ...lintInjects(scenario),
    ...lintMitigations(scenario),
  ];
  return [
    ...found.map((one) => ({ file, ...one })),
    ...lintMarkup(file, scenario),
    ...lintScenarioFiles(draft),
    ...lintWidths(draft),
  ];
}

function lintNames({ skills, tracks, causes }: ScenarioFile, curriculum: Draft): Found[] {
  const wrong = causes.flatMap((cause, index) =>
    cause.right || cause.misconception === undefined
      ? []
      : [{ path: `causes[${index}].misconception`, slug: cause.misconception }],
  );
  const known = curriculum.misconceptions?.map(({ entry }) => entry);
  return [
    ...skills.flatMap((slug, index) => lintName(`skills[${index}]`, 'skill', slug, curriculum.skills)),
    ...tracks.flatMap((slug, index) => lintName(`tracks[${index}]`, 'track', slug, curriculum.tracks)),
    ...wrong.flatMap(({ path, slug }) => lintName(path, 'misconception', slug, known)),
  ];
}

function lintName(path: string, noun: string, slug: string, known: readonly { slug: string }[] | undefined): Found[] {
  if (known === undefined || known.some((thing) => thing.slug === slug)) return [];
  return [{ path, message: unknown(noun, slug, known) }];
}

function lintPython({ python }: ScenarioFile): Found[] {
  if (CPYTHONS.some((version) => takesPython(python, version))) return [];
  return [{ path: 'python', message: `takes none of CPython ${CPYTHONS.join(', ')}: write a range that takes one` }];
}

/** The share of the budget within which somebody who knows the way has seen all they need. */
const EXPERT_SHARE = 2 / 3;

/** One look proves nothing: how many the author's own way takes, and how many every other set. */
const FEWEST_ACTIONS = 3;

const FEWEST_FOR_OTHERS = 2;

/** The ways through: each action can be done, the needed clues are spread out, and the budget makes people choose. */
function lintWays(scenario: ScenarioFile): Found[] {
  const { actions, budget, expert } = scenario;
  const found: Found[] = [];
  // A missing requirement is reported elsewhere, once.
  const isKnown = (required: string) => actions.some(({ id }) => id === required);
  const possible = reachable(actions.map((action) => ({ ...action, requires: action.requires.filter(isKnown) })));
  for (const [index, { id }] of actions.entries()) {
    if (possible.includes(id)) continue;
    found.push({
      path: `actions[${index}].requires`,
      message: `${id} can never be done: it waits for what waits for it`,
    });
  }
  const all = costOf(actions, possible);
  if (all <= budget) {
    const message = `is ${budget}, and all actions together cost ${all}: write less, so that people must choose`;
    found.push({ path: 'budget', message });
  }
  const right = scenario.causes.find((cause): cause is RightCause => cause.right);
  const path = cheapestSolution(scenario);
  // An unknown clue or a missing right cause is reported elsewhere.
  if (right === undefined || path === undefined) return found;
  if (path.cost > budget * EXPERT_SHARE) {
    const message =
      `is ${budget}, and the cheapest path to all needed clues costs ${path.cost} (${path.actions.join(', ')}): ` +
      `write at least ${Math.ceil(path.cost / EXPERT_SHARE)}, or make actions cheaper`;
    found.push({ path: 'budget', message });
  }
  for (const [place, needs] of right.needs.entries()) {
    const fewest = fewestActions(pathsOf(scenario), needs) ?? 0;
    const least = place === 0 ? FEWEST_ACTIONS : FEWEST_FOR_OTHERS;
    if (fewest >= least) continue;
    const message = `${fewest} ${fewest === 1 ? 'action shows' : 'actions show'} all clues of set ${place + 1} of needs: spread them over at least ${least}`;
    found.push({ path: 'causes', message });
  }
  if (expert !== undefined) found.push(...lintExpert(scenario, right, expert.path));
  return found;
}

function lintExpert({ actions, clues, budget }: ScenarioFile, { needs }: RightCause, path: readonly string[]): Found[] {
  const found: Found[] = [];
  for (const [index, id] of path.entries()) {
    const at = `expert.path[${index}]`;
    const action = actions.find((candidate) => candidate.id === id);
    const before = path.slice(0, index);
    const lacking = action?.requires.filter((required) => !before.includes(required)) ?? [];
    if (action === undefined) found.push({ path: at, message: unknownId('action', id, actions) });
    else if (before.includes(id)) found.push({ path: at, message: `${id} is there twice: write it once` });
    else if (lacking.length > 0)
      found.push({ path: at, message: `${id} requires ${lacking.join(', ')}: write that before` });
  }
  const [first = []] = needs;
  const unseen = first.filter(
    (need) => !clues.some(({ id, seenIn }) => id === need && seenIn.some((action) => path.includes(action))),
  );
  if (unseen.length > 0) {
    found.push({ path: 'expert.path', message: `never sees ${unseen.join(', ')}: write an action that shows it` });
  }
  const cost = costOf(actions, path);
  if (cost > budget * EXPERT_SHARE) {
    found.push({ path: 'expert.path', message: `costs ${cost} of ${budget} minutes: write one of at most two thirds` });
  }
  return found;
}

function unknownId(noun: string, id: string, known: readonly { id: string }[]): string {
  return unknown(
    noun,
    id,
    known.map((thing) => ({ slug: thing.id })),
  );
}

function lintInjects({ injects, budget }: ScenarioFile): Found[] {
  return injects.flatMap(({ at }, index) => {
    const path = `injects[${index}].at`;
    const before = injects[index - 1];
    if (before !== undefined && at <= before.at) {
      return [{ path, message: `is ${at}, which is not after the one before: put them in order` }];
    }
    return at < budget ? [] : [{ path, message: `is ${at}, when the budget of ${budget} is spent: write less` }];
  });
}

/** There is something that stops the harm, and something that only looks as if it did. */
function lintMitigations({ mitigations, budget }: ScenarioFile): Found[] {
  const has = (...effects: string[]) => mitigations.some(({ effect }) => effects.includes(effect));
  return [
    ...(has('stops') ? [] : [{ path: 'mitigations', message: 'none stops the harm: write one that does' }]),
    ...(has('nothing', 'harms')
      ? []
      : [{ path: 'mitigations', message: 'all of them help: write one that does nothing, or harms' }]),
    ...mitigations.flatMap(({ cost, effect }, index) =>
      effect === 'stops' && cost * 2 > budget
        ? [{ path: `mitigations[${index}].cost`, message: `takes more than half of ${budget} minutes: write less` }]
        : [],
    ),
  ];
}

/** Patterns and addresses are not texts; everything else is our markdown. */
function lintMarkup(file: string, scenario: ScenarioFile): Fault[] {
  const { clues, actions, debrief, ...rest } = scenario;
  const { links, ...chapters } = debrief;
  return [
    ...lintTexts(file, rest),
    ...lintTexts(file, chapters, ['debrief']),
    ...links.flatMap(({ title }, index) => lintTexts(file, title, ['debrief', 'links', index, 'title'])),
    ...clues.flatMap(({ text }, index) => lintTexts(file, text, ['clues', index, 'text'])),
    ...actions.flatMap(({ label, deadEnd = '', shows }, index) => [
      ...lintTexts(file, label, ['actions', index, 'label']),
      ...lintTexts(file, deadEnd, ['actions', index, 'dead_end']),
      ...(shows.kind === 'said' ? lintTexts(file, shows.words, ['actions', index, 'said']) : []),
    ]),
  ];
}
