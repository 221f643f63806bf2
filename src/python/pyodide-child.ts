import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { filesOf, LIMITS, nameOf, type Program } from './engine.ts';

/**
 * The process in which one embedded Python lives. Its arguments are the package of that Python and the hash seed. It takes one program at a time,
 * answers with its outputs, and then puts the interpreter's memory back to what it was before: every program meets the
 * same fresh interpreter, in milliseconds where starting another takes seconds.
 */

/** What is used of pyodide, the same in every version of it. */
interface Pyodide {
  runPython(code: string): unknown;
  setStdout(options: { write(bytes: Uint8Array): number }): void;
  setStderr(options: { write(bytes: Uint8Array): number }): void;
  FS: FileSystem;
  _module: { HEAPU8: Uint8Array };
}

/** Emscripten's files in memory. https://emscripten.org/docs/api_reference/Filesystem-API.html */
interface FileSystem {
  mkdir(path: string): void;
  mkdirTree(path: string): void;
  rmdir(path: string): void;
  unlink(path: string): void;
  readdir(path: string): string[];
  writeFile(path: string, text: string): void;
  lstat(path: string): { mode: number };
  isDir(mode: number): boolean;
  chdir(path: string): void;
  close(stream: unknown): void;
  streams: unknown[];
}

/** What the parent sends. `bytes` is the most that each output may have. */
export interface Job {
  program: Program;
  bytes: number;
}

/** What the parent gets: that the interpreter is ready, then one answer to each job. */
export type Answer = { kind: 'ready' } | { kind: 'ran'; code: number; stdout: string; stderr: string };

/** With this code the process ends when a program prints too much. No other way out of a running program is quick. */
export const FLOODED = 97;

const CRASHED = 98;

// normalise.ts knows this prefix.
const FOLDER = '/pythia-proof-0';

/** Where programs may leave files. */
const WRITABLE = ['/', '/tmp', '/home/pyodide'];

async function start(name: string, seed: string): Promise<void> {
  const embedding = await import(name);
  const environment = { HOME: '/home/pyodide', PYTHONHASHSEED: seed, NO_COLOR: '1' };
  const python: Pyodide = await embedding.loadPyodide({ env: environment, stdin: () => null });
  python.FS.mkdir('/harness');
  for (const file of ['virtual_loop.py', 'harness.py']) {
    python.FS.writeFile(`/harness/${file}`, readFileSync(new URL(file, import.meta.url), 'utf8'));
  }
  const outputs = captureOutputs(python);
  python.runPython(`
import sys
sys.path.append("/harness")
import harness
sys.path.remove("/harness")
harness.prepare()
`);
  const rewind = rememberMemory(python);
  process.on('message', (job: Job) => {
    try {
      process.send?.(runJob(python, outputs, job));
      rewind();
    } catch {
      // Out of WebAssembly's stack, or out of memory: nothing is left that could be put back.
      process.exit(CRASHED);
    }
  });
  process.send?.({ kind: 'ready' } satisfies Answer);
}

function runJob(python: Pyodide, outputs: Outputs, { program, bytes }: Job): Answer {
  outputs.open(bytes);
  for (const [file, text] of Object.entries(filesOf(program))) {
    python.FS.mkdirTree(posix.join(FOLDER, posix.dirname(file)));
    python.FS.writeFile(`${FOLDER}/${file}`, text);
  }
  const call = [FOLDER, nameOf(program), program.args ?? []].map((argument) => JSON.stringify(argument));
  const code = Number(python.runPython(`harness.run(${call.join(', ')})`));
  return { kind: 'ran', code, ...outputs.read() };
}

interface Outputs {
  /** Forgets what was written so far, and takes up to this many bytes of each. */
  open(bytes: number): void;
  read(): { stdout: string; stderr: string };
}

function captureOutputs(python: Pyodide): Outputs {
  // Bytes, because a character may come in two writes.
  let chunks: Record<'stdout' | 'stderr', Uint8Array[]> = { stdout: [], stderr: [] };
  const room = { stdout: 0, stderr: 0 };
  function write(name: 'stdout' | 'stderr', bytes: Uint8Array): number {
    room[name] -= bytes.length;
    if (room[name] < 0) process.exit(FLOODED);
    chunks[name].push(bytes.slice());
    return bytes.length;
  }
  function open(bytes: number): void {
    chunks = { stdout: [], stderr: [] };
    room.stdout = room.stderr = bytes;
  }
  open(LIMITS.bytes);
  python.setStdout({ write: (bytes) => write('stdout', bytes) });
  python.setStderr({ write: (bytes) => write('stderr', bytes) });
  return {
    open,
    read: () => ({
      stdout: Buffer.concat(chunks.stdout).toString(),
      stderr: Buffer.concat(chunks.stderr).toString(),
    }),
  };
}

/** Remembers the interpreter as it is now. Returns a function that puts it back, byte for byte. */
function rememberMemory({ FS, _module }: Pyodide): () => void {
  const memory = _module.HEAPU8.slice();
  const streams = FS.streams.length;
  const kept = new Set(WRITABLE.flatMap((folder) => FS.readdir(folder).map((name) => posix.join(folder, name))));
  return () => {
    for (const stream of FS.streams.slice(streams)) if (stream) FS.close(stream);
    FS.chdir('/');
    for (const folder of WRITABLE) emptyFolder(FS, folder, kept);
    // The view is another after memory has grown. It never shrinks, so the added part must look new.
    const now = _module.HEAPU8;
    now.set(memory);
    now.fill(0, memory.length);
  };
}

function emptyFolder(FS: FileSystem, folder: string, kept: ReadonlySet<string>): void {
  for (const name of FS.readdir(folder)) {
    const path = posix.join(folder, name);
    if (name === '.' || name === '..' || kept.has(path)) continue;
    if (FS.isDir(FS.lstat(path).mode)) {
      emptyFolder(FS, path, kept);
      FS.rmdir(path);
    } else FS.unlink(path);
  }
}

const [, , name, seed] = process.argv;

if (import.meta.main && name !== undefined && seed !== undefined) await start(name, seed);
