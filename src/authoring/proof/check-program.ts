import type { Program, Run } from '../../python/engine.ts';
import { normalise } from './normalise.ts';
import { type Check, describeEnd, HELD, itemModule, wrong } from './plan.ts';

/** What stands before the check: it runs the code and catches what that prints. */
const BEFORE = `import contextlib, io
from item import code
with contextlib.redirect_stdout(io.StringIO()) as printed:
    exec(compile(code, "code.py", "exec"), globals())
printed = printed.getvalue()
`;

/** Only a program that came to its end says this: code that leaves early has passed nothing. */
const CHECKED = 'pythia: checked';

/** The code, and after it the author's check. */
export function checkProgram(code: string, check: string): Program {
  return { main: `${BEFORE}${check}\nprint(${JSON.stringify(CHECKED)})\n`, files: itemModule(code) };
}

/** Whether a check came to its end. */
export function passes(run: Run): boolean {
  return run.outcome === 'ended' && normalise(run.stdout).endsWith(CHECKED);
}

/** That the check passes with this code. `message` is told before how it failed. */
export function mustPass(path: string, check: string, code: string, message: string): Check {
  return {
    path,
    programs: [checkProgram(code, check)],
    seeded: true,
    judge: (run) => (passes(run) ? HELD : wrong(`${message}: the check ${describeFailure(run)}`)),
  };
}

/** That the check fails with this code. `message` is told where it passes. */
export function mustFail(path: string, check: string, code: string, message: string, seeded = true): Check {
  return {
    path,
    programs: [checkProgram(code, check)],
    seeded,
    judge: (run) => (passes(run) ? wrong(message) : HELD),
  };
}

function describeFailure(run: Run): string {
  return run.outcome === 'ended' ? 'is never reached' : describeEnd(run);
}
