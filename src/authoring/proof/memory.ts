import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Engine, Program, Run } from '../../python/engine.ts';

/** Runs that were made before. A program that ran once on one Python need not run there again. */
export interface Memory {
  find(engine: Engine, program: Program, seed: number): Run | undefined;
  keep(engine: Engine, program: Program, seed: number, run: Run): void;
  /** Forgets runs that were neither found nor kept since the start, for these engines. */
  prune(engines: readonly Engine[]): void;
}

/** For those who want every program run. */
export const FORGETFUL: Memory = { find: () => undefined, keep: () => {}, prune: () => {} };

const run = z.object({
  outcome: z.enum(['ended', 'raised', 'exited', 'timed-out', 'flooded', 'crashed']),
  stdout: z.string(),
  code: z.int().exactOptional(),
  error: z.object({ type: z.string(), message: z.string() }).exactOptional(),
});

const entry = z.object({ key: z.string(), run });

/** A memory in a folder, with a file for each engine. A line is written as soon as a run is kept, so little is lost when killed. */
export function openMemory(folder: string): Memory {
  mkdirSync(folder, { recursive: true });
  const harness = hashHarness();
  const known = new Map<string, Map<string, Run>>();
  const used = new Set<string>();
  const fileOf = (engine: Engine) => join(folder, `${engine.name.replace(/[^\w.]+/g, '-')}.jsonl`);
  function keyOf(program: Program, seed: number): string {
    const { main, name, args, files } = program;
    const key = hash(JSON.stringify([harness, main, name ?? null, args ?? [], Object.entries(files), seed]));
    used.add(key);
    return key;
  }
  function runsOf(engine: Engine): Map<string, Run> {
    const runs = known.get(engine.name) ?? readRuns(fileOf(engine));
    known.set(engine.name, runs);
    return runs;
  }
  return {
    find: (engine, program, seed) => runsOf(engine).get(keyOf(program, seed)),
    keep(engine, program, seed, run) {
      const key = keyOf(program, seed);
      runsOf(engine).set(key, run);
      appendFileSync(fileOf(engine), line(key, run));
    },
    prune(engines) {
      for (const engine of engines) {
        const runs = [...runsOf(engine)].filter(([key]) => used.has(key));
        writeFileSync(fileOf(engine), runs.map(([key, run]) => line(key, run)).join(''));
      }
    },
  };
}

function line(key: string, run: Run): string {
  return `${JSON.stringify({ key, run })}\n`;
}

function readRuns(file: string): Map<string, Run> {
  const runs = new Map<string, Run>();
  for (const text of readText(file).split('\n')) {
    const { data } = entry.safeParse(readJson(text));
    if (data !== undefined) runs.set(data.key, data.run);
  }
  return runs;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Undefined for the half line that a killed process may leave behind. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Hashes everything that decides how a program is run: a run made by another harness proves nothing about this one. Files beside a program are part of it. */
function hashHarness(): string {
  const files = [
    'child.ts',
    'native.ts',
    'outcome.ts',
    'pyodide.ts',
    'pyodide-child.ts',
    'harness.py',
    'virtual_loop.py',
  ];
  return hash(
    files.map((file) => readFileSync(join(import.meta.dirname, '..', '..', 'python', file), 'utf8')).join('\0'),
  );
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
