import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { readFiles, readPictures } from './files.ts';
import type { Curriculum } from './schema.ts';

const root = join(import.meta.dirname, '..', '..');

/**
 * Reads a curriculum's directory, and checks it only if that was not done before: the result for these very files, read by this
 * very program, is kept in `cache`. Throws one CurriculumFault that holds every fault there is.
 */
export async function loadCachedCurriculum(directory: string, cache: string): Promise<Curriculum> {
  const files = readFiles(directory);
  const pictures = readPictures(directory);
  const name = `curriculum-${hashAll([...files, ...pictures])}.bin`;
  const kept = findKept(join(cache, name));
  if (kept !== undefined) return kept;
  // What reads and checks files is a megabyte of source that most starts have no use for.
  const { parseCurriculum } = await import('./load.ts');
  const curriculum = parseCurriculum(files, pictures);
  keep(cache, name, curriculum);
  return curriculum;
}

/** Of what is read and of what reads it. */
function hashAll(parts: Iterable<readonly [string, string | Uint8Array]>): string {
  const hash = createHash('sha256').update(process.version);
  const readers = [...globSync('src/curriculum/**/*.ts', { cwd: root }), 'package.json'].sort();
  for (const path of readers) hash.update(path).update(readFileSync(join(root, path)));
  for (const [path, content] of parts) hash.update(`\n${path} ${content.length}\n`).update(content);
  return hash.digest('hex').slice(0, 32);
}

function findKept(file: string): Curriculum | undefined {
  try {
    return deserialize(readFileSync(file)) as Curriculum;
  } catch {
    // Missing, or incomplete: the files decide.
    return undefined;
  }
}

function keep(cache: string, name: string, curriculum: Curriculum): void {
  try {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    for (const old of readdirSync(cache)) if (old.startsWith('curriculum-')) rmSync(join(cache, old));
    // Whole or not at all, whenever the process ends.
    const begun = join(cache, `curriculum-${process.pid}.new`);
    writeFileSync(begun, serialize(curriculum), { mode: 0o600 });
    renameSync(begun, join(cache, name));
  } catch {
    // Where nothing can be written, every start reads the files again.
  }
}
