import type { LineItem } from '../curriculum/schema.ts';
import type { Run } from './engine.ts';
import { normalise } from './normalise.ts';
import { type Check, codeProgram, describeEnd, HELD, itemModule, type Plan, type Verdict, wrong } from './plan.ts';

/** What stands before the check: it runs the code and catches what that prints. */
const BEFORE = `import contextlib, io
from item import code
with contextlib.redirect_stdout(io.StringIO()) as printed:
    exec(compile(code, "code.py", "exec"), globals())
printed = printed.getvalue()
`;

/** Only a program that came to its end says this: code that leaves early has passed nothing. */
const CHECKED = 'pythia: checked';

/** The check fails on the code, passes with the fix, and fails with whatever else is done at a decoy. */
export function planLine(item: LineItem): Plan {
  const fixed = replaceLine(item.code, item.line, item.fix);
  if (item.check === undefined) {
    const programs = [codeProgram(item.code), codeProgram(fixed)];
    const difference: Check = { path: 'fix', programs, seeded: true, judge: judgeDifference };
    return { faults: [], checks: [difference], gaps: ['there is no check'] };
  }
  const { check } = item;
  const broken = mustFail('check', check, item.code, 'passes on the code as it is: nothing is wrong with it');
  const repaired: Check = {
    path: 'fix',
    programs: [checkProgram(fixed, check)],
    seeded: true,
    judge: (run) => (passes(run) ? HELD : wrong(`does not repair the program: the check ${describeFailure(run)}`)),
  };
  const decoys = item.decoys.flatMap(({ line, fix }, index): Check[] => {
    const path = `decoys[${index}]`;
    const without = leaveOut(item.code, line);
    return [
      ...(fix === undefined
        ? []
        : [mustFail(`${path}.fix`, check, replaceLine(item.code, line, fix), 'repairs the program as well')]),
      ...(without === undefined
        ? []
        : [mustFail(`${path}.line`, check, without, 'is wrong too: the check passes when the line is left out')]),
    ];
  });
  return { faults: [], checks: [broken, repaired, ...decoys], gaps: [] };
}

function mustFail(path: string, check: string, code: string, message: string): Check {
  return {
    path,
    programs: [checkProgram(code, check)],
    seeded: true,
    judge: (run) => (passes(run) ? wrong(message) : HELD),
  };
}

function checkProgram(code: string, check: string) {
  return { main: `${BEFORE}${check}\nprint(${JSON.stringify(CHECKED)})\n`, files: itemModule(code) };
}

function passes(run: Run): boolean {
  return run.outcome === 'ended' && normalise(run.stdout).endsWith(CHECKED);
}

function describeFailure(run: Run): string {
  return run.outcome === 'ended' ? 'is never reached' : describeEnd(run);
}

function judgeDifference(broken?: Run, fixed?: Run): Verdict {
  if (broken === undefined || fixed === undefined) return wrong('was not run');
  if (fixed.outcome !== 'ended') return wrong(`does not repair the program: it ${describeEnd(fixed)}`);
  if (broken.outcome === 'ended' && normalise(broken.stdout) === normalise(fixed.stdout)) {
    return wrong('changes nothing that can be seen: the program prints the same');
  }
  return { kind: 'weak', why: 'the fix changes what the program does, but no check says that it is right now' };
}

/** The code with another text for one of its lines, which count from 1. */
function replaceLine(code: string, line: number, text: string): string {
  return code
    .split('\n')
    .map((old, index) => (index === line - 1 ? text : old))
    .join('\n');
}

/** The code without one of its lines, or undefined when that line is the head of a block. */
function leaveOut(code: string, line: number): string | undefined {
  const old = code.split('\n')[line - 1] ?? '';
  if (/[:({[,\\]\s*(#.*)?$/.test(old) || old.trim().startsWith('@')) return undefined;
  return replaceLine(code, line, old.replace(/\S.*$/, 'pass'));
}
