import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planProof } from '../../../src/authoring/proof/checks.ts';
import { FORGETFUL } from '../../../src/authoring/proof/memory.ts';
import { type Proof, proveItems } from '../../../src/authoring/proof/prove.ts';
import { explainProofs } from '../../../src/authoring/proof/report.ts';
import { type Item, itemFile } from '../../../src/curriculum/schema.ts';
import type { Engine } from '../../../src/python/engine.ts';
import { findNative } from '../../../src/python/native.ts';
import { findEmbedded } from '../../../src/python/pyodide.ts';

function fixOf(slug: string, fields: object): Item {
  const item = itemFile.parse({
    kind: 'fix',
    title: 'An item',
    skill: 'some-skill',
    difficulty: 3,
    python: '>=3.11',
    question: 'What?',
    explanation: 'So.',
    sources: ['Language reference'],
    ...fields,
  });
  return { ...item, slug, session: 1 };
}

const wrong = (text: string) => ({ text, misconception: 'some-belief' });

/** Without its step the loop never ends. Two mutants are the same program: zero is its own opposite. */
const looping = fixOf('looping', {
  code: 'def digits_of(n):\n    count = 0\n    if n < 0:\n        n = -n\n    while n > 0:\n        n = n / 10\n        count += 1\n    return count',
  replaces: { from: 6, to: 6 },
  options: [wrong('        n = n - 10'), { text: '        n //= 10', right: true }, wrong('        n = round(n / 10)')],
  check: 'assert [digits_of(n) for n in (0, 7, 10, -99, 995)] == [0, 1, 2, 2, 3]',
});

/** Without its wake-up a task waits for ever, and another swallows whatever it is told. */
const waiting = fixOf('waiting', {
  code: `import asyncio

async def main():
    ready = asyncio.Event()
    async def tell():
        ready.is_set()
    async with asyncio.TaskGroup() as group:
        group.create_task(tell())
        await ready.wait()
    while True:
        try:
            return ready.is_set()
        except BaseException:
            pass`,
  replaces: { from: 6, to: 6 },
  options: [
    wrong('        ready.clear()'),
    { text: '        ready.set()', right: true },
    wrong('        ready.wait()'),
  ],
  check: `async def within():
    async with asyncio.timeout(1):
        return await main()

assert asyncio.run(within()) is True`,
});

describe('the mutants of a repaired program', () => {
  const engines: Engine[] = findEmbedded().filter(({ version }) => version === '3.12');
  let proofs: Proof[] = [];

  beforeAll(async () => {
    engines.push(...(await findNative([])).slice(0, 1));
    proofs = await proveItems(
      [looping, waiting].map((item) => ({ file: `${item.slug}.yaml`, item })),
      engines,
      FORGETFUL,
    );
  }, 120_000);
  afterAll(() => Promise.all(engines.map((engine) => engine.stop())));

  it('come to an end although some of them loop or wait for ever', () => {
    expect(proofs.map(({ strength, faults }) => ({ strength, faults }))).toEqual([
      { strength: 'proven', faults: [] },
      { strength: 'proven', faults: [] },
    ]);
  });

  it('that survive are named, so that somebody can look whether they are the same program', () => {
    expect(proofs[0]?.notes).toEqual([
      '15 of 17 mutants killed, not line 3: `n < 0` becomes `n <= 0`, line 3: `0` becomes `1`',
    ]);
    expect(explainProofs(proofs, engines, [], true)).toContain('; 15 of 17 mutants killed, not line 3: ');
  });
});

it('takes an option that only the clock would stop for no wrong option', () => {
  const check = planProof(looping).checks.find(({ path }) => path === 'options[0].text');
  expect(check?.judge({ outcome: 'timed-out', stdout: '' })).toEqual({
    kind: 'wrong',
    message: 'never ends under the check: let the check stop it, and fail',
  });
});
