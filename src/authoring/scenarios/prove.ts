import { join } from 'node:path';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { readConfig } from '../../config.ts';
import { lintScenarioFiles } from '../../curriculum/lint/scenario-files.ts';
import { findNative } from '../../python/native.ts';
import { findEmbedded } from '../../python/pyodide.ts';
import { FORGETFUL, openMemory } from '../proof/memory.ts';
import { outcomesOfScenarios, RENEWED, recordProofs } from '../proof/recording.ts';
import { isReadable, readAuthored } from './authored.ts';
import { exitCodeOf, explainScenarioProofs } from './proof-report.ts';
import { proveScenarios } from './proving.ts';

const usage = `npm run scenarios:prove -- [options] [scenario ...]

Runs the check of every scenario on its broken program and with each of its fixes, on every Python that can,
and writes down in the curriculum's proven.txt what it proved. Ends with 1 when a run contradicts a scenario, with 2 when nothing could be run at all.

  --python <command>  another Python to prove on; may be given several times
  --native            use no Python that is installed as a package
  --embedded          use only the Pythons that are installed as packages
  --times <n>         how often each check runs, 2 if not said: it must say the same each time
  --strict            also end with 1 when a scenario could be run nowhere
  --all               tell what was measured on each Python
  --fresh             run everything, whatever was run before
  --cache <folder>    where runs are remembered, if not in node_modules/.cache/pythia-scenarios

Scenarios are named by their folder: \`workers-fall-silent\`.`;

const options = {
  python: { type: 'string', multiple: true, default: [] as string[] },
  native: { type: 'boolean', default: false },
  embedded: { type: 'boolean', default: false },
  times: { type: 'string', default: '2' },
  strict: { type: 'boolean', default: false },
  all: { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
  cache: { type: 'string', default: join(import.meta.dirname, '../../../node_modules/.cache/pythia-scenarios') },
  help: { type: 'boolean', default: false },
} satisfies ParseArgsOptionsConfig;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return console.log(usage);
  const times = Number(values.times);
  if (!Number.isInteger(times) || times < 1) throw new Error(`--times ${values.times}: write a number from 1 on`);
  const directory = readConfig().curriculumDir;
  const authored = readAuthored(directory, positionals);
  // The curriculum's check reports missing evidence: only the fixes matter here.
  const faults = authored.flatMap((one) => [
    ...one.faults,
    ...(one.draft === undefined ? [] : lintScenarioFiles(one.draft)).filter(
      ({ path, file }) => path.startsWith('fixes') || file.includes('/fixes/'),
    ),
  ]);
  const native = values.embedded ? [] : await findNative(values.python);
  const engines = [...native, ...(values.native ? [] : findEmbedded())];
  const memory = values.fresh ? FORGETFUL : openMemory(values.cache);
  const readable = authored.filter(isReadable);
  const proofs = await proveScenarios(readable, engines, memory, times);
  if (positionals.length === 0) memory.prune(engines);
  const unwritten = authored.filter(({ draft }) => draft === undefined).map(({ slug }) => slug);
  console.log(explainScenarioProofs(proofs, engines, faults, values.all));
  if (unwritten.length > 0) console.log(`\nWithout a scenario.yaml yet, and not run: ${unwritten.join(', ')}`);
  const outcomes = outcomesOfScenarios(proofs, readable, positionals.length === 0);
  if (recordProofs(directory, outcomes)) console.log(`\n${RENEWED}`);
  process.exitCode = exitCodeOf(proofs, faults, values.strict);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
