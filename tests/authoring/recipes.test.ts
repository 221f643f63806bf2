import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMemory } from '../../src/authoring/proof/memory.ts';
import { proveItems } from '../../src/authoring/proof/prove.ts';
import { outcomesOfItems, outcomesOfScenarios, recordProofs } from '../../src/authoring/proof/recording.ts';
import { isReadable, readAuthored } from '../../src/authoring/scenarios/authored.ts';
import { proveScenarios } from '../../src/authoring/scenarios/proving.ts';
import { readVerdict } from '../../src/authoring/scenarios/verdict.ts';
import { readDraft } from '../../src/curriculum/draft.ts';
import { CurriculumFault } from '../../src/curriculum/faults.ts';
import { readFiles } from '../../src/curriculum/files.ts';
import { loadCurriculum } from '../../src/curriculum/load.ts';
import { SYMPTOMS } from '../../src/curriculum/scenario-schema.ts';
import type { Engine, Run } from '../../src/python/engine.ts';
import { findNative } from '../../src/python/native.ts';
import { findEmbedded } from '../../src/python/pyodide.ts';

/** The recipes for authors, done as they say and in no other order, in a copy of what there is. */

const root = join(import.meta.dirname, '..', '..');
const readme = readFileSync(join(root, 'curriculum', 'README.md'), 'utf8');
const contributing = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'pythia-recipes-'));
const copy = join(folder, 'curriculum');
let engine: Engine;

beforeAll(async () => {
  // Playing every incident to its end is what takes the loader its time.
  const isOther = (path: string) => /scenarios\/(?!shared)[^/]+/.test(path.slice(root.length));
  cpSync(join(root, 'curriculum'), copy, { recursive: true, filter: (path) => !isOther(path) });
  const [native, embedded] = [(await findNative([])).at(-1), findEmbedded()[1]];
  const found = native ?? embedded;
  if (found === undefined) throw new Error('there is no Python');
  engine = found;
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const memory = () => openMemory(join(folder, 'memory'));
const preview = (name: string) =>
  spawnSync(process.execPath, [join(root, 'src/authoring/preview/main.ts'), name], {
    encoding: 'utf8',
    env: { CURRICULUM_DIR: copy, NO_COLOR: '1' },
  });

describe('“Add an item in five minutes”', () => {
  const [item = '', belief = ''] = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block]) => block);
  const session = () =>
    globSync('sessions/*/session.yaml', { cwd: copy }).find((path) =>
      readFileSync(join(copy, path), 'utf8').includes('object-identity'),
    ) ?? '';

  it('proves the item that is copied, writes that down, and shows it', async () => {
    writeFileSync(join(copy, session(), '..', 'items', 'two-rows.yaml'), item);
    appendFileSync(join(copy, /two beliefs is in `([^`]+)`/.exec(readme)?.[1] ?? ''), belief);
    expect(loadCurriculum(copy).proof.changed).toContain('two-rows');
    const { draft } = readDraft(readFiles(copy));
    const subjects = draft.sessions.flatMap(({ items }) => items).filter((one) => one.item.slug === 'two-rows');
    const proofs = await proveItems(subjects, [engine], memory());
    expect(proofs.map(({ strength, faults }) => [strength, faults])).toEqual([['proven', []]]);
    expect(recordProofs(copy, outcomesOfItems(proofs, false))).toBe(true);
    expect(loadCurriculum(copy).proof.changed).not.toContain('two-rows');
    const { stdout, status } = preview('two-rows');
    expect(stdout).toContain('Two rows');
    expect(status).toBe(0);
  }, 60_000);

  it('finds a key that is wrong, which nothing wrong gets past', async () => {
    const { draft } = readDraft(readFiles(copy));
    const [subject] = draft.sessions.flatMap(({ items }) => items).filter((one) => one.item.slug === 'two-rows');
    if (subject?.item.kind !== 'prints') throw new Error('the item of the recipe is another one');
    const { item: copied } = subject;
    const options = copied.options.map((option) => ({ ...option, right: option === copied.options.at(-1) }));
    const wrong = { ...subject, item: { ...copied, options } };
    const [proof] = await proveItems([wrong], [engine], memory());
    expect(proof?.strength).toBe('wrong');
    expect(recordProofs(copy, outcomesOfItems(proof === undefined ? [] : [proof], false))).toBe(true);
    expect(loadCurriculum(copy).proof.changed).toContain('two-rows');
  }, 60_000);
});

describe('“Add a scenario”', () => {
  /** What somebody writes who follows the recipe: a program, a check and fixes that are there already, under a name of their own. */
  const made = join(root, 'curriculum/scenarios/a-basket-that-is-not-yours');
  const own = join(copy, 'scenarios', 'my-incident');
  const bring = (...names: string[]) => {
    for (const name of names) cpSync(join(made, name), join(own, name), { recursive: true });
  };
  const authored = () => readAuthored(copy, ['my-incident']);
  const faults = () => {
    try {
      loadCurriculum(copy);
    } catch (error) {
      if (error instanceof CurriculumFault) return error.faults.map(({ file, message }) => `${file} ${message}`);
      throw error;
    }
    return [];
  };

  it('says what a check prints as the proof reads it, with every symptom that there is', () => {
    const [, line = ''] = /```json\n\s*(\{"verdict".*\})\n/.exec(readme) ?? [];
    const run: Run = { outcome: 'exited', stdout: `${line}\n`, code: 1 };
    expect(readVerdict(run)).toMatchObject({ kind: 'said', verdict: { verdict: 'broken', forced: [true] } });
    const [, listed = ''] = /`symptom` is one of ([^.]+?), and null/.exec(readme) ?? [];
    expect(listed.split(/,\s+/)).toEqual([...SYMPTOMS]);
  });

  it('lets nobody meet an incident before its file is there, and then asks for the check that the recipe begins with', () => {
    bring('program', 'fixes', 'capture.py');
    expect(authored()[0]?.draft).toBeUndefined();
    expect(faults()).toEqual([]);
    bring('scenario.yaml', 'evidence');
    expect(faults()).toEqual(['scenarios/my-incident/check.py is missing: write it; README.md shows how']);
    bring('check.py');
    expect(faults()).toEqual([]);
  });

  it('runs the check on the broken program and on each fix, and writes down that it holds', async () => {
    expect(loadCurriculum(copy).proof.changed).toContain('my-incident');
    const readable = authored().filter(isReadable);
    const proofs = await proveScenarios(readable, [engine], memory(), 1);
    expect(proofs.map(({ strength, paths }) => [strength, paths.length])).toEqual([
      ['proven', 1 + readdirSync(join(own, 'fixes')).length],
    ]);
    expect(recordProofs(copy, outcomesOfScenarios(proofs, readable, false))).toBe(true);
    expect(loadCurriculum(copy).proof.changed).not.toContain('my-incident');
    const { stdout, status } = preview('my-incident');
    expect(stdout.length).toBeGreaterThan(1000);
    expect(status).toBe(0);
  }, 60_000);

  it('calls it wrong when a fix that is right does not heal the program, and takes it off the record', async () => {
    const readable = authored().filter(isReadable);
    const [one] = readable;
    const right = one?.draft.scenario.fixes.find((fix) => fix.right)?.id ?? '';
    rmSync(join(own, 'fixes', right), { recursive: true });
    cpSync(join(own, 'program'), join(own, 'fixes', right), { recursive: true });
    expect(faults().join()).toContain('changes nothing in program');
    const again = authored().filter(isReadable);
    const proofs = await proveScenarios(again, [engine], memory(), 1);
    expect(proofs.map(({ strength }) => strength)).toEqual(['wrong']);
    expect(recordProofs(copy, outcomesOfScenarios(proofs, again, false))).toBe(true);
    expect(readFileSync(join(copy, 'proven.txt'), 'utf8')).not.toContain('my-incident');
  }, 60_000);
});

describe('the recipes of CONTRIBUTING.md', () => {
  const recipes = contributing.slice(contributing.indexOf('## Add a command'), contributing.indexOf('## Tests'));

  it('name only functions, types and fields that there are', () => {
    const words = new Set(
      [...recipes.matchAll(/`(?:await )?([a-z]+[A-Z]\w+)(?:\([^`]*\))?`/g)].map(([, word = '']) => word),
    );
    expect(words.size).toBeGreaterThan(7);
    const sources = globSync('src/**/*.ts', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'));
    expect([...words].filter((word) => !sources.some((source) => new RegExp(`\\b${word}\\b`).test(source)))).toEqual(
      [],
    );
  });

  it('name only folders that there are', () => {
    const named = [...recipes.matchAll(/`((?:src|tests|curriculum)\/[\w/-]*)`/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('hold for the platforms there are: each has the files that a new one is told to have', () => {
    const [, told = ''] =
      /A folder under `src\/adapters\/` with index \([^)]*\), ([\w, ]+), and /.exec(contributing) ?? [];
    const files = ['index', ...told.split(', ')].map((name) => `${name}.ts`);
    expect(files).toEqual(['index.ts', 'parse.ts', 'render.ts', 'limits.ts']);
    const lacks = ['discord', 'slack', 'playground'].flatMap((name) =>
      files.filter((file) => !existsSync(join(root, 'src/adapters', name, file))).map((file) => `${name}/${file}`),
    );
    expect(lacks).toEqual([]);
  });
});
