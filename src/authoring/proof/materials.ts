import { join } from 'node:path';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { readConfig } from '../../config.ts';
import { findPrograms } from '../../curriculum/block-programs.ts';
import { readDraft } from '../../curriculum/draft.ts';
import { explainFaults } from '../../curriculum/faults.ts';
import { readFiles, readPictures } from '../../curriculum/files.ts';
import type { Engine } from '../../python/engine.ts';
import { findNative } from '../../python/native.ts';
import { findEmbedded } from '../../python/pyodide.ts';
import { FORGETFUL, openMemory } from './memory.ts';
import { type BlockProof, proveBlocks } from './prove-blocks.ts';
import { outcomesOfTexts, RENEWED, recordProofs } from './recording.ts';

const usage = `npm run materials:prove -- [options] [session ...]

Runs every Python block of the materials and of the sessions' texts on every Python that it is for, and says why some are not
run; writes down in the curriculum's proven.txt what held. Ends with 1 when a block does not do what the text says, with 2 when there is no Python.

  --python <command>  another Python to run on; may be given several times
  --embedded          use only the Pythons that are installed as packages
  --fresh             run everything, whatever was run before
  --cache <folder>    where runs are remembered, if not in node_modules/.cache/pythia-materials

Sessions are named by number: \`2 3\`.`;

const options = {
  python: { type: 'string', multiple: true, default: [] as string[] },
  embedded: { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
  cache: { type: 'string', default: join(import.meta.dirname, '../../../node_modules/.cache/pythia-materials') },
  help: { type: 'boolean', default: false },
} satisfies ParseArgsOptionsConfig;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return console.log(usage);
  const directory = readConfig().curriculumDir;
  const { draft } = readDraft(readFiles(directory), readPictures(directory));
  const unknown = positionals.find((name) => !draft.sessions.some(({ number }) => String(number) === name));
  if (unknown !== undefined) throw new Error(`${unknown} is no session: write a number`);
  const isChosen = ({ number }: { number: number }) => positionals.length === 0 || positionals.includes(String(number));
  const sessions = draft.sessions.filter(isChosen);
  const programs = sessions.flatMap(findPrograms);
  const native = values.embedded ? [] : await findNative(values.python);
  const engines: Engine[] = [...native, ...findEmbedded()];
  if (engines.length === 0) throw new Error('There is no Python here: install one, or name it with --python');
  const memory = values.fresh ? FORGETFUL : openMemory(values.cache);
  const proofs = await proveBlocks(programs, engines, memory);
  if (positionals.length === 0) memory.prune(engines);
  console.log(explainBlocks(proofs, engines));
  if (recordProofs(directory, outcomesOfTexts(sessions, proofs, positionals.length === 0))) console.log(`\n${RENEWED}`);
  if (proofs.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
}

function explainBlocks(proofs: readonly BlockProof[], engines: readonly Engine[]): string {
  const unrun = proofs.flatMap(({ file, reasons }) => reasons.map((reason) => `  ${file}: ${reason}`));
  const faults = proofs.flatMap((proof) => proof.faults);
  const count = (one: (proof: BlockProof) => number) => proofs.reduce((sum, proof) => sum + one(proof), 0);
  return [
    ...(unrun.length > 0 ? [`Not run (${unrun.length})\n${unrun.join('\n')}`] : []),
    ...(faults.length > 0 ? [explainFaults(faults)] : []),
    [
      `${count(({ blocks }) => blocks.length)} blocks in ${proofs.length} programs`,
      ...engines.map((engine) => `  On ${engine.name}: ${count(({ ran }) => ran.get(engine) ?? 0)} blocks run`),
    ].join('\n'),
  ].join('\n\n');
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
