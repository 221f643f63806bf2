import { join } from 'node:path';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { readConfig } from '../../config.ts';
import { readDraft } from '../../curriculum/draft.ts';
import type { Fault } from '../../curriculum/faults.ts';
import { readFiles, readPictures } from '../../curriculum/files.ts';
import { lintDraft } from '../../curriculum/lint/lint.ts';
import type { Engine } from '../../python/engine.ts';
import { findNative } from '../../python/native.ts';
import { findEmbedded } from '../../python/pyodide.ts';
import { FORGETFUL, openMemory } from './memory.ts';
import { proveItems, type Subject } from './prove.ts';
import { outcomesOfItems, RENEWED, recordProofs } from './recording.ts';
import { explainProofs, isAcceptable } from './report.ts';

const usage = `npm run curriculum:prove -- [options] [item or session ...]

Runs Python to prove every answer key, and writes down in the curriculum's proven.txt what it proved. Ends with 1 when a key is wrong, with 2 when nothing could be proven at all.

  --python <command>  another Python to prove on; may be given several times
  --embedded          use only the Pythons that are installed as packages
  --strict            also end with 1 when the key of an item with code is not proven
  --all               list proven items too
  --fresh             run everything, whatever was run before
  --cache <folder>    where runs are remembered, if not in node_modules/.cache/pythia-proof

Items are named by slug, sessions by number: \`three-ways-to-write-x 3\` proves one item and the third session.`;

const options = {
  python: { type: 'string', multiple: true, default: [] as string[] },
  embedded: { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
  all: { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
  cache: { type: 'string', default: join(import.meta.dirname, '../../../node_modules/.cache/pythia-proof') },
  help: { type: 'boolean', default: false },
} satisfies ParseArgsOptionsConfig;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return console.log(usage);
  const directory = readConfig().curriculumDir;
  const { subjects, faults } = readSubjects(directory);
  const chosen = subjects.filter(
    (subject) => positionals.length === 0 || positionals.some((name) => isNamed(subject, name)),
  );
  const unknown = positionals.find((name) => !subjects.some((subject) => isNamed(subject, name)));
  if (unknown !== undefined) throw new Error(`${unknown} is no item and no session: write a slug or a number`);
  const native = values.embedded ? [] : await findNative(values.python);
  const engines: Engine[] = [...native, ...findEmbedded()];
  const memory = values.fresh ? FORGETFUL : openMemory(values.cache);
  const proofs = await proveItems(chosen, engines, memory);
  if (positionals.length === 0) memory.prune(engines);
  const shown =
    positionals.length === 0 ? faults : faults.filter(({ file }) => chosen.some((one) => one.file === file));
  console.log(explainProofs(proofs, engines, shown, values.all));
  if (recordProofs(directory, outcomesOfItems(proofs, positionals.length === 0))) console.log(`\n${RENEWED}`);
  if (!isAcceptable(proofs, shown, values.strict)) process.exitCode = 1;
}

/** The items that can be read, and what is wrong with the files: one bad file must not keep the rest from being proven. */
function readSubjects(directory: string): { subjects: Subject[]; faults: Fault[] } {
  const { draft, faults } = readDraft(readFiles(directory), readPictures(directory));
  return { subjects: draft.sessions.flatMap(({ items }) => items), faults: [...faults, ...lintDraft(draft)] };
}

function isNamed({ item }: Subject, name: string): boolean {
  return item.slug === name || (/^\d+$/.test(name) && item.session === Number(name));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
