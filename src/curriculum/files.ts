import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { CurriculumFault } from './faults.ts';

/** The texts below a directory, unchecked. Throws a CurriculumFault when there is no such directory. */
export function readFiles(directory: string): Map<string, string> {
  const texts = listFiles(directory).filter(({ path }) => !isPicture(path));
  return new Map(
    texts.map(({ path, full }) => [
      path,
      readFileSync(full, 'utf8')
        .replace(/^\uFEFF/, '')
        .replaceAll('\r\n', '\n'),
    ]),
  );
}

/** The pictures below a directory. */
export function readPictures(directory: string): Map<string, Uint8Array> {
  const pictures = listFiles(directory).filter(({ path }) => isPicture(path));
  return new Map(pictures.map(({ path, full }) => [path, readFileSync(full)]));
}

function isPicture(path: string): boolean {
  return path.endsWith('.png');
}

function listFiles(directory: string): { path: string; full: string }[] {
  if (!existsSync(directory)) {
    throw new CurriculumFault([
      { file: directory, path: '', message: 'is not there: set CURRICULUM_DIR to the curriculum’s folder' },
    ]);
  }
  return readdirSync(directory, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const full = join(entry.parentPath, entry.name);
    const path = relative(directory, full).replaceAll(sep, '/');
    return entry.isFile() && !isLeftBehind(path) ? [{ path, full }] : [];
  });
}

/** Editors and file managers leave hidden files behind, Python its caches; they are not part of a curriculum. */
function isLeftBehind(path: string): boolean {
  return path.split('/').some((name) => name.startsWith('.') || name === '__pycache__');
}
