import type { FixEntry, ScenarioFile } from '../../curriculum/scenario-schema.ts';
import type { Engine, Program, Run } from '../../python/engine.ts';
import { explainLack } from '../../python/lack.ts';
import type { Readable } from './authored.ts';
import { readVerdict, type Verdict } from './verdict.ts';

/** The program as it is or with one fix, and what the check must say of it. */
export interface Trial {
  /** `program`, or `fixes/<id>`. */
  path: string;
  expects: { kind: 'broken'; symptom: ScenarioFile['symptom']; isFix: boolean } | { kind: 'healthy' };
  program: Program;
}

/** What one run of one trial says. */
export type Judgement =
  | { kind: 'held'; verdict: Verdict }
  | { kind: 'wrong'; message: string; detail?: string }
  | { kind: 'untried'; why: string };

/** Broken as it is and with every wrong fix, healthy with every right one. */
export function planTrials({ draft, check }: Readable): Trial[] {
  if (check === undefined) return [];
  const { scenario } = draft;
  const asItIs: Trial = {
    path: 'program',
    expects: { kind: 'broken', symptom: scenario.symptom, isFix: false },
    program: checkProgram(check, draft.program),
  };
  const fixed = scenario.fixes.flatMap((fix): Trial[] => {
    const files = draft.fixes.get(fix.id);
    // Lint says so.
    if (files === undefined) return [];
    const program = checkProgram(check, new Map([...draft.program, ...files]));
    return [{ path: `fixes/${fix.id}`, expects: expectationOf(fix), program }];
  });
  return [asItIs, ...fixed];
}

function expectationOf(fix: FixEntry): Trial['expects'] {
  return fix.right ? { kind: 'healthy' } : { kind: 'broken', symptom: fix.failsWith, isFix: true };
}

/** `python check.py program`, in a folder that holds both. */
function checkProgram(check: string, program: ReadonlyMap<string, string>): Program {
  const files = Object.fromEntries([...program].map(([file, text]) => [`program/${file}`, text]));
  return { main: check, name: 'check.py', args: ['program'], files };
}

/** Holds a run against what the scenario says. */
export function judgeTrial(engine: Engine, { expects }: Trial, run: Run): Judgement {
  const reading = readVerdict(run);
  switch (reading.kind) {
    case 'silent': {
      const lack = explainLack(engine, run);
      return lack === undefined
        ? { kind: 'wrong', message: `the check ${reading.why}` }
        : { kind: 'untried', why: lack };
    }
    case 'contradictory':
      return { kind: 'wrong', message: `the check ${reading.why}` };
    case 'said':
      return judgeVerdict(expects, reading.verdict);
  }
}

function judgeVerdict(expects: Trial['expects'], verdict: Verdict): Judgement {
  const detail = `; it saw: ${verdict.saw}`;
  switch (expects.kind) {
    case 'healthy': {
      if (verdict.verdict === 'healthy') return { kind: 'held', verdict };
      return { kind: 'wrong', message: `is a right fix, but the check says broken, ${verdict.symptom}`, detail };
    }
    case 'broken': {
      if (verdict.verdict === 'healthy') {
        const what = expects.isFix ? 'is a wrong fix' : 'is the broken program';
        return { kind: 'wrong', message: `${what}, but the check says healthy`, detail };
      }
      if (verdict.symptom === expects.symptom) return { kind: 'held', verdict };
      const message = `should be broken with ${expects.symptom}, but the check says ${verdict.symptom}`;
      return { kind: 'wrong', message, detail };
    }
  }
}
