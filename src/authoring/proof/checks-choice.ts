import type { ChoiceOption, MultipleItem, PrintsItem, SingleItem } from '../../curriculum/schema.ts';
import type { Run } from '../../python/engine.ts';
import { normalise, quote } from './normalise.ts';
import {
  type Check,
  codeProgram,
  describeEnd,
  type Found,
  HELD,
  type Plan,
  proofProgram,
  usesCode,
  type Verdict,
  wrong,
} from './plan.ts';

/** The code prints the right option on every Python in range; each proof of a wrong one prints that option. */
export function planPrints(item: PrintsItem): Plan {
  const texts = item.options.map(({ text }) => normalise(text));
  const right = item.options.findIndex((option) => option.right);
  const key: Check = {
    path: `options[${right}].text`,
    programs: [codeProgram(item.code)],
    seeded: true,
    judge: (run) => judgeOutput(run, texts, right),
  };
  const proofs = item.options.flatMap(({ proof }, index): Check[] => {
    if (proof === undefined) return [];
    const path = `options[${index}].proof`;
    const program = proofProgram(proof, item.code);
    return [{ path, programs: [program], seeded: false, judge: (run) => judgeDistractor(run, texts[index] ?? '') }];
  });
  return { faults: findTwins(texts), checks: [key, ...proofs], gaps: [] };
}

function findTwins(texts: readonly string[]): Found[] {
  return texts.flatMap((text, index) => {
    const twin = texts.indexOf(text);
    if (twin === index) return [];
    return [{ path: `options[${index}].text`, message: `is the same output as options[${twin}]: write another` }];
  });
}

function judgeOutput(run: Run, texts: readonly string[], right: number): Verdict {
  if (run.outcome !== 'ended') return wrong(`is the key, but the code ${describeEnd(run)}`);
  const output = normalise(run.stdout);
  if (output === texts[right]) return HELD;
  const actual = texts.indexOf(output);
  const place = actual < 0 ? 'which is no option' : `which is options[${actual}]`;
  return wrong(`is the key, but the code prints ${quote(output)}, ${place}`);
}

function judgeDistractor(run: Run, text: string): Verdict {
  if (run.outcome !== 'ended') return wrong(`should print its option, but ${describeEnd(run)}`);
  const output = normalise(run.stdout);
  return output === text ? HELD : wrong(`should print its option, but prints ${quote(output)}`);
}

/** Every statement has a proof, which passes if and only if the statement is true. */
export function planMultiple(item: MultipleItem): Plan {
  const gaps = item.options.flatMap(({ proof }, index) =>
    proof === undefined ? [`options[${index}] has no proof`] : [],
  );
  return planStatements(item, gaps);
}

/** The right option has a proof. Those of the wrong ones are welcome, and must fail. */
export function planSingle(item: SingleItem): Plan {
  const right = item.options.findIndex((option) => option.right);
  const proof = item.options[right]?.proof;
  if (proof === undefined) return planStatements(item, [`options[${right}] has no proof`]);
  return planStatements(item, usesCode(proof, item.code) ? [] : [`options[${right}].proof does not use the code`]);
}

function planStatements(item: MultipleItem | SingleItem, gaps: readonly string[]): Plan {
  const proven = item.options.flatMap((option, index) => planStatement(option, index, item.code));
  // Code that stands beside proofs is a part of the question: it need not run, but it must be Python.
  const compiled = item.code === undefined ? [] : [compileCheck(item.code)];
  return {
    faults: proven.flatMap(({ faults }) => faults),
    checks: [...compiled, ...proven.flatMap(({ checks }) => checks)],
    gaps,
  };
}

function planStatement({ proof, right }: ChoiceOption, index: number, code: string | undefined): Omit<Plan, 'gaps'> {
  if (proof === undefined) return { faults: [], checks: [] };
  const path = `options[${index}].proof`;
  const fault = explainToothless(proof);
  if (fault !== undefined) return { faults: [{ path, message: fault }], checks: [] };
  const judge = (run: Run) => judgeStatement(run, right);
  return { faults: [], checks: [{ path, programs: [proofProgram(proof, code)], seeded: false, judge }] };
}

/** Why a program can't prove a statement, whatever it does. */
function explainToothless(proof: string): string | undefined {
  if (!/\bassert\b|\bAssertionError\b/.test(proof)) return 'asserts nothing: end it with an assert of the statement';
  if (/^assert\s+(not\s+)?(True|False|[01])\s*([,#][^\n]*)?$/.test(proof.trim()))
    return 'asserts a constant: run what is asserted';
  return undefined;
}

function judgeStatement(run: Run, right: boolean): Verdict {
  const isTrue = run.outcome === 'ended';
  const isFalse = run.outcome === 'raised' && run.error?.type === 'AssertionError';
  if (right) return isTrue ? HELD : wrong(`belongs to a right option, but ${describeEnd(run)}`);
  if (isFalse) return HELD;
  if (isTrue) return wrong('belongs to a wrong option, but passes');
  return wrong(`belongs to a wrong option and should fail with AssertionError, but ${describeEnd(run)}`);
}

/** That a text is Python, and no more. */
export function compileCheck(code: string): Check {
  const main = `from item import code\ncompile(code, "code", "exec")\n`;
  return {
    path: 'code',
    programs: [{ ...proofProgram(main, code) }],
    seeded: false,
    judge: (run) => (run.outcome === 'ended' ? HELD : wrong(`does not compile: it ${describeEnd(run)}`)),
  };
}
