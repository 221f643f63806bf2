import type { BlockProgram } from '../../curriculum/block-programs.ts';
import type { Fault } from '../../curriculum/faults.ts';
import { takesPython } from '../../curriculum/python-range.ts';
import type { Engine, Run } from '../../python/engine.ts';
import { explainLack } from '../../python/lack.ts';
import { joinFindings } from './findings.ts';
import { takeTurns } from './lanes.ts';
import type { Memory } from './memory.ts';
import { normalise, quote } from './normalise.ts';
import { codeProgram, describeEnd } from './plan.ts';

/** What came of one program of the texts. */
export interface BlockProof extends BlockProgram {
  faults: readonly Fault[];
  /** The engines on which its blocks ran to their end, with how many of them. */
  ran: ReadonlyMap<Engine, number>;
  /** Why some of it was run nowhere, as sentences. */
  reasons: readonly string[];
}

/** A busy machine may disturb programs that depend on time or threads: they get more tries. */
const TRIES = 3;

interface Task {
  program: BlockProgram;
  ran: Map<Engine, number>;
  findings: { engine: Engine; path: string; message: string }[];
  lacks: Set<string>;
}

/** Runs the programs of the texts on every engine that their ranges and needs allow. Two engines work at a time. */
export async function proveBlocks(
  programs: readonly BlockProgram[],
  engines: readonly Engine[],
  memory: Memory,
): Promise<BlockProof[]> {
  const tasks = programs.map((program): Task => ({ program, ran: new Map(), findings: [], lacks: new Set<string>() }));
  const isTimed = ({ program }: Task) => program.blocks.some(({ needs }) => needs.includes('real-time'));
  await takeTurns(engines, async (engine) => {
    for (const task of tasks) if (!isTimed(task)) await runOn(engine, task, memory);
  });
  // Programs that measure time run alone.
  for (const task of tasks.filter(isTimed)) for (const engine of engines) await runOn(engine, task, memory);
  return tasks.map((task) => ({
    ...task.program,
    faults: joinFindings(task.program.file, task.findings, engines),
    ran: task.ran,
    reasons: explainUnrun(task),
  }));
}

/** The blocks from the first on that this engine can run. */
function runnable(engine: Engine, blocks: BlockProgram['blocks']): BlockProgram['blocks'] {
  const end = blocks.findIndex(
    ({ python, needs, notRun }) =>
      notRun !== undefined || !takesPython(python, engine.version) || !needs.every((one) => engine.traits.has(one)),
  );
  return end === -1 ? blocks : blocks.slice(0, end);
}

async function runOn(engine: Engine, task: Task, memory: Memory): Promise<void> {
  const blocks = runnable(engine, task.program.blocks);
  if (blocks.length === 0) return;
  const program = codeProgram(`${blocks.map(({ code }) => code).join('\n')}\n`);
  let run = memory.find(engine, program, 0);
  let message = run === undefined ? undefined : judge(blocks, run);
  for (let tries = 0; run === undefined || (message !== undefined && tries < TRIES); tries += 1) {
    run = await engine.run(program, 0);
    message = judge(blocks, run);
  }
  const lack = explainLack(engine, run);
  if (lack !== undefined) task.lacks.add(lack);
  else if (message !== undefined) task.findings.push({ engine, path: whereOf(task.program), message });
  else task.ran.set(engine, blocks.length);
  // A failure is never remembered: it is run again each time, as it might have been the machine.
  if (message === undefined || lack !== undefined) memory.keep(engine, program, 0, run);
}

/** What a run shows to be wrong with the blocks; undefined when all is as the text says. */
function judge(blocks: BlockProgram['blocks'], run: Run): string | undefined {
  const ends = blocks.at(-1)?.ends;
  const isAsSaid = ends === undefined ? run.outcome === 'ended' : run.error?.type === ends;
  if (!isAsSaid) return `${describeEnd(run)}${ends === undefined ? '' : `, and not with ${ends}`}`;
  const printed = `\n${normalise(run.stdout)}\n`;
  const missing = blocks.flatMap(({ prints }) => prints).find((text) => !printed.includes(`\n${normalise(text)}\n`));
  return missing === undefined ? undefined : `prints ${quote(run.stdout)}, and not ${quote(missing)}`;
}

function whereOf({ path, blocks }: BlockProgram): string {
  const lines = `the code at line ${blocks.map(({ line }) => line).join(' and ')}`;
  return path === '' ? lines : `${path}, ${lines} of the text`;
}

function explainUnrun({ program, ran, findings, lacks }: Task): string[] {
  if (findings.length > 0) return [];
  const most = Math.max(0, ...ran.values());
  return program.blocks.slice(most).map(({ line, notRun, python, needs }) => {
    const why =
      notRun ??
      ([...lacks].join(', ') || `no Python here is ${[python, ...needs.map((one) => `with ${one}`)].join(' ')}`);
    return `${whereOf({ ...program, blocks: program.blocks.filter((block) => block.line === line) })}: ${why}`;
  });
}
