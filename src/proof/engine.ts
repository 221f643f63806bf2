/** A program for Python, with the files that lie beside it. */
export interface Program {
  main: string;
  /** Name to text; `item.py` makes the item's code importable. */
  files: Readonly<Record<string, string>>;
}

/** What became of one program. */
export interface Run {
  outcome: 'ended' | 'raised' | 'exited' | 'timed-out' | 'flooded' | 'crashed';
  stdout: string;
  /** The exception's type and first line, where one ended the program. */
  error?: { type: string; message: string };
}

/** What an item may need and not every engine has. The words are those of an item's `requires`. */
export type Trait = 'threads' | 'processes' | '64bit' | 'real-time';

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

/** What no program of an item may exceed. */
export interface Limits {
  seconds: number;
  /** Of standard output and of standard error, each. */
  bytes: number;
}

/** Generous, because authors prove on machines that are busy with other things. */
export const LIMITS: Limits = { seconds: 60, bytes: 256 * 1024 };
