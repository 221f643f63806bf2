import { afterAll, describe, expect, it } from 'vitest';
import { FORGETFUL, type Memory } from '../../../src/authoring/proof/memory.ts';
import { exitCodeOf, explainScenarioProofs } from '../../../src/authoring/scenarios/proof-report.ts';
import { proveScenarios, type ScenarioProof } from '../../../src/authoring/scenarios/proving.ts';
import { findNative } from '../../../src/python/native.ts';
import { findEmbedded } from '../../../src/python/pyodide.ts';
import { BROKEN, type BreakIt, brokenScenario, file, HEALED } from './builder.ts';

const impatient = { seconds: 5, bytes: 10_000 };
const [embedded] = findEmbedded(impatient).slice(-1);
if (embedded === undefined) throw new Error('no Python is installed as a package');
const native = (await findNative([], impatient)).slice(-1);

afterAll(() => embedded.stop());

/** Everything that is reported about a scenario broken in this way, as one text. */
async function proofOf(breakIt: BreakIt = () => {}, memory: Memory = FORGETFUL): Promise<ScenarioProof> {
  const engines = native.length > 0 ? native : [embedded].filter((one) => one !== undefined);
  const [proof] = await proveScenarios([brokenScenario(breakIt)], engines, memory);
  if (proof === undefined) throw new Error('nothing was proven');
  return proof;
}

describe('a scenario that tells the truth', () => {
  it('is proven on native Pythons and on WebAssembly, with its packages and its arguments', async () => {
    const engines = [...native, embedded];
    const proofs = await proveScenarios([brokenScenario()], engines, FORGETFUL);
    expect(proofs[0]?.faults).toEqual([]);
    expect(proofs[0]?.engines).toEqual(engines);
    const report = explainScenarioProofs(proofs, engines, [], false);
    expect(report).toContain('stuck-pool: proven by running, on ');
    expect(report).toContain("program        broken, wrong-value: the second basket is ['tea', 'milk']");
    expect(report).toContain('fixes/healed   healthy: one thing in each of two baskets');
    expect(report).toContain("fixes/frozen   broken, exception: AttributeError(\"'tuple' object has no attribute");
    expect(report).toContain("fixes/cleared  broken, lost-work: the first basket is ['milk'] later");
    expect(report).toMatch(/not run: CPython .*3\.14, which is not here/);
    expect(exitCodeOf(proofs, [], true)).toBe(0);
    for (const { name } of engines) expect(explainScenarioProofs(proofs, engines, [], true)).toContain(`(${name})`);
  }, 120_000);

  it('is said to be proven nowhere when no Python here has what it needs', async () => {
    const threaded = brokenScenario((data) => (data.requires = ['threads']));
    const proofs = await proveScenarios([threaded], [embedded], FORGETFUL);
    expect(proofs[0]?.strength).toBe('nowhere');
    const report = explainScenarioProofs(proofs, [embedded], [], false);
    expect(report).toContain('stuck-pool: not proven for want of a Python, on no Python');
    expect(report).toContain(`not run: ${embedded.name} has no threads`);
    expect(exitCodeOf(proofs, [], false)).toBe(2);
  });

  it('is not run again where it was run before', async () => {
    const kept = new Map<string, Awaited<ReturnType<typeof embedded.run>>>();
    const keyOf: (...about: Parameters<Memory['find']>) => string = (engine, program, seed) =>
      JSON.stringify([engine.name, program, seed]);
    const memory: Memory = {
      find: (...about) => kept.get(keyOf(...about)),
      keep: (engine, program, seed, run) => kept.set(keyOf(engine, program, seed), run),
      prune: () => {},
    };
    await proofOf(() => {}, memory);
    // Five programs, twice each.
    expect(kept.size).toBe(10);
    const [engine] = native.length > 0 ? native : [embedded];
    if (engine === undefined) return;
    const dead = { ...engine, run: () => Promise.reject(new Error('it was run again')) };
    const [again] = await proveScenarios([brokenScenario()], [dead], memory);
    expect(again?.strength).toBe('proven');
  }, 60_000);
});

/** A check that says this of everything and exits so. */
function saying(said: object | string, code: number): string {
  const line = typeof said === 'string' ? said : JSON.stringify(said);
  return `import sys\nprint(${JSON.stringify(line)})\nsys.exit(${code})\n`;
}

const BAD = { verdict: 'broken', symptom: 'wrong-value', forced: [true], saw: 'something' };
const GOOD = { verdict: 'healthy', symptom: null, forced: [true], saw: 'nothing' };

type Case = [sentence: string, breakIt: BreakIt, path: string, message: RegExp];

describe('a scenario that does not', () => {
  it.each<Case>([
    [
      'has a fault that never shows',
      (_, sources) => (sources[file('program/shop/basket.py')] = HEALED),
      'program',
      /^is the broken program, but the check says healthy; it saw: one thing in each of two baskets/,
    ],
    [
      'has a wrong fix that heals',
      (_, sources) => (sources[file('fixes/copied/shop/basket.py')] = HEALED),
      'fixes/copied',
      /^is a wrong fix, but the check says healthy; it saw: one thing in each/,
    ],
    [
      'has a right fix that does not',
      (_, sources) => (sources[file('fixes/healed/shop/basket.py')] = BROKEN),
      'fixes/healed',
      /^is a right fix, but the check says broken, wrong-value; it saw: the second basket is/,
    ],
    [
      'names another symptom than the program has',
      (data) => (data.symptom = 'hang'),
      'program',
      /^should be broken with hang, but the check says wrong-value; it saw: the second basket/,
    ],
    [
      'names another symptom than a wrong fix has',
      (data) => (data.fixes[3].fails_with = 'growth'),
      'fixes/cleared',
      /^should be broken with growth, but the check says lost-work/,
    ],
    [
      'hopes for its bad moment',
      (_, sources) => (sources[file('check.py')] = saying({ ...BAD, forced: [] }, 2)),
      'program',
      /^the check did not force the bad moment, so that the run proves nothing: forced is empty/,
    ],
    [
      'forces its bad moment only once of twice',
      (_, sources) => (sources[file('check.py')] = saying({ ...BAD, forced: [true, false] }, 2)),
      'program',
      /^the check did not force the bad moment.*: forced is \[true,false\]/,
    ],
    [
      'has a check that prints no verdict',
      (_, sources) => (sources[file('check.py')] = saying('It is broken.', 1)),
      'program',
      /^the check prints no verdict: its last line is "It is broken\."/,
    ],
    [
      'has a check that prints something after its verdict',
      (_, sources) => {
        sources[file('check.py')] = sources[file('check.py')].replace('sys.exit', 'print("bye")\nsys.exit');
      },
      'program',
      /^the check prints no verdict: its last line is "bye"/,
    ],
    [
      'has a check that says what no scenario can be',
      (_, sources) => (sources[file('check.py')] = saying({ ...BAD, symptom: 'sad' }, 1)),
      'program',
      /^the check prints no verdict: its last line is .*, where symptom is wrong/,
    ],
    [
      'has a check that fails itself',
      (_, sources) => (sources[file('check.py')] = 'import shp\n'),
      'program',
      /^the check prints no verdict: it ends with ModuleNotFoundError: No module named 'shp'/,
    ],
    [
      'has a check that lies with its exit code',
      (_, sources) => (sources[file('check.py')] = saying(BAD, 0)),
      'program',
      /^the check says broken, but exits with 0 and not with 1/,
    ],
    [
      'has a check that calls it healthy and broken',
      (_, sources) => (sources[file('check.py')] = saying({ ...GOOD, symptom: 'hang' }, 0)),
      'program',
      /^the check says healthy and names a symptom, hang: write null/,
    ],
    [
      'has a check that finds no name for what it saw',
      (_, sources) => (sources[file('check.py')] = saying({ ...BAD, symptom: null }, 1)),
      'program',
      /^the check says broken and names no symptom/,
    ],
    [
      'is broken in some runs only',
      (_, sources) =>
        (sources[file('program/shop/basket.py')] =
          `import os\nif os.environ["PYTHONHASHSEED"] == "0":\n${indent(BROKEN)}else:\n${indent(HEALED)}`),
      'program',
      /^is not the same each time: in run 2 is the broken program, but the check says healthy/,
    ],
  ])(
    'is rejected: it %s',
    async (_, breakIt, path, message) => {
      const proof = await proofOf(breakIt);
      expect(proof.strength).toBe('wrong');
      const found = proof.faults.find((fault) => fault.path === path);
      expect(found?.file).toBe(file('check.py'));
      expect(found?.message).toMatch(message);
      expect(exitCodeOf([proof], [], false)).toBe(1);
    },
    60_000,
  );

  it('is rejected: its check hangs, and takes no more time than it may', async () => {
    const proof = await proofOf((_, sources) => {
      sources[file('program/shop/basket.py')] = 'def basket(item):\n    while True:\n        pass\n';
    });
    const found = proof.faults.find(({ path }) => path === 'program');
    expect(found?.message).toMatch(/^the check does not come to an end in time: bound all that it waits for/);
    expect(proof.held.map(({ path }) => path)).toEqual([
      'fixes/copied',
      'fixes/healed',
      'fixes/frozen',
      'fixes/cleared',
    ]);
  }, 60_000);
});

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}
