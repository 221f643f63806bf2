import { createHash } from 'node:crypto';
import { diffOfFix } from './scenario-diff.ts';
import type { ScenarioDraft } from './scenario-draft.ts';
import { cheapestPath, costOf, type Path } from './scenario-paths.ts';
import type { ActionEntry, FixEntry, RightCause, ScenarioFile, Shows } from './scenario-schema.ts';

/** What an action shows, whole. `first` is the number of a source's first line. */
export type Artefact =
  | { kind: 'source'; file: string; first: number; text: string }
  | { kind: 'evidence'; file: string; text: string; picture?: { name: string; alt: string; png: Uint8Array } }
  | { kind: 'said'; text: string };

export type Action = Omit<ActionEntry, 'shows'> & { artefact: Artefact };

/** A fix with what it changes, as a unified diff. */
export type Fix = FixEntry & { diff: string };

/** One incident with everything that can be found out about it, checked. */
export interface Scenario extends Omit<ScenarioFile, 'actions' | 'fixes' | 'expert'> {
  slug: string;
  /** Twelve letters that change when anything in it does. */
  version: string;
  actions: readonly Action[];
  fixes: readonly Fix[];
  /** How an expert goes about it: the cheapest way to the first set of clues that proves the cause, or the author's. */
  expert: Path & { why?: string };
}

/** Joins a scenario with its files. Undefined where one of them is missing, which lint has told. */
export function joinScenario(draft: ScenarioDraft): Scenario | undefined {
  const { scenario, slug } = draft;
  if (scenario === undefined) return undefined;
  const { actions: entries, fixes: fixEntries, expert: authors, ...rest } = scenario;
  const actions: Action[] = [];
  for (const { shows, ...entry } of entries) {
    const artefact = artefactOf(shows, draft);
    if (artefact === undefined) return undefined;
    actions.push({ ...entry, artefact });
  }
  const fixes = fixEntries.map((fix) => ({
    ...fix,
    diff: diffOfFix(draft.program, draft.fixes.get(fix.id) ?? new Map()),
  }));
  const expert =
    authors === undefined
      ? cheapestSolution(scenario)
      : { actions: authors.path, cost: costOf(entries, authors.path), why: authors.why };
  if (expert === undefined) return undefined;
  const joined = { ...rest, slug, actions, fixes, expert };
  return { ...joined, version: versionOf(joined) };
}

/** Pictures are left out: they are drawn from numbers that are in the texts, and drawing them again changes nothing. */
function versionOf(content: object): string {
  const words = JSON.stringify(content, (_, value) => (value instanceof Uint8Array ? undefined : value));
  return createHash('sha256').update(words).digest('hex').slice(0, 12);
}

/** The cheapest way to the first set of clues that proves the cause. */
export function cheapestSolution(scenario: ScenarioFile): Path | undefined {
  const right = scenario.causes.find((cause): cause is RightCause => cause.right);
  const [first] = right?.needs ?? [];
  return first && cheapestPath(pathsOf(scenario), first);
}

/** A scenario as ways through it are searched. */
export function pathsOf({ actions, clues }: Pick<ScenarioFile, 'actions' | 'clues'>) {
  return { actions, seenIn: new Map(clues.map(({ id, seenIn }) => [id, seenIn])) };
}

/** What an action shows, from the scenario's files. Undefined where there is no such file, or nothing in those lines. */
export function artefactOf(
  shows: Shows,
  { program, evidence, pictures }: Pick<ScenarioDraft, 'program' | 'evidence' | 'pictures'>,
): Artefact | undefined {
  switch (shows.kind) {
    case 'source': {
      const { file, lines } = shows;
      const text = program.get(file)?.trimEnd();
      if (lines === undefined) return withText(text, { kind: 'source', file, first: 1 });
      const part = text
        ?.split('\n')
        .slice(lines.first - 1, lines.last)
        .join('\n');
      return withText(part, { kind: 'source', file, first: lines.first });
    }
    case 'evidence': {
      const { file, picture } = shows;
      const text = evidence.get(file)?.trimEnd();
      if (picture === undefined) return withText(text, { kind: 'evidence', file });
      const png = pictures.get(picture.file);
      if (png === undefined) return undefined;
      return withText(text, { kind: 'evidence', file, picture: { name: picture.file, alt: picture.alt, png } });
    }
    case 'said':
      return { kind: 'said', text: shows.words };
  }
}

function withText<Rest>(text: string | undefined, rest: Rest): (Rest & { text: string }) | undefined {
  return text === undefined || text.trim() === '' ? undefined : { ...rest, text };
}
