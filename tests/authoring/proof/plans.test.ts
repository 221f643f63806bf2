import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { planProof } from '../../../src/authoring/proof/checks.ts';
import { FORGETFUL, type Memory, openMemory } from '../../../src/authoring/proof/memory.ts';
import { normalise } from '../../../src/authoring/proof/normalise.ts';
import { proveItems } from '../../../src/authoring/proof/prove.ts';
import { explainProofs, isAcceptable } from '../../../src/authoring/proof/report.ts';
import { type Item, itemFile } from '../../../src/curriculum/schema.ts';
import type { Engine, Run } from '../../../src/python/engine.ts';
import { readError } from '../../../src/python/outcome.ts';

const common = {
  title: 'An item',
  skill: 'some-skill',
  difficulty: 3,
  python: '>=3.13',
  question: 'What?',
  explanation: 'So.',
  sources: ['Language reference'],
};

const options = [
  { text: 'one', right: true },
  { text: 'two', misconception: 'some-belief' },
  { text: 'three', misconception: 'some-belief' },
];

function itemOf(fields: object): Item {
  return { ...itemFile.parse({ ...common, ...fields }), slug: 'an-item', session: 1 };
}

/** An engine that prints what it is told to, and counts. */
function engineOf(version: string, print: (main: string) => string): Engine & { runs: number } {
  const engine = {
    name: `CPython ${version}`,
    version,
    traits: new Set<never>(),
    isEmbedded: false,
    seeds: [0],
    runs: 0,
    run: async ({ main }: { main: string }): Promise<Run> => {
      engine.runs += 1;
      return { outcome: 'ended', stdout: print(main) };
    },
    stop: async () => {},
  };
  return engine;
}

async function prove(item: Item, engines: Engine[], memory: Memory = FORGETFUL) {
  const [proof] = await proveItems([{ file: 'items/an-item.yaml', item }], engines, memory);
  if (proof === undefined) throw new Error('nothing was proven');
  return proof;
}

describe('a proof', () => {
  const printing = itemOf({ kind: 'prints', code: 'print("one")', options });

  it('names the versions on which it holds, and those that nobody could try', async () => {
    const proof = await prove(printing, [engineOf('3.12', () => 'no'), engineOf('3.13', () => 'one\n')]);
    expect(proof).toMatchObject({ strength: 'proven', versions: ['3.13'], missing: ['3.14', '3.15'], faults: [] });
  });

  it('joins what is wrong on several Pythons', async () => {
    const proof = await prove(printing, [engineOf('3.13', () => 'two'), engineOf('3.14', () => 'two')]);
    expect(proof.faults).toEqual([
      {
        file: 'items/an-item.yaml',
        path: 'options[0].text',
        message: 'is the key, but the code prints "two", which is options[1] (on all of CPython 3.13, CPython 3.14)',
      },
    ]);
  });

  it('is weak where nothing but the code can be run, and by sources where there is no code', async () => {
    const engine = engineOf('3.13', () => '');
    const withCode = await prove(itemOf({ kind: 'single', code: 'a = 1', options }), [engine]);
    expect(withCode).toMatchObject({ strength: 'weak', reasons: ['options[0] has no proof'] });
    const without = await prove(itemOf({ kind: 'single', options }), [engine]);
    expect(without).toMatchObject({ strength: 'sources', reasons: ['options[0] has no proof'] });
  });

  it('is weak when it would not notice that the code changes', async () => {
    const [first, ...others] = options;
    const proven = [{ ...first, proof: 'assert 1 == 1' }, ...others];
    const proof = await prove(itemOf({ kind: 'single', code: 'a = 1', options: proven }), [engineOf('3.13', () => '')]);
    expect(proof).toMatchObject({ strength: 'weak', reasons: ['options[0].proof does not use the code'] });
  });

  it.each([
    ['by number', '1\n2\n3\n4\n', []],
    ['by words', 'wake\nsleep\n3\ndream', []],
    ['in another order', '2\n1\n3\n4\n', ['steps are out of order: the proof prints "2" as number 1']],
    [
      'with a word of two steps',
      'wake\ne\n3\n4',
      ['steps have a proof that prints "e", which stands in several steps'],
    ],
    ['with a step too few', '1\n2\n3\n', ['steps have a proof that prints 3 of 4']],
  ])('takes steps %s', (_, stdout, faults) => {
    const steps = ['Wake up', 'Sleep', 'Eat', 'Dream'];
    const item = itemOf({ kind: 'order', steps, proof: 'print()', misconception: 'some-belief' });
    const verdicts = planProof(item).checks.map((check) => [check.path, check.judge({ outcome: 'ended', stdout })]);
    expect(
      verdicts.flatMap(([path, verdict]) =>
        typeof verdict === 'object' && verdict.kind === 'wrong' ? [`${path} ${verdict.message}`] : [],
      ),
    ).toEqual(faults);
  });

  it('takes a check that was never reached for one that failed', () => {
    const item = itemOf({
      kind: 'line',
      code: 'a = 1\nb = 2\nprint(a)',
      line: 3,
      fix: 'print(b)',
      check: 'assert printed',
      decoys: [1, 2].map((line) => ({ line, misconception: 'some-belief' })),
    });
    const fix = planProof(item).checks.find(({ path }) => path === 'fix');
    expect(fix?.judge({ outcome: 'ended', stdout: '' })).toMatchObject({ kind: 'wrong' });
    expect(fix?.judge({ outcome: 'ended', stdout: 'pythia: checked\n' })).toEqual({ kind: 'held' });
  });

  it('may not be merged when it is wrong, and with strict not when it is weak', async () => {
    const right = await prove(printing, [engineOf('3.13', () => 'one')]);
    const wrong = await prove(printing, [engineOf('3.13', () => 'two')]);
    const weak = await prove(itemOf({ kind: 'single', code: 'a = 1', options }), [engineOf('3.13', () => '')]);
    const bySources = await prove(itemOf({ kind: 'single', options }), []);
    expect([right, weak, bySources].map((proof) => isAcceptable([proof], [], false))).toEqual([true, true, true]);
    expect([right, weak, bySources].map((proof) => isAcceptable([proof], [], true))).toEqual([true, false, true]);
    expect(isAcceptable([wrong], [], false)).toBe(false);
    expect(isAcceptable([right], [{ file: 'a', path: '', message: 'is missing' }], false)).toBe(false);
    const report = explainProofs([right, wrong, weak, bySources], [engineOf('3.13', () => '')], [], false);
    expect(report).toContain('items/an-item.yaml\n  options[0].text: is the key, but the code prints "two"');
    expect(report).toContain('On 3.13: 1 of the 1 proven items that claim it\n  On 3.14: no such Python here');
  });
});

describe('the memory of runs', () => {
  const folders: string[] = [];
  const printing = itemOf({ kind: 'prints', code: 'print("one")', options });

  function newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'pythia-memory-'));
    folders.push(folder);
    return folder;
  }
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  it('runs a program once on each Python', async () => {
    const folder = newFolder();
    const engines = [engineOf('3.13', () => 'one'), engineOf('3.14', () => 'one')];
    for (const _ of [1, 2]) await prove(printing, engines, openMemory(folder));
    expect(engines.map(({ runs }) => runs)).toEqual([1, 1]);
    await prove(itemOf({ kind: 'prints', code: 'print( "one")', options }), engines, openMemory(folder));
    expect(engines.map(({ runs }) => runs)).toEqual([2, 2]);
  });

  it('does not remember what says that a key is wrong', async () => {
    const folder = newFolder();
    const engine = engineOf('3.13', () => 'two');
    for (const _ of [1, 2]) await prove(printing, [engine], openMemory(folder));
    expect(engine.runs).toBe(2);
  });

  it('survives a half line, and forgets what is no longer asked for', async () => {
    const folder = newFolder();
    const engine = engineOf('3.13', () => 'one');
    await prove(printing, [engine], openMemory(folder));
    for (const file of readdirSync(folder)) appendFileSync(join(folder, file), '{"key": "ab');
    await prove(printing, [engine], openMemory(folder));
    expect(engine.runs).toBe(1);
    openMemory(folder).prune([engine]);
    await prove(printing, [engine], openMemory(folder));
    expect(engine.runs).toBe(2);
  });
});

describe('what is taken from an output', () => {
  it('is everything but addresses, folders and spaces at the end', () => {
    expect(normalise('<A object at 0x7f8a11>  \r\n0x7f8a11\n\n')).toBe('<A object at 0x…>\n0x7f8a11');
    expect(normalise('File "/tmp/pythia-proof-Ab3/main.py", line 1')).toBe('File "main.py", line 1');
    expect(normalise('File "/pythia-proof-0/main.py"')).toBe('File "main.py"');
  });

  it.each([
    [
      'Traceback (most recent call last):\n  File "main.py", line 1, in <module>\nAssertionError: a\nb',
      'AssertionError',
      'a',
    ],
    [
      '  File "main.py", line 1\n    def f(:\n          ^\nSyntaxError: invalid syntax',
      'SyntaxError',
      'invalid syntax',
    ],
    [
      'Traceback (most recent call last):\n  File "a", line 1\njson.decoder.JSONDecodeError: no',
      'JSONDecodeError',
      'no',
    ],
    [
      '  + Exception Group Traceback (most recent call last):\n  |   File "a", line 1\n  | ExceptionGroup: a (1 sub-exception)\n  +-+---- 1 ----\n    | ValueError: 1',
      'ExceptionGroup',
      'a (1 sub-exception)',
    ],
    [
      'Traceback (most recent call last):\n  File "a", line 1\nKeyError\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "a", line 3\nTypeError: b',
      'TypeError',
      'b',
    ],
    [
      'Traceback (most recent call last):\n  File "a", line 1\nKeyError: 1\nException ignored in: <A>\nTraceback (most recent call last):\n  File "a", line 9\nValueError: x',
      'KeyError',
      '1',
    ],
  ])('is the exception that ended the program', (stderr, type, message) => {
    expect(readError(stderr)).toEqual({ type, message });
  });

  it('is no exception where there was none', () => {
    expect(readError('main.py:1: DeprecationWarning: old\n')).toBeUndefined();
  });
});
