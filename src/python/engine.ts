/** A program for Python, with the files that lie beside it. */
export interface Program {
  main: string;
  /** What the file of `main` is called, if not `main.py`. */
  name?: string;
  args?: readonly string[];
  /** Path below the program's folder, with forward slashes, to text; `item.py` makes the item's code importable. */
  files: Readonly<Record<string, string>>;
}

/** What became of one program. */
export interface Run {
  outcome: 'ended' | 'raised' | 'exited' | 'timed-out' | 'flooded' | 'crashed';
  stdout: string;
  /** With which it ended itself, where that is not 0. */
  code?: number;
  /** The exception's type and first line, where one ended the program. */
  error?: { type: string; message: string };
}

/** Things that an item may need and not every engine has. The words are those of an item's `requires`. */
export type Trait = 'threads' | 'processes' | '64bit' | 'real-time' | 'deep-stack' | 'packages';

/** One Python that programs can be run on. */
export interface Engine {
  /** `CPython 3.12.7 (pyodide)`. */
  name: string;
  /** `3.12`, as in an item's range. */
  version: string;
  traits: ReadonlySet<Trait>;
  /** WebAssembly, and not a program of the machine. */
  isEmbedded: boolean;
  /** The hash seeds to try, from 0 on. */
  seeds: readonly number[];
  /** One program at a time. Rejects when the engine itself can't start, and never for what a program does. */
  run(program: Program, seed: number): Promise<Run>;
  stop(): Promise<void>;
}

/** Everything that lies in a program's folder: path to text. */
export function filesOf(program: Program): Record<string, string> {
  return { ...program.files, [nameOf(program)]: program.main };
}

/** The file that is run. */
export function nameOf({ name }: Program): string {
  return name ?? 'main.py';
}

/** Limits that no program of an item may exceed. */
export interface Limits {
  seconds: number;
  /** Of standard output and of standard error, each. */
  bytes: number;
}

/** Generous, because authors prove on machines that are busy with other things. */
export const LIMITS: Limits = { seconds: 30, bytes: 256 * 1024 };
