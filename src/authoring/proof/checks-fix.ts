import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { replaceLines } from '../../curriculum/replacing.ts';
import type { FixItem } from '../../curriculum/schema.ts';
import type { Program, Run } from '../../python/engine.ts';
import { checkProgram, mustPass, passes } from './check-program.ts';
import { quote } from './normalise.ts';
import { type Check, describeEnd, HELD, itemModule, type Plan, type Verdict, wrong } from './plan.ts';

/** The check fails on the code and on every wrong change of it, passes on the right ones, and notices most mutants of the key. */
export function planFix(item: FixItem): Plan {
  const { code, replaces, check } = item;
  const changed = (text: string) => replaceLines(code, replaces, text);
  const options = item.options.map(({ text, right }, index): Check => {
    const path = `options[${index}].text`;
    if (right) return mustPass(path, check, changed(text), 'is the key and does not repair the program');
    return mustStayBroken(path, check, changed(text), 'belongs to a wrong option, but repairs the program');
  });
  const also = item.also_right.map((text, index) =>
    mustPass(`also_right[${index}]`, check, changed(text), 'does not repair the program'),
  );
  const key = item.options.find(({ right }) => right)?.text ?? '';
  return {
    faults: [],
    checks: [
      mustStayBroken('code', check, code, 'passes the check as it is: nothing is wrong with it'),
      ...options,
      ...also,
      mustKill(item, changed(key)),
    ],
    gaps: [],
  };
}

/** The broken version must be a program that somebody could run, and the check must not depend on a machine's clock to end. */
function mustStayBroken(path: string, check: string, code: string, message: string): Check {
  return { path, programs: [checkProgram(code, check)], seeded: true, judge: (run) => judgeBroken(run, message) };
}

function judgeBroken(run: Run, message: string): Verdict {
  if (passes(run)) return wrong(message);
  if (run.outcome === 'timed-out') return wrong('never ends under the check: let the check stop it, and fail');
  if (NOT_PYTHON.includes(run.error?.type ?? '')) return wrong(`is not Python: the program ${describeEnd(run)}`);
  return HELD;
}

const NOT_PYTHON = ['SyntaxError', 'IndentationError', 'TabError'];

const readPython = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

const KILLER = readPython('python/kill_mutants.py');

const BESIDE = {
  'mutants.py': readPython('python/mutants.py'),
  'virtual_loop.py': readPython('../../python/virtual_loop.py'),
};

/** What kill_mutants.py prints. */
const killing = z.union([
  z.strictObject({ failed: z.string() }),
  z.strictObject({ mutants: z.int(), survivors: z.array(z.string()) }),
]);

function mustKill(item: FixItem, repaired: string): Check {
  return {
    path: 'check',
    programs: [killingProgram(item, repaired)],
    seeded: false,
    judge: (run) => judgeKilling(run, item.min_mutants_killed),
  };
}

/** Virtual time is for a single thread; a program that needs more threads or a real clock gets those. */
function killingProgram({ check, requires }: FixItem, repaired: string): Program {
  const isAlone = !requires.includes('threads') && !requires.includes('real-time');
  return {
    main: KILLER,
    args: isAlone ? ['virtual'] : [],
    files: { ...BESIDE, ...itemModule(repaired), 'check.py': check },
  };
}

function judgeKilling(run: Run, share: number): Verdict {
  const found = run.outcome === 'ended' ? readKilling(run.stdout) : undefined;
  if (found === undefined) return wrong(`could not be tried on mutants: their run ${describeEnd(run)}`);
  if ('failed' in found) return wrong(`fails on the key when mutants are tried: ${quote(found.failed)}`);
  const { mutants, survivors } = found;
  if (mutants === 0) return wrong('has no mutant to kill: give the code something that can be changed');
  const note = describeKilling(mutants, survivors);
  if (mutants - survivors.length >= share * mutants) return { kind: 'held', note };
  return wrong(`is too weak: ${note}; ${Math.round(share * 100)} % must be killed`);
}

function readKilling(stdout: string): z.output<typeof killing> | undefined {
  try {
    return killing.safeParse(JSON.parse(stdout)).data;
  } catch {
    return undefined;
  }
}

function describeKilling(mutants: number, survivors: readonly string[]): string {
  const killed = `${mutants - survivors.length} of ${mutants} mutants killed`;
  return survivors.length === 0 ? killed : `${killed}, not ${survivors.join(', ')}`;
}
