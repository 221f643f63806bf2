import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { CPYTHONS, takesPython } from '../curriculum/python-range.ts';
import { runChild } from './child.ts';
import { type Engine, filesOf, LIMITS, type Limits, nameOf, type Program, type Run, type Trait } from './engine.ts';
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

/** A Python of this machine, and what it says of itself. */
export type Python = z.output<typeof probed>;

/** The names under which a Python may stand on the path. */
export const NAMES = ['python3', 'python', ...CPYTHONS.map((version) => `python${version}`)];

/** Every CPython that these commands start, and those on the path, as engines. */
export async function findNative(named: readonly string[], limits: Limits = LIMITS): Promise<Engine[]> {
  const pythons = await findPythons([...named, ...NAMES], named);
  return pythons.map((python) => nativeEngine(python, limits));
}

/**
 * The CPythons that these commands start, one for each full version, oldest first. Builds without a GIL are left out, because
 * items speak of the standard build. A command that the author named and that starts no usable CPython is an error.
 */
export async function findPythons(commands: readonly string[], named: readonly string[] = []): Promise<Python[]> {
  const found = new Map<string, Python>();
  for (const command of commands) {
    const python = await probePython(command);
    const isUsable = python !== undefined && isTaught(python);
    if (!isUsable && named.includes(command)) throw new Error(`${command} starts no CPython of ${CPYTHONS.join(', ')}`);
    if (isUsable && !found.has(python.version)) found.set(python.version, python);
  }
  return [...found.values()].sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }));
}

function isTaught({ implementation, version, free }: Python): boolean {
  return implementation === 'CPython' && !free && CPYTHONS.some((taught) => takesPython(`==${taught}`, version));
}

async function probePython(command: string): Promise<Python | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, ['-I', '-c', probe], { timeout: 10_000 });
    return probed.safeParse(JSON.parse(stdout)).data;
  } catch {
    return undefined;
  }
}

function nativeEngine({ executable, version, wide }: Python, limits: Limits): Engine {
  const traits: Trait[] = ['threads', 'processes', 'real-time', 'deep-stack', 'packages'];
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
    for (const [name, text] of Object.entries(filesOf(program))) {
      await mkdir(join(folder, dirname(name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    // -I would ignore PYTHONHASHSEED. An environment of our own isolates as well, and keeps the program's folder on the path.
    const args = ['-s', '-B', join(folder, nameOf(program)), ...(program.args ?? [])];
    const env = { PYTHONHASHSEED: String(seed), PYTHONIOENCODING: 'utf-8', NO_COLOR: '1', LANG: 'C.UTF-8' };
    const { stopped, code, stdout, stderr } = await runChild(executable, args, { folder, env, limits });
    return describeRun(stopped, code, stdout, stderr);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
