import { z } from 'zod';
import { SYMPTOMS } from '../../curriculum/scenario-schema.ts';
import type { Run } from '../../python/engine.ts';
import { normalise, quote } from '../proof/normalise.ts';
import { describeEnd } from '../proof/plan.ts';

const verdict = z.strictObject({
  verdict: z.enum(['broken', 'healthy']),
  symptom: z.enum(SYMPTOMS).nullable(),
  forced: z.array(z.boolean()),
  saw: z.string().min(1),
});

/** What a check says of a program, in the last line that it prints. */
export type Verdict = z.output<typeof verdict>;

/** What a check's run says, or why it says nothing that can be believed. */
type Reading = { kind: 'said'; verdict: Verdict } | { kind: 'silent' | 'contradictory'; why: string };

/** Reads what a check said, and holds it against its exit code and against itself. */
export function readVerdict(run: Run): Reading {
  switch (run.outcome) {
    case 'timed-out':
    case 'flooded':
    case 'crashed':
      return silent(`${describeEnd(run)}: bound all that it waits for, and judge in check.py`);
    case 'ended':
    case 'exited':
    case 'raised':
      return readLine(run);
  }
}

function readLine(run: Run): Reading {
  const line = normalise(run.stdout).split('\n').at(-1) ?? '';
  const parsed = verdict.safeParse(readJson(line));
  if (parsed.success) return weigh(parsed.data, run.code ?? 0);
  if (run.error !== undefined) return silent(`prints no verdict: it ${describeEnd(run)}`);
  const shown = line === '' ? 'it prints nothing' : `its last line is ${quote(line)}`;
  const issue = parsed.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? '' : `, where ${issue.path.join('.')} is wrong`;
  return silent(`prints no verdict: ${shown}${place}`);
}

function weigh(said: Verdict, code: number): Reading {
  const isForced = said.forced.length > 0 && said.forced.every((one) => one);
  if (!isForced) {
    const moments = said.forced.length === 0 ? 'forced is empty' : `forced is ${JSON.stringify(said.forced)}`;
    return contradictory(`did not force the bad moment, so that the run proves nothing: ${moments}`);
  }
  if (said.verdict === 'healthy' && said.symptom !== null) {
    return contradictory(`says healthy and names a symptom, ${said.symptom}: write null`);
  }
  if (said.verdict === 'broken' && said.symptom === null) {
    return contradictory('says broken and names no symptom: write what it looks like');
  }
  const due = said.verdict === 'healthy' ? 0 : 1;
  if (code !== due) return contradictory(`says ${said.verdict}, but exits with ${code} and not with ${due}`);
  return { kind: 'said', verdict: said };
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function silent(why: string): Reading {
  return { kind: 'silent', why };
}

function contradictory(why: string): Reading {
  return { kind: 'contradictory', why };
}
