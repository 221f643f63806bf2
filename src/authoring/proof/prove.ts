import type { Fault } from '../../curriculum/faults.ts';
import { claimedPythons, isEmbeddedOnly, takesPython } from '../../curriculum/python-range.ts';
import type { Item } from '../../curriculum/schema.ts';
import type { Engine, Run } from '../../python/engine.ts';
import { explainLack } from '../../python/lack.ts';
import { planProof } from './checks.ts';
import { joinFindings } from './findings.ts';
import { takeTurns } from './lanes.ts';
import type { Memory } from './memory.ts';
import type { Check, Found, Plan, Verdict } from './plan.ts';

/** An item and the file it stands in. */
export interface Subject {
  file: string;
  item: Item;
}

/** What was found out about one item's key. */
export interface Proof extends Subject {
  strength: 'proven' | 'weak' | 'sources' | 'nowhere' | 'wrong';
  faults: readonly Fault[];
  /** The CPython versions on which every check was run, and held or was at least not wrong. */
  versions: readonly string[];
  /** Versions of the range that no Python here could run it on. */
  missing: readonly string[];
  /** Why it is not proven, as sentences. */
  reasons: readonly string[];
  /** What the checks that hold have found besides, as sentences. */
  notes: readonly string[];
}

/** Programs whose outcome hangs on time or on threads may be disturbed by a busy machine: they get more tries. */
const TRIES = 3;

interface Outcome {
  engine: Engine;
  path: string;
  verdict: Verdict;
}

interface Lack {
  engine: Engine;
  why: string;
}

type Tried = Verdict | { kind: 'untried'; why: string };

interface Task {
  subject: Subject;
  plan: Plan;
  outcomes: Outcome[];
  /** Those that can run it. One that can't after all is taken out. */
  engines: Engine[];
  /** Those that were taken out, and why. */
  lacks: Lack[];
}

/** Runs every check of every item on every engine that its range and its needs allow. Two engines work at a time. */
export async function proveItems(
  subjects: readonly Subject[],
  engines: readonly Engine[],
  memory: Memory,
): Promise<Proof[]> {
  const tasks = subjects.map((subject): Task => {
    const { item } = subject;
    return {
      subject,
      plan: planProof(item),
      outcomes: [],
      lacks: [],
      engines: engines.filter((one) => canRun(one, item)),
    };
  });
  const [timed, untimed] = splitBy(tasks, ({ subject }) => subject.item.requires.includes('real-time'));
  await takeTurns(engines, async (engine) => {
    for (const task of untimed) await proveOn(engine, task, memory);
  });
  // Programs that measure time run alone.
  for (const task of timed) for (const engine of task.engines) await proveOn(engine, task, memory);
  return tasks.map(summarise);
}

function canRun(engine: Engine, item: Item): boolean {
  return takesPython(item.python, engine.version) && item.requires.every((trait) => engine.traits.has(trait));
}

function splitBy<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

async function proveOn(engine: Engine, task: Task, memory: Memory): Promise<void> {
  if (!task.engines.includes(engine)) return;
  const { requires } = task.subject.item;
  const tries = requires.includes('threads') || requires.includes('real-time') ? TRIES : 1;
  for (const check of task.plan.checks) {
    const verdict = await runCheck(engine, check, tries, memory);
    if (verdict.kind === 'untried') {
      task.engines = task.engines.filter((other) => other !== engine);
      task.lacks.push({ engine, why: verdict.why });
      return;
    }
    task.outcomes.push({ engine, path: check.path, verdict });
  }
}

/** The verdict of the first seed with which the check does not hold. */
async function runCheck(engine: Engine, check: Check, tries: number, memory: Memory): Promise<Tried> {
  let verdict: Tried = { kind: 'held' };
  for (const seed of check.seeded ? engine.seeds : [0]) {
    verdict = await runSeed(engine, check, seed, memory);
    for (let attempt = 1; attempt < tries && verdict.kind === 'wrong'; attempt += 1) {
      verdict = await runSeed(engine, check, seed, { ...memory, find: () => undefined });
    }
    if (verdict.kind === 'wrong' && seed > 0) {
      return { kind: 'wrong', message: `with PYTHONHASHSEED=${seed} ${verdict.message}` };
    }
    if (verdict.kind !== 'held') return verdict;
  }
  return verdict;
}

async function runSeed(engine: Engine, check: Check, seed: number, memory: Memory): Promise<Tried> {
  const runs: Run[] = [];
  const fresh: (() => void)[] = [];
  for (const program of check.programs) {
    const known = memory.find(engine, program, seed);
    const run = known ?? (await engine.run(program, seed));
    runs.push(run);
    if (known === undefined) fresh.push(() => memory.keep(engine, program, seed, run));
  }
  const lack = runs.map((run) => explainLack(engine, run)).find((why) => why !== undefined);
  const verdict: Tried = lack === undefined ? check.judge(...runs) : { kind: 'untried', why: lack };
  // A result that says a key is wrong is never remembered: it is run again each time, as it might have been the machine.
  if (verdict.kind !== 'wrong') for (const keep of fresh) keep();
  return verdict;
}

function summarise({ subject, plan, outcomes, engines, lacks }: Task): Proof {
  const { file, item } = subject;
  const findings = outcomes.flatMap(({ engine, path, verdict }) =>
    verdict.kind === 'wrong' ? [{ engine, path, message: verdict.message }] : [],
  );
  const inRange = claimedPythons(item);
  const versions = inRange.filter(
    (version) => plan.checks.length > 0 && engines.some((one) => one.version === version),
  );
  const faults = [
    ...plan.faults.map((found) => ({ file, ...found })),
    ...joinFindings(file, findings, engines),
    ...explainUnprovable(
      lacks,
      inRange.filter((version) => !versions.includes(version)),
    ).map((found) => ({ file, ...found })),
  ];
  const weak = outcomes.flatMap(({ verdict }) => (verdict.kind === 'weak' ? [verdict.why] : []));
  const notes = outcomes.flatMap(({ verdict }) => (verdict.kind === 'held' && verdict.note ? [verdict.note] : []));
  const nowhere = plan.checks.length > 0 && engines.length === 0 ? [explainNowhere(item, lacks)] : [];
  const reasons = [...new Set([...plan.gaps, ...weak, ...nowhere])];
  return {
    ...subject,
    strength: weigh(plan, faults, versions, reasons),
    faults,
    versions,
    missing: inRange.filter((version) => !versions.includes(version)),
    reasons,
    notes: [...new Set(notes)],
  };
}

/** A version that is claimed and that only one Python here has, which lacks what the item needs: nothing will ever prove it. */
function explainUnprovable(lacks: readonly Lack[], missing: readonly string[]): Found[] {
  return lacks
    .filter(({ engine }) => missing.includes(engine.version) && isEmbeddedOnly(engine.version))
    .map(({ engine, why }) => ({
      path: 'requires',
      message: `leaves out what it needs, and so claims CPython ${engine.version}, where it was not proven: ${why}`,
    }));
}

function weigh(
  plan: Plan,
  faults: readonly Fault[],
  versions: readonly string[],
  reasons: readonly string[],
): Proof['strength'] {
  if (faults.length > 0) return 'wrong';
  if (plan.checks.length === 0) return 'sources';
  if (versions.length === 0) return 'nowhere';
  return reasons.length > 0 ? 'weak' : 'proven';
}

function explainNowhere({ python, requires }: Item, lacks: readonly Lack[]): string {
  if (lacks.length > 0) return `could not be proven here: ${[...new Set(lacks.map(({ why }) => why))].join(', ')}`;
  const needs = requires.length === 0 ? '' : ` with ${requires.join(' and ')}`;
  return `could not be proven here: it needs a CPython ${python}${needs}, and there is none`;
}
