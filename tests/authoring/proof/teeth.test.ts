import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { FORGETFUL } from '../../../src/authoring/proof/memory.ts';
import { type Proof, proveItems, type Subject } from '../../../src/authoring/proof/prove.ts';
import { lintItem } from '../../../src/curriculum/lint/item.ts';
import { itemFile } from '../../../src/curriculum/schema.ts';
import type { Engine } from '../../../src/python/engine.ts';
import { findNative } from '../../../src/python/native.ts';
import { findEmbedded } from '../../../src/python/pyodide.ts';

const folder = join(import.meta.dirname, 'bad');
const files = readdirSync(folder).sort();

/** Every way of being wrong that must be found, and the words in which an author is told. */
const REASONS: Record<string, RegExp> = {
  'a-crash-on-a-claimed-version.yaml': /the code crashes the interpreter \(on CPython 3\.12 \(pyodide [\d.]+\)\)/,
  'a-package-that-is-not-named.yaml':
    /requires leaves out what it needs, and so claims CPython 3\.15, where it was not proven: CPython 3\.15 .* has no numpy/,
  'also-right-that-fails.yaml': /also_right\[0\] does not repair the program: the check ends with AssertionError/,
  'check-that-mutants-survive.yaml': /check is too weak: \d of \d+ mutants killed, not line 2: .*; 80 % must be killed/,
  'code-that-does-not-run.yaml': /options\[0\]\.text is the key, but the code ends with NameError: name 'totl'/,
  'code-that-is-right.yaml': /check passes on the code as it is: nothing is wrong with it/,
  'decoy-that-is-guilty.yaml': /decoys\[0\]\.line is wrong too: the check passes when the line is left out/,
  'decoy-that-repairs.yaml': /decoys\[0\]\.fix repairs the program as well/,
  'distractor-proof-prints-something-else.yaml':
    /options\[1\]\.proof should print its option, but prints "\[1, 2\]\\ndone"/,
  'false-statement-marked-right.yaml': /options\[1\]\.proof belongs to a right option, but ends with AssertionError/,
  'fix-that-breaks.yaml': /fix does not repair the program: it ends with NameError: name 'one'/,
  'fix-that-changes-nothing.yaml': /fix changes nothing that can be seen/,
  'key-of-one-version.yaml':
    /prints "1", which is options\[1\] \(on CPython 3\.14 \(pyodide [\d.]+\), CPython 3\.15 \(pyodide .+\)\)/,
  'mark-on-another-option.yaml': /options\[0\]\.proof belongs to a wrong option, but passes/,
  'option-that-is-no-python.yaml': /options\[2\]\.text is not Python: the program ends with IndentationError/,
  'order-of-a-set.yaml': /with PYTHONHASHSEED=1 is the key, but the code prints "cbad"/,
  'proof-that-fails-for-another-reason.yaml':
    /options\[0\]\.proof .* should fail with AssertionError, but ends with NameError/,
  'proof-without-teeth.yaml': /options\[0\]\.proof asserts nothing.*options\[1\]\.proof asserts a constant/s,
  'range-too-wide.yaml': /the code ends with SyntaxError.*\(on CPython 3\.12 \(pyodide [\d.]+\)\)/,
  'right-option-that-fails.yaml':
    /options\[1\]\.text is the key and does not repair the program: the check ends with AssertionError/,
  'sloppy-matcher.yaml': /rejects\[0\]\.text "true" counts as the answer/,
  'sloppy-number.yaml': /answer is not what the code prints, to the letter: "3\.0"/,
  'starter-that-passes.yaml': /code passes the check as it is: nothing is wrong with it/,
  'stale-answer.yaml': /answer is the key, but the proof prints "1"/,
  'steps-out-of-order.yaml': /steps are out of order: the proof prints "metaclass" as number 1/,
  'tasks-that-wait-for-each-other.yaml': /ends with Deadlock: every task is waiting/,
  'true-statement-marked-wrong.yaml': /options\[0\]\.proof belongs to a wrong option, but passes/,
  'two-options-one-output.yaml': /options\[1\]\.text is the same output as options\[0\]/,
  'two-right-options.yaml': /options\[1\]\.proof belongs to a wrong option, but passes/,
  'wrong-key.yaml': /options\[0\]\.text is the key, but the code prints "0 2 2", which is options\[1\]/,
  'wrong-option-that-repairs.yaml': /options\[0\]\.text belongs to a wrong option, but repairs the program/,
  'wrong-line.yaml': /fix does not repair the program: the check ends with IndexError/,
};

/** Proven by native Pythons only, which not every machine has. */
const NATIVE = 'wrong-key-with-threads.yaml';

function readItem(file: string): Subject {
  const item = itemFile.parse(parse(readFileSync(join(folder, file), 'utf8')));
  return { file, item: { ...item, slug: file.replace('.yaml', ''), session: 1 } };
}

function explain({ file, item, faults }: Proof): string {
  return [...lintItem(file, item), ...faults].map(({ path, message }) => `${path} ${message}`).join('\n');
}

describe('a key that is wrong', () => {
  const embedded: Engine[] = findEmbedded().filter(({ version }) => version !== '3.13');
  let proofs = new Map<string, Proof>();

  beforeAll(async () => {
    const proven = await proveItems(files.map(readItem), embedded, FORGETFUL);
    proofs = new Map(proven.map((proof) => [proof.file, proof]));
  }, 240_000);
  afterAll(() => Promise.all(embedded.map((engine) => engine.stop())));

  it('is looked for in every file of the folder', () => {
    expect([...Object.keys(REASONS), NATIVE].sort()).toEqual(files);
  });

  it.each(Object.entries(REASONS))('is rejected: %s', (file, reason) => {
    const proof = proofs.get(file);
    expect(proof && explain(proof)).toMatch(reason);
  });

  it('says so when no Python here has what the item needs', () => {
    const proof = proofs.get(NATIVE);
    expect(proof?.strength).toBe('nowhere');
    expect(proof?.reasons).toEqual([
      'could not be proven here: it needs a CPython >=3.11 with threads, and there is none',
    ]);
  });

  it('is rejected by a native Python when it needs threads, or reported as not proven where there is none', async () => {
    const native = (await findNative([])).slice(0, 1);
    const [proof] = await proveItems([readItem(NATIVE)], native, FORGETFUL);
    if (native.length === 0) expect(proof?.strength).toBe('nowhere');
    else
      expect(proof && explain(proof)).toMatch(/is the key, but the code prints "work\\ndone", which is options\[1\]/);
  }, 60_000);
});
