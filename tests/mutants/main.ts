import { spawn } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Mutant, mutantsOf, sampled } from './mutate.ts';

/**
 * `npm run test:mutants`: breaks rules, stores and deliveries one small change at a time and says which changes no test
 * noticed. Each is tried with the tests of its own room first, and with the stories where those stay green.
 */

const root = join(import.meta.dirname, '..', '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    most: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    lanes: { type: 'string', default: '2' },
  },
});

const ROOMS = ['src/domain', 'src/deliveries', 'src/features'];
/** Words and heads of routes have tests of their own; this is about what decides and what is kept. */
const SKIPPED = /(^|[-/])(views?|routes|texts|tables)\.ts$/;
const COPIED = ['src', 'tests', 'curriculum', 'migrations', 'package.json', 'tsconfig.json', 'vitest.config.ts'];

const files = globSync(
  (positionals.length > 0 ? positionals : ROOMS).map((room) => (room.endsWith('.ts') ? room : `${room}/**/*.ts`)),
  { cwd: root },
)
  .filter((file) => !SKIPPED.test(file))
  .sort();
const all = files.flatMap((file) => mutantsOf(file, readFileSync(join(root, file), 'utf8')));
const chosen = sampled(all, Number(values.most), Number(values.seed));
console.log(`${files.length} files, ${all.length} changes, ${chosen.length} tried with seed ${values.seed}`);

const left = [...chosen];
const survivors: Mutant[] = [];
let killed = 0;
await Promise.all(Array.from({ length: Number(values.lanes) }, lane));
for (const { file, line, from, to } of survivors) console.log(`survived  ${file}:${line}  ${from} -> ${to}`);
console.log(`${killed} of ${chosen.length} noticed: ${Math.round((100 * killed) / chosen.length)} %`);

async function lane(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pythia-mutants-'));
  for (const name of COPIED) cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
    const path = join(folder, mutant.file);
    writeFileSync(path, mutant.source);
    const isNoticed =
      (await fails(folder, nearest(mutant.file))) ||
      (await fails(folder, ['tests/stories/whole-cohort.test.ts', 'tests/stories/routes-table.test.ts']));
    if (isNoticed) killed += 1;
    else survivors.push(mutant);
    console.log(
      `${isNoticed ? 'noticed ' : 'SURVIVED'}  ${mutant.file}:${mutant.line}  ${mutant.from} -> ${mutant.to}`,
    );
    writeFileSync(path, readFileSync(join(root, mutant.file), 'utf8'));
  }
  rmSync(folder, { recursive: true });
}

/** The tests of the room in which a file lives; for the nouns, of the features that use them most. */
function nearest(file: string): string[] {
  const room = dirname(file).replace(/^src/, 'tests');
  const [, first, second] = file.split('/');
  if (first === 'domain')
    return ['tests/domain', 'tests/features/cohorts', 'tests/features/linking', 'tests/features/progress'];
  if (first === 'deliveries') return ['tests/deliveries', 'tests/features/quizzes/jobs.test.ts'];
  return room.includes('/features/') ? [`tests/features/${second}`] : [room];
}

/** Whether these tests turn red, or never end. */
function fails(folder: string, tests: readonly string[]): Promise<boolean> {
  const vitest = join(folder, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', '--bail', '1', '--maxWorkers', '1', ...tests], {
    cwd: folder,
    stdio: 'ignore',
    timeout: 300_000,
  });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code !== 0)));
}
