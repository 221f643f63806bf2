import type { Fault } from '../../curriculum/faults.ts';
import { CPYTHONS, takesPython } from '../../curriculum/python-range.ts';
import type { ScenarioFile } from '../../curriculum/scenario-schema.ts';
import type { Engine } from '../../python/engine.ts';
import { type Finding, joinFindings } from '../proof/findings.ts';
import { takeTurns } from '../proof/lanes.ts';
import type { Memory } from '../proof/memory.ts';
import type { Readable } from './authored.ts';
import { type Judgement, judgeTrial, planTrials, type Trial } from './trials.ts';
import type { Verdict } from './verdict.ts';

/** What the check said of the program as it is, or with one fix, on one Python. */
export interface Held {
  engine: Engine;
  path: string;
  verdict: Verdict;
}

/** What was found out about one scenario by running its check. */
export interface ScenarioProof {
  slug: string;
  scenario: ScenarioFile;
  strength: 'proven' | 'nowhere' | 'wrong';
  /** In the order in which they are told: the program, then its fixes. */
  paths: readonly string[];
  held: readonly Held[];
  faults: readonly Fault[];
  /** The Pythons that ran everything. */
  engines: readonly Engine[];
  /** Why others that are here did not, as sentences. */
  lacks: readonly string[];
  /** Versions of the range on which nothing was run. */
  missing: readonly string[];
}

interface Task {
  authored: Readable;
  trials: readonly Trial[];
  engines: Engine[];
  lacks: string[];
  findings: Finding[];
  held: Held[];
}

/**
 * Runs the check of every scenario on every Python that its range and its needs allow, on the program as it is and with
 * each fix: `times` times each, with another hash seed each time. There is no second try: a check forces its bad moment.
 */
export async function proveScenarios(
  scenarios: readonly Readable[],
  engines: readonly Engine[],
  memory: Memory,
  times = 2,
): Promise<ScenarioProof[]> {
  const tasks = scenarios.map((authored) => createTask(authored, engines));
  const isTimed = ({ authored }: Task) => authored.draft.scenario.requires.includes('real-time');
  await takeTurns(engines, async (engine) => {
    for (const task of tasks) if (!isTimed(task)) await proveOn(engine, task, memory, times);
  });
  // Programs that measure time run alone.
  for (const task of tasks.filter(isTimed)) {
    for (const engine of [...task.engines]) await proveOn(engine, task, memory, times);
  }
  return tasks.map(summarise);
}

function createTask(authored: Readable, engines: readonly Engine[]): Task {
  const { python, requires } = authored.draft.scenario;
  const able: Engine[] = [];
  const lacks: string[] = [];
  for (const engine of engines) {
    if (!takesPython(python, engine.version)) continue;
    const lack = requires.filter((trait) => !engine.traits.has(trait));
    if (lack.length === 0) able.push(engine);
    else lacks.push(`${engine.name} has no ${lack.join(' and no ')}`);
  }
  return { authored, trials: planTrials(authored), engines: able, lacks, findings: [], held: [] };
}

async function proveOn(engine: Engine, task: Task, memory: Memory, times: number): Promise<void> {
  if (!task.engines.includes(engine)) return;
  for (const trial of task.trials) {
    const judgement = await runTrial(engine, trial, memory, times);
    switch (judgement.kind) {
      case 'held':
        task.held.push({ engine, path: trial.path, verdict: judgement.verdict });
        break;
      case 'wrong': {
        const { message, detail } = judgement;
        task.findings.push({ engine, path: trial.path, message, ...(detail === undefined ? {} : { detail }) });
        break;
      }
      case 'untried':
        task.engines = task.engines.filter((other) => other !== engine);
        task.lacks.push(judgement.why);
        return;
    }
  }
}

/** The first judgement that does not hold, or else the first. */
async function runTrial(engine: Engine, trial: Trial, memory: Memory, times: number): Promise<Judgement> {
  // An embedded Python does the same each time, and each of its seeds costs seconds.
  const count = engine.isEmbedded ? Math.min(times, engine.seeds.length) : times;
  let first: Judgement | undefined;
  for (let seed = 0; seed < count; seed += 1) {
    const known = memory.find(engine, trial.program, seed);
    const run = known ?? (await engine.run(trial.program, seed));
    const judgement = judgeTrial(engine, trial, run);
    // Results that contradict the scenario are never remembered: the run is repeated each time, so that its author sees it happen.
    if (judgement.kind === 'held' && known === undefined) memory.keep(engine, trial.program, seed, run);
    if (judgement.kind === 'wrong' && first !== undefined) {
      return { ...judgement, message: `is not the same each time: in run ${seed + 1} ${judgement.message}` };
    }
    if (judgement.kind !== 'held') return judgement;
    first ??= judgement;
  }
  return first ?? { kind: 'untried', why: `${engine.name} was not asked` };
}

function summarise({ authored, trials, engines, lacks, findings, held }: Task): ScenarioProof {
  const { slug, folder, draft } = authored;
  const faults = joinFindings(`${folder}/check.py`, findings, engines);
  const versions = new Set(engines.map(({ version }) => version));
  return {
    slug,
    scenario: draft.scenario,
    strength: weigh(faults, trials, engines),
    paths: trials.map(({ path }) => path),
    held,
    faults,
    engines,
    lacks: [...new Set(lacks)],
    missing: CPYTHONS.filter((version) => takesPython(draft.scenario.python, version) && !versions.has(version)),
  };
}

function weigh(
  faults: readonly Fault[],
  trials: readonly Trial[],
  engines: readonly Engine[],
): ScenarioProof['strength'] {
  if (faults.length > 0) return 'wrong';
  return engines.length === 0 || trials.length === 0 ? 'nowhere' : 'proven';
}
