import { createHash } from 'node:crypto';
import { findPrograms } from './block-programs.ts';
import type { Draft, Files, SessionDraft } from './draft.ts';
import { inOrder, PROVEN_FILE, type ProofStanding, type Proven, readProven } from './proven.ts';
import type { ScenarioDraft } from './scenario-draft.ts';
import type { Item } from './schema.ts';

/** What no program shows: words around the key. */
const WORDS: ReadonlySet<string> = new Set([
  'slug',
  'session',
  'title',
  'skill',
  'difficulty',
  'question',
  'explanation',
  'sources',
  'like',
  'one_belief',
  'misconception',
]);

export function fingerprintOfItem(item: Item): string {
  return hash(JSON.stringify(item, (key, value) => (WORDS.has(key) ? undefined : value)));
}

/** Of the programs that a scenario's proof runs and what they must come to; `check` is the text of its `check.py`. */
export function fingerprintOfScenario({ scenario, program, fixes }: ScenarioDraft, check: string | undefined): string {
  const due = scenario?.fixes.map(({ id, right, ...fix }) => [id, right, 'failsWith' in fix ? fix.failsWith : null]);
  const { python, requires, symptom } = scenario ?? {};
  const changes = [...fixes].map(([id, files]) => [id, [...files]]);
  return hash(JSON.stringify([python, requires, symptom, due, [...program], changes, check ?? null]));
}

/** Of the Python that stands in a session's materials and texts, and of what is said of it; undefined where there is none. */
export function fingerprintOfTexts(session: SessionDraft): string | undefined {
  const programs = findPrograms(session);
  if (programs.length === 0) return undefined;
  const blocks = programs.map((program) => program.blocks.map(({ line: _, ...block }) => block));
  return hash(JSON.stringify(blocks));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** Holds a curriculum against its record. */
export function readStanding(files: Files, draft: Pick<Draft, 'sessions' | 'scenarios'>): ProofStanding {
  const text = files.get(PROVEN_FILE);
  const known = new Map<string, Proven>();
  for (const one of readProven(text ?? '')) known.set(`${one.kind} ${one.slug} ${one.fingerprint}`, one);
  const asked = [
    ...draft.sessions
      .flatMap(({ items }) => items)
      .map(({ item }) => ({ slug: item.slug, key: `item ${item.slug} ${fingerprintOfItem(item)}` })),
    ...draft.sessions.flatMap((one) => {
      const print = fingerprintOfTexts(one);
      return print === undefined ? [] : [{ slug: one.slug, key: `texts ${one.slug} ${print}` }];
    }),
    ...draft.scenarios.map((one) => {
      const print = fingerprintOfScenario(one, files.get(`${one.folder}/check.py`));
      return { slug: one.slug, key: `scenario ${one.slug} ${print}` };
    }),
  ];
  const shown = asked.flatMap(({ key }) => known.get(key) ?? []);
  return {
    isRecorded: text !== undefined,
    proven: shown.filter((one) => one.shown === 'proven').length,
    sources: shown.filter((one) => one.shown === 'sources').length,
    pythons: inOrder(shown.flatMap(({ pythons }) => pythons)),
    changed: asked.flatMap(({ slug, key }) => (known.has(key) ? [] : [slug])),
  };
}
