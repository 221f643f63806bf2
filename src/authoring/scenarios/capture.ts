import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { readConfig } from '../../config.ts';
import { explainFaults, type Fault } from '../../curriculum/faults.ts';
import type { Python } from '../../python/native.ts';
import { type Authored, readAuthored } from './authored.ts';
import { type Capture, captureScenario } from './capturing.ts';
import { replaceEvidence } from './evidence-folder.ts';
import { hasFonts } from './picture.ts';
import { choosePython, findCapturing } from './pythons.ts';

const usage = `npm run scenarios:capture -- [options] [scenario ...]

Runs capture.py of every scenario and holds every clue against what it shows now. Then it replaces the scenario's evidence.
Ends with 1 when something must be put right, and leaves that scenario's evidence as it was; with 2 when nothing could run.

  --check             only look: write nothing
  --draft             write the evidence even if clues do not fit yet, so that they can be written
  --python <command>  the Python to run the programs on; may be given several times

Scenarios are named by their folder: \`workers-fall-silent\`.`;

const options = {
  check: { type: 'boolean', default: false },
  draft: { type: 'boolean', default: false },
  python: { type: 'string', multiple: true, default: [] as string[] },
  help: { type: 'boolean', default: false },
} satisfies ParseArgsOptionsConfig;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) return console.log(usage);
  const authored = readAuthored(readConfig().curriculumDir, positionals);
  const pythons = await findCapturing(values.python);
  if (!hasFonts()) console.log('No fonts are here: pictures are not drawn anew. Install DejaVu (fonts-dejavu).\n');
  const faults: Fault[] = [];
  let count = 0;
  // One after the other: some measure time.
  for (const one of authored) {
    faults.push(...one.faults.filter(({ file }) => file.endsWith('/scenario.yaml')));
    const python = findFor(one, pythons);
    if (python === undefined) continue;
    count += 1;
    const capture = await captureScenario(one, python);
    const isWritten = !values.check && (capture.faults.length === 0 || values.draft);
    console.log(explainCapture(capture, isWritten));
    if (isWritten) await replaceEvidence(join(one.directory, 'evidence'), capture.files, capture.about);
    // Keep what was refused: its author needs it to see why.
    if (isWritten || capture.faults.length === 0) await rm(capture.workspace, { recursive: true, force: true });
    faults.push(...capture.faults);
  }
  if (faults.length > 0) console.log(explainFaults(faults));
  if (faults.length > 0) process.exitCode = 1;
  else if (count === 0) process.exitCode = 2;
}

/** The Python for a scenario. Says so where there is none. */
function findFor({ slug, draft, capture }: Authored, pythons: readonly Python[]): Python | undefined {
  if (capture === undefined) {
    console.log(`${slug}: has no capture.py yet\n`);
    return undefined;
  }
  const range = draft?.scenario?.python ?? '>=3.11';
  const python = choosePython(pythons, range, capture);
  if (python === undefined) {
    console.log(
      `${slug}: not captured, because it needs a CPython ${range}, and there is none; name one with --python\n`,
    );
  }
  return python;
}

function explainCapture(
  { slug, clues, python, tools, about, faults, said, evidence }: Capture,
  isWritten: boolean,
): string {
  const missing = tools.filter(({ version }) => version === undefined).map(({ name }) => name);
  const used = Object.entries(about.tools).map(([name, version]) => `, ${name} ${version}`);
  const good = clues === 0 ? 'no clues to look for yet' : `all ${clues} clues are there`;
  const end = faults.length === 0 ? good : `${faults.length} to put right`;
  return [
    `${slug}: captured on CPython ${python.version}${used.join('')}: ${about.files.length} files, ${end}`,
    ...(missing.length === 0 ? [] : [`  not here: ${missing.join(', ')}`]),
    ...said.map((line) => `  capture.py says: ${line}`),
    ...Object.entries(about.kept).map(([name, origin]) => `  kept: ${name}, from ${origin}`),
    ...(isWritten ? ['  evidence/ was replaced'] : []),
    ...(!isWritten && faults.length > 0 ? [`  what it captured is in ${evidence}`] : []),
    '',
  ].join('\n');
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
