import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { CPYTHONS, takesPython } from '../curriculum/python-range.ts';
import { type Engine, LIMITS, type Limits, type Program, type Run, type Trait } from './engine.ts';
import { describeRun } from './outcome.ts';

const probe = `
import json, platform, sys, sysconfig
print(json.dumps({
    "executable": sys.executable,
    "implementation": platform.python_implementation(),
    "version": platform.python_version(),
    "wide": sys.maxsize > 2**32,
    "free": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
}))
`;

const probed = z.object({
  executable: z.string().min(1),
  implementation: z.string(),
  version: z.string(),
  wide: z.boolean(),
  free: z.boolean(),
});

type Probed = z.output<typeof probed>;

/** The names under which a Python may stand on the path. */
const NAMES = ['python3', 'python', ...CPYTHONS.map((version) => `python${version}`)];

/**
 * Every CPython that these commands start, one for each full version. Builds without a GIL are left out, because items speak
 * of the standard build. A command that the author named and that starts no usable CPython is an error.
 */
export async function findNative(named: readonly string[], limits: Limits = LIMITS): Promise<Engine[]> {
  const found = new Map<string, Engine>();
  for (const command of [...named, ...NAMES]) {
    const python = await probePython(command);
    const isUsable = python !== undefined && isTaught(python);
    if (!isUsable && named.includes(command)) throw new Error(`${command} starts no CPython of ${CPYTHONS.join(', ')}`);
    if (isUsable && !found.has(python.version)) found.set(python.version, nativeEngine(python, limits));
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

function isTaught({ implementation, version, free }: Probed): boolean {
  return implementation === 'CPython' && !free && CPYTHONS.some((taught) => takesPython(`==${taught}`, version));
}

async function probePython(command: string): Promise<Probed | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, ['-I', '-c', probe], { timeout: 10_000 });
    return probed.safeParse(JSON.parse(stdout)).data;
  } catch {
    return undefined;
  }
}

function nativeEngine({ executable, version, wide }: Probed, limits: Limits): Engine {
  const traits: Trait[] = ['threads', 'processes', 'real-time'];
  return {
    name: `CPython ${version}`,
    version: version.split('.').slice(0, 2).join('.'),
    traits: new Set<Trait>(wide ? [...traits, '64bit'] : traits),
    isEmbedded: false,
    seeds: [0, 1, 2, 3],
    run: (program, seed) => runNative(executable, program, seed, limits),
    stop: async () => {},
  };
}

async function runNative(executable: string, program: Program, seed: number, limits: Limits): Promise<Run> {
  // normalise.ts knows this prefix.
  const folder = await mkdtemp(join(tmpdir(), 'pythia-proof-'));
  try {
    const files = { ...program.files, 'main.py': program.main };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return await execute(executable, folder, seed, limits);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function execute(executable: string, folder: string, seed: number, limits: Limits): Promise<Run> {
  const { promise, resolve, reject } = Promise.withResolvers<Run>();
  // -I would ignore PYTHONHASHSEED. An environment of our own isolates as well, and keeps the program's folder on the path.
  const child = spawn(executable, ['-s', '-B', join(folder, 'main.py')], {
    cwd: folder,
    env: { PYTHONHASHSEED: String(seed), PYTHONIOENCODING: 'utf-8', NO_COLOR: '1', LANG: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what a program started ends with it.
    detached: true,
  });
  let stopped: 'timed-out' | 'flooded' | undefined;
  function stop(why: 'timed-out' | 'flooded'): void {
    stopped ??= why;
    kill(child);
  }
  const timer = setTimeout(stop, limits.seconds * 1000, 'timed-out');
  const texts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      texts[stream] += text;
      if (texts[stream].length > limits.bytes) stop('flooded');
    });
  }
  child.on('error', reject);
  // What it left running holds the pipes open: end that first, and `close` follows.
  child.on('exit', () => kill(child));
  child.on('close', (code) => {
    clearTimeout(timer);
    resolve(describeRun(stopped ?? (code === null ? 'crashed' : undefined), code ?? 1, texts.stdout, texts.stderr));
  });
  return promise;
}

/** Ends a program with all that it started. */
function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Windows has no groups, and elsewhere nothing of the group may be left.
    child.kill('SIGKILL');
  }
}
