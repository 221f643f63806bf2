import { replaceLines, type Span } from '../../curriculum/replacing.ts';
import type { LineItem } from '../../curriculum/schema.ts';
import type { Run } from '../../python/engine.ts';
import { mustFail, mustPass } from './check-program.ts';
import { normalise } from './normalise.ts';
import { type Check, codeProgram, describeEnd, type Plan, type Verdict, wrong } from './plan.ts';

/** The check fails on the code, passes with the fix, and fails with whatever else is done at a decoy. */
export function planLine(item: LineItem): Plan {
  const fixed = replaceLines(item.code, only(item.line), item.fix);
  if (item.check === undefined) {
    const programs = [codeProgram(item.code), codeProgram(fixed)];
    const difference: Check = { path: 'fix', programs, seeded: true, judge: judgeDifference };
    return { faults: [], checks: [difference], gaps: ['there is no check'] };
  }
  const { check } = item;
  const broken = mustFail('check', check, item.code, 'passes on the code as it is: nothing is wrong with it');
  const repaired = mustPass('fix', check, fixed, 'does not repair the program');
  // Once on each Python is enough: a change at a decoy may run until it is stopped.
  const decoys = item.decoys.flatMap(({ line, fix }, index): Check[] => {
    const path = `decoys[${index}]`;
    const without = leaveOut(item.code, line);
    return [
      ...(fix === undefined
        ? []
        : [
            mustFail(
              `${path}.fix`,
              check,
              replaceLines(item.code, only(line), fix),
              'repairs the program as well',
              false,
            ),
          ]),
      ...(without === undefined
        ? []
        : [
            mustFail(`${path}.line`, check, without, 'is wrong too: the check passes when the line is left out', false),
          ]),
    ];
  });
  return { faults: [], checks: [broken, repaired, ...decoys], gaps: [] };
}

function judgeDifference(broken?: Run, fixed?: Run): Verdict {
  if (broken === undefined || fixed === undefined) return wrong('was not run');
  if (fixed.outcome !== 'ended') return wrong(`does not repair the program: it ${describeEnd(fixed)}`);
  if (broken.outcome === 'ended' && normalise(broken.stdout) === normalise(fixed.stdout)) {
    return wrong('changes nothing that can be seen: the program prints the same');
  }
  return { kind: 'weak', why: 'the fix changes what the program does, but no check says that it is right now' };
}

/** The code without one of its lines, or undefined when that line is the head of a block. */
function leaveOut(code: string, line: number): string | undefined {
  const old = code.split('\n')[line - 1] ?? '';
  if (/[:({[,\\]\s*(#.*)?$/.test(old) || old.trim().startsWith('@')) return undefined;
  return replaceLines(code, only(line), old.replace(/\S.*$/, 'pass'));
}

function only(line: number): Span {
  return { from: line, to: line };
}
