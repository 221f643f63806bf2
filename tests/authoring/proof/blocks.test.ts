import { describe, expect, it } from 'vitest';
import { FORGETFUL, type Memory } from '../../../src/authoring/proof/memory.ts';
import { proveBlocks } from '../../../src/authoring/proof/prove-blocks.ts';
import { findPrograms } from '../../../src/curriculum/block-programs.ts';
import type { SessionDraft } from '../../../src/curriculum/draft.ts';
import type { Engine, Program, Run } from '../../../src/python/engine.ts';

const FENCE = '```';

function sessionOf(...materials: string[]): SessionDraft {
  return {
    folder: 'sessions/01-one',
    number: 1,
    slug: 'one',
    session: undefined,
    items: [],
    unread: [],
    materials: new Map(materials.map((text, at) => [`materials/text-${at}.md`, text])),
    pictures: new Map(),
  };
}

/** A Python that says how a program ends, and remembers what it was given. */
function engineOf(version: string, answer: (program: Program) => Run, traits: Engine['traits'] = new Set()) {
  const given: string[] = [];
  const engine: Engine = {
    name: `CPython ${version}`,
    version,
    traits,
    isEmbedded: false,
    seeds: [0],
    run: async (program) => {
      given.push(program.main);
      return answer(program);
    },
    stop: async () => {},
  };
  return { engine, given };
}

const fine: Run = { outcome: 'ended', stdout: 'before\nhello\nafter\n' };
const failed: Run = { outcome: 'raised', stdout: '', error: { type: 'NameError', message: "name 'x' is not defined" } };

function prove(text: string, engine: Engine, memory: Memory = FORGETFUL) {
  return proveBlocks(findPrograms(sessionOf(text)), [engine], memory);
}

describe('the programs of a text', () => {
  it('joins blocks that go on, and runs them as one', async () => {
    const { engine, given } = engineOf('3.13', () => fine);
    const text = `${FENCE}python\nx = 1\n${FENCE}\n\n${FENCE}python goes-on\nprint(x)\n${FENCE}\n\n${FENCE}python\npass\n${FENCE}`;
    const proofs = await prove(text, engine);
    expect(given).toEqual(['x = 1\nprint(x)\n', 'pass\n']);
    expect(proofs.map((proof) => proof.ran.get(engine))).toEqual([2, 1]);
  });

  it('stops before the first block that is not for this Python', async () => {
    const { engine, given } = engineOf('3.11', () => fine);
    const text = `${FENCE}python\nx = 1\n${FENCE}\n\n${FENCE}python >=3.12 goes-on\ntype X = int\n${FENCE}`;
    const [proof] = await prove(text, engine);
    expect(given).toEqual(['x = 1\n']);
    expect(proof?.faults).toEqual([]);
    expect(proof?.reasons).toEqual(['the code at line 5: no Python here is >=3.12']);
  });

  it('runs nothing that needs what this Python has not, and says so', async () => {
    const { engine, given } = engineOf('3.13', () => fine);
    const text = `${FENCE}python needs:threads\npass\n${FENCE}\n\n${FENCE}python not-run: it waits for a key\ninput()\n${FENCE}`;
    const proofs = await prove(text, engine);
    expect(given).toEqual([]);
    expect(proofs.flatMap(({ reasons }) => reasons)).toEqual([
      'the code at line 1: no Python here is >=3.11 with threads',
      'the code at line 5: it waits for a key',
    ]);
  });
});

describe('what a run shows', () => {
  it('finds a block that fails, after three tries, and keeps no wrong run', async () => {
    const { engine, given } = engineOf('3.13', () => failed);
    const kept: Run[] = [];
    const memory: Memory = { ...FORGETFUL, keep: (_engine, _program, _seed, run) => kept.push(run) };
    const [proof] = await prove(`${FENCE}python\nprint(x)\n${FENCE}`, engine, memory);
    expect(proof?.faults).toEqual([
      {
        file: 'sessions/01-one/materials/text-0.md',
        path: 'the code at line 1',
        message: "ends with NameError: name 'x' is not defined (on CPython 3.13)",
      },
    ]);
    expect(given).toHaveLength(3);
    expect(kept).toEqual([]);
  });

  it('takes a failure that the fence announces, and no other', async () => {
    const { engine } = engineOf('3.13', () => failed);
    const [right] = await prove(`${FENCE}python ends:NameError\nprint(x)\n${FENCE}`, engine);
    expect(right?.faults).toEqual([]);
    const [wrong] = await prove(`${FENCE}python ends:KeyError\nprint(x)\n${FENCE}`, engine);
    expect(wrong?.faults[0]?.message).toContain('and not with KeyError');
  });

  it('holds an output in the text against what was printed, by whole lines', async () => {
    const { engine } = engineOf('3.13', () => fine);
    const shown = (output: string) => `${FENCE}python\npass\n${FENCE}\n\n${FENCE}text prints\n${output}\n${FENCE}`;
    expect((await prove(shown('hello\nafter'), engine))[0]?.faults).toEqual([]);
    expect((await prove(shown('hell'), engine))[0]?.faults[0]?.message).toContain('and not "hell"');
  });

  it('runs nothing twice that it remembers', async () => {
    const { engine, given } = engineOf('3.13', () => failed);
    const [proof] = await prove(`${FENCE}python\npass\n${FENCE}`, engine, { ...FORGETFUL, find: () => fine });
    expect(given).toEqual([]);
    expect(proof?.ran.get(engine)).toBe(1);
  });
});
