import { canonical, matchesShort, type Rule } from '../../curriculum/matching.ts';
import type { OrderItem, ShortItem } from '../../curriculum/schema.ts';
import type { Run } from '../../python/engine.ts';
import { compileCheck } from './checks-choice.ts';
import { normalise, quote } from './normalise.ts';
import {
  type Check,
  codeProgram,
  describeEnd,
  HELD,
  type Plan,
  proofProgram,
  usesCode,
  type Verdict,
  wrong,
} from './plan.ts';

/** The answer is what the proof prints or, without a proof, what the code prints. */
export function planShort(item: ShortItem): Plan {
  const program = findAnswering(item);
  if (program === undefined) return { faults: [], checks: [], gaps: ['there is no proof'] };
  const isCode = item.proof === undefined;
  const check: Check = {
    path: 'answer',
    programs: [program],
    seeded: true,
    judge: (run) => judgeAnswer(run, item, isCode ? 'code' : 'proof'),
  };
  const isBound = item.proof === undefined || usesCode(item.proof, item.code);
  return { faults: [], checks: [check], gaps: isBound ? [] : ['the proof does not use the code'] };
}

function findAnswering({ proof, code }: ShortItem) {
  if (proof !== undefined) return proofProgram(proof, code);
  return code === undefined ? undefined : codeProgram(code);
}

function judgeAnswer(run: Run, item: ShortItem, source: 'code' | 'proof'): Verdict {
  if (run.outcome !== 'ended') return wrong(`is the key, but the ${source} ${describeEnd(run)}`);
  const output = normalise(run.stdout).trim();
  if (output === '') {
    if (source === 'proof') return wrong('has a proof that prints nothing: let it print the answer');
    return { kind: 'weak', why: 'the code runs and prints nothing, and there is no proof that prints the answer' };
  }
  if (!matchesShort(item, output)) return wrong(`is the key, but the ${source} prints ${quote(output)}`);
  // 3 and 3.0 are one number, but not one output.
  const asText: Rule = { matching: 'text', answer: item.answer };
  const spelt = [item.answer, ...item.also].map((text) => canonical(text, asText));
  if (source === 'proof' || item.matching !== 'number' || spelt.includes(canonical(output, asText))) return HELD;
  return wrong(`is not what the code prints, to the letter: ${quote(output)}`);
}

/** The proof prints the steps as they happen, each by its number or by words that stand in this step only. */
export function planOrder(item: OrderItem): Plan {
  const compiled = item.code === undefined ? [] : [compileCheck(item.code)];
  if (item.proof === undefined) return { faults: [], checks: compiled, gaps: ['there is no proof'] };
  const check: Check = {
    path: 'steps',
    programs: [proofProgram(item.proof, item.code)],
    seeded: true,
    judge: (run) => judgeOrder(run, item.steps),
  };
  const isBound = usesCode(item.proof, item.code);
  return { faults: [], checks: [...compiled, check], gaps: isBound ? [] : ['the proof does not use the code'] };
}

function judgeOrder(run: Run, steps: readonly string[]): Verdict {
  if (run.outcome !== 'ended') return wrong(`have a proof that ${describeEnd(run)}`);
  const printed = normalise(run.stdout)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  for (const [index, line] of printed.entries()) {
    const meant = steps.flatMap((step, at) => (line === String(at + 1) || mentions(step, line) ? [at] : []));
    if (meant.length !== 1) {
      const found = meant.length === 0 ? 'stands in no step' : 'stands in several steps';
      return wrong(`have a proof that prints ${quote(line)}, which ${found}`);
    }
    if (meant[0] !== index) return wrong(`are out of order: the proof prints ${quote(line)} as number ${index + 1}`);
  }
  if (printed.length < steps.length) return wrong(`have a proof that prints ${printed.length} of ${steps.length}`);
  return HELD;
}

/** Numbers are places and not words. */
function mentions(step: string, line: string): boolean {
  return !/^\d+$/.test(line) && step.toLowerCase().includes(line.toLowerCase());
}
