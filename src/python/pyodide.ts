import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Engine, LIMITS, type Limits, type Program, type Run } from './engine.ts';
import { describeRun } from './outcome.ts';
import { type Answer, FLOODED, type Job } from './pyodide-child.ts';

/** The packages that package.json names, and the CPython that is in each. */
const PACKAGES = {
  'pyodide-312': '3.12',
  'pyodide-313': '3.13',
  'pyodide-314': '3.14',
  'pyodide-315': '3.15',
} as const;

const manifest = z.object({ version: z.string() });

/** The outcome of waiting for a process: what it said, or how it ended. */
type Reply = Answer | { kind: 'gone'; code: number | null } | { kind: 'timed-out' };

/**
 * Every CPython that is installed as a package: WebAssembly, so 32 bits, without threads and processes, and with asyncio on
 * virtual time. Each lives in a process of its own, which starts when the first program needs it.
 */
export function findEmbedded(limits: Limits = LIMITS): Engine[] {
  return Object.entries(PACKAGES).flatMap(([name, version]) => {
    const release = findRelease(name);
    return release === undefined ? [] : [embeddedEngine(name, release, version, limits)];
  });
}

/** The version of a package, or undefined when it is not installed: running the bot needs none of them. */
function findRelease(name: string): string | undefined {
  try {
    const file = new URL('package.json', import.meta.resolve(name));
    return manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
  } catch {
    return undefined;
  }
}

function embeddedEngine(name: string, release: string, version: string, limits: Limits): Engine {
  // The seed is fixed when an interpreter starts, so each seed has one of its own.
  const children = new Map<number, ChildProcess>();
  async function run(program: Program, seed: number): Promise<Run> {
    const child = children.get(seed) ?? (await startInterpreter(name, seed));
    children.set(seed, child);
    const reply = await ask(child, limits.seconds, { program, bytes: limits.bytes });
    // A program that did not come to an end took its interpreter with it.
    if (reply.kind !== 'ran') {
      children.delete(seed);
      await end(child);
    }
    return describeReply(reply);
  }
  async function stop(): Promise<void> {
    await Promise.all([...children.values()].map(end));
    children.clear();
  }
  return {
    name: `CPython ${version} (pyodide ${release})`,
    version,
    traits: new Set(),
    isEmbedded: true,
    seeds: [0, 1],
    run,
    stop,
  };
}

async function startInterpreter(name: string, seed: number): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('pyodide-child.ts', import.meta.url)), [name, String(seed)], {
    execArgv: [],
    // Messages of the embedding about its own end are of use only to its makers.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // Starting takes 2 to 6 seconds, and more on a busy machine.
  const reply = await ask(child, 120);
  if (reply.kind === 'ready') return child;
  await end(child);
  throw new Error(`${name} did not start`);
}

function ask(child: ChildProcess, seconds: number, job?: Job): Promise<Reply> {
  const { promise, resolve } = Promise.withResolvers<Reply>();
  const timer = setTimeout(resolve, seconds * 1000, { kind: 'timed-out' });
  const onExit = (code: number | null) => resolve({ kind: 'gone', code });
  const onMessage = (answer: unknown) => resolve(answer as Answer);
  child.once('exit', onExit).once('message', onMessage);
  if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode);
  else if (job !== undefined) child.send(job);
  return promise.finally(() => {
    clearTimeout(timer);
    child.off('exit', onExit).off('message', onMessage);
  });
}

function describeReply(reply: Reply): Run {
  switch (reply.kind) {
    case 'ran':
      return describeRun(undefined, reply.code, reply.stdout, reply.stderr);
    case 'timed-out':
      return { outcome: 'timed-out', stdout: '' };
    case 'gone':
      return { outcome: reply.code === FLOODED ? 'flooded' : 'crashed', stdout: '' };
    case 'ready':
      throw new Error('an interpreter answered a program as if it had just started');
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once('exit', () => resolve());
  child.kill('SIGKILL');
  await promise;
}
