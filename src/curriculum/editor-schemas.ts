import { posix } from 'node:path';
import { z } from 'zod';
import { scenarioFile } from './scenario-schema.ts';
import {
  areasFile,
  curriculumFile,
  itemFile,
  misconceptionsFile,
  roadmapFile,
  selftestFile,
  sessionFile,
  skillsFile,
  topicsFile,
  tracksFile,
} from './schema.ts';

/** The schema that reads each kind of file, under the name of its JSON Schema. */
const schemas: Readonly<Record<string, z.ZodType>> = {
  areas: areasFile,
  curriculum: curriculumFile,
  item: itemFile,
  misconceptions: misconceptionsFile,
  roadmap: roadmapFile,
  scenario: scenarioFile,
  selftest: selftestFile,
  session: sessionFile,
  skills: skillsFile,
  topics: topicsFile,
  tracks: tracksFile,
};

/** The JSON Schemas for editors, made from the schemas that the loader uses: path below the curriculum to text. */
export function editorSchemas(): Map<string, string> {
  return new Map(
    Object.entries(schemas).map(([name, schema]) => {
      // The language server for YAML knows draft 7 best: https://github.com/redhat-developer/yaml-language-server
      const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
      const file = { $schema, $comment: 'Made by npm run curriculum:schemas from src/curriculum.', ...rest };
      return [pathOf(name), `${JSON.stringify(file, null, 2)}\n`];
    }),
  );
}

function pathOf(name: string): string {
  return `schemas/${name}.schema.json`;
}

/** The first line by which editors find the schema of a curriculum's file. Undefined for a file that has none. */
export function schemaLine(file: string): string | undefined {
  const name = schemaNameOf(file);
  if (name === undefined) return undefined;
  return `# yaml-language-server: $schema=${posix.relative(posix.dirname(file), pathOf(name))}`;
}

function schemaNameOf(file: string): string | undefined {
  if (/^sessions\/[^/]+\/items\/[^/]+\.yaml$/.test(file)) return 'item';
  if (/^sessions\/[^/]+\/session\.yaml$/.test(file)) return 'session';
  if (/^misconceptions\/[^/]+\.yaml$/.test(file)) return 'misconceptions';
  if (/^scenarios\/[^/]+\/scenario\.yaml$/.test(file)) return 'scenario';
  const [, name] = /^([a-z]+)\.yaml$/.exec(file) ?? [];
  return name !== undefined && Object.hasOwn(schemas, name) && !IN_FOLDERS.includes(name) ? name : undefined;
}

/** The schemas of files that never stand at the top. */
const IN_FOLDERS = ['item', 'session', 'misconceptions', 'scenario'];

/** A file's text with the right first line and nothing else changed. */
export function withSchemaLine(file: string, source: string): string {
  const due = schemaLine(file);
  if (due === undefined) return source;
  const [first = '', ...rest] = source.split('\n');
  if (first === due) return source;
  return first.startsWith('# yaml-language-server:') ? [due, ...rest].join('\n') : `${due}\n${source}`;
}
