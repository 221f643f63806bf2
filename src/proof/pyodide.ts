import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Engine, LIMITS, type Limits, type Program, type Run } from './engine.ts';
import { describeRun } from './outcome.ts';
import { type Answer, FLOODED, type Job } from './pyodide-child.ts';

/** The packages that package.json names, and the CPython that is in each. */
const PACKAGES = { 'pyodide-312': '3.12', 'pyodide-313': '3.13', 'pyodide-314': '3.14' } as const;

/** What came of waiting for a process: what it said, or how it ended. */
type Reply = Answer | { kind: 'gone'; code: number | null } | { kind: 'timed-out' };

/** A process with an interpreter in it that waits for a program. */
interface Interpreter {
  child: ChildProcess;
  version: string;
}

/**
 * Every CPython that is installed as a package: WebAssembly, so 32 bits, without threads and processes, and with asyncio on
 * virtual time.
 */
export async function findEmbedded(versions: readonly string[], limits: Limits = LIMITS): Promise<Engine[]> {
  const wanted = Object.entries(PACKAGES).filter(([name, version]) => versions.includes(version) && isInstalled(name));
  return Promise.all(wanted.map(([name, version]) => embeddedEngine(name, version, limits)));
}

function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}

async function embeddedEngine(name: string, version: string, limits: Limits): Promise<Engine> {
  let ready = startInterpreter(name);
  let last: Promise<unknown> = ready;
  const full = (await ready).version;
  async function runNext(program: Program): Promise<Run> {
    const { child } = await ready;
    const job: Job = { program, bytes: limits.bytes };
    const reply = await ask(child, limits.seconds, job);
    if (reply.kind !== 'ran') {
      await end(child);
      ready = startInterpreter(name);
    }
    return describeReply(reply);
  }
  return {
    name: `CPython ${full} (${name})`,
    version,
    traits: new Set(),
    seeds: [0],
    run(program) {
      // One program at a time, in the order they come.
      const run = last.then(() => runNext(program));
      last = run.catch(() => {});
      return run;
    },
    async stop() {
      await end((await ready).child);
    },
  };
}

async function startInterpreter(name: string): Promise<Interpreter> {
  const child = fork(fileURLToPath(new URL('pyodide-child.ts', import.meta.url)), [name], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  // Starting takes 2 to 6 seconds, and more on a busy machine.
  const reply = await ask(child, 120);
  if (reply.kind === 'ready') return { child, version: reply.version };
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
