import type { Fault } from '../../curriculum/faults.ts';
import type { Program, Run } from '../../python/engine.ts';
import { quote } from './normalise.ts';

/** What is wrong, and where in the item. */
export type Found = Omit<Fault, 'file'>;

/** What the runs of one check say of the key. `weak` is neither proven nor wrong; a note is worth reading although all is well. */
export type Verdict =
  | { kind: 'held'; note?: string }
  | { kind: 'weak'; why: string }
  | { kind: 'wrong'; message: string };

/** Programs to run on one engine, and what their runs say. */
export interface Check {
  /** Where in the item, like `options[1].proof`. */
  path: string;
  programs: readonly Program[];
  /** Whether the answer must stay the same whatever the hash seed is. */
  seeded: boolean;
  /** One run for each program, in their order. */
  judge(...runs: readonly Run[]): Verdict;
}

/** How one item is proven. */
export interface Plan {
  /** What is wrong whatever a run says. */
  faults: readonly Found[];
  checks: readonly Check[];
  /** What no check looks at, as sentences: with any of these the item is not proven. */
  gaps: readonly string[];
}

export const HELD: Verdict = { kind: 'held' };

export function wrong(message: string): Verdict {
  return { kind: 'wrong', message };
}

/** The item's code as a program of its own. */
export function codeProgram(code: string): Program {
  return { main: code, files: {} };
}

/** An author's proof. It may `from item import code`, so that it can't go stale when the code changes. */
export function proofProgram(proof: string, code: string | undefined): Program {
  return { main: proof, files: itemModule(code) };
}

/** Whether a proof runs the item's code, or at least repeats it to the letter. If not, one may change without the other. */
export function usesCode(proof: string, code: string | undefined): boolean {
  if (code === undefined || /^\s*(from item import|import item)\b/m.test(proof)) return true;
  return code.split('\n').every((line) => proof.includes(line.trim()));
}

/** A module that holds the item's code as text. JSON's strings are Python's too. */
export function itemModule(code: string | undefined): Record<string, string> {
  return code === undefined ? {} : { 'item.py': `code = ${JSON.stringify(`${code}\n`)}\n` };
}

/** How a program ended that should have ended well, as the end of a sentence. */
export function describeEnd(run: Run): string {
  switch (run.outcome) {
    case 'ended':
      return `ends after printing ${quote(run.stdout)}`;
    case 'raised': {
      const { type, message } = run.error ?? { type: 'an exception', message: '' };
      return message === '' ? `ends with ${type}` : `ends with ${type}: ${message}`;
    }
    case 'exited':
      return 'ends with an exit code that is not 0';
    case 'timed-out':
      return 'does not come to an end in time';
    case 'flooded':
      return 'prints without end';
    case 'crashed':
      return 'crashes the interpreter';
  }
}
