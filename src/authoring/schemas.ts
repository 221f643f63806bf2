import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { readConfig } from '../config.ts';
import { editorSchemas, withSchemaLine } from '../curriculum/editor-schemas.ts';

/** Writes the JSON Schemas for editors, and the line by which they are found into every YAML file that lacks it. */
export function writeSchemas(directory: string): { schemas: string[]; lines: string[] } {
  const schemas = [...editorSchemas()].filter(([path, text]) => write(join(directory, path), text));
  const files = globSync('**/*.yaml', { cwd: directory }).map((path) => path.split(sep).join('/'));
  const lines = files.filter((path) => {
    const full = join(directory, path);
    return write(full, withSchemaLine(path, readFileSync(full, 'utf8')));
  });
  return { schemas: schemas.map(([path]) => path), lines: lines.sort() };
}

/** Says whether the file had to be changed. */
function write(full: string, text: string): boolean {
  if (read(full) === text) return false;
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  return true;
}

function read(full: string): string | undefined {
  try {
    return readFileSync(full, 'utf8');
  } catch {
    return undefined;
  }
}

function main(): void {
  const { schemas, lines } = writeSchemas(readConfig().curriculumDir);
  for (const path of schemas) console.log(`${path}: written`);
  for (const path of lines) console.log(`${path}: names its schema now`);
  if (schemas.length + lines.length === 0) console.log('All schemas and all first lines are as they should be.');
}

if (import.meta.main) main();
