import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A program beside Python that a capture may run. */
export interface Tool {
  name: string;
  /** Undefined when it is not here. */
  version: string | undefined;
}

/** How each says its version. */
const KNOWN: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    gdb: ['--version'],
    strace: ['-V'],
    ltrace: ['--version'],
    perf: ['--version'],
    'py-spy': ['--version'],
    ps: ['--version'],
    ss: ['-V'],
    lsof: ['-v'],
    ip: ['-V'],
    unshare: ['--version'],
    'redis-server': ['--version'],
    mypy: ['--version'],
  }),
);

/** The tools that a capture runs, as far as its text shows. */
export async function findTools(script: string): Promise<Tool[]> {
  const named = [...KNOWN.keys()].filter((name) => mentions(script, name));
  return Promise.all(named.map(async (name) => ({ name, version: await findVersion(name) })));
}

/** Whether a command stands in the text: at the start of a text of Python's, as in `["ps", "-o"]` or `"ps -o"`. */
export function mentions(script: string, name: string): boolean {
  return new RegExp(`["']${name}(?=["' ])`).test(script);
}

async function findVersion(name: string): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await promisify(execFile)(name, KNOWN.get(name) ?? [], { timeout: 10_000 });
    return /\d+(?:\.\d+)+/.exec(`${stdout}\n${stderr}`)?.[0] ?? 'of unknown version';
  } catch {
    return undefined;
  }
}
