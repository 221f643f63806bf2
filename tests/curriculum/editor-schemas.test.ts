import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSchemas } from '../../src/authoring/schemas.ts';
import { editorSchemas, schemaLine, withSchemaLine } from '../../src/curriculum/editor-schemas.ts';

const directory = join(import.meta.dirname, '..', '..', 'curriculum');
const files = globSync('**/*.yaml', { cwd: directory });

/** What to do when one of these fails. */
const REMEDY = 'npm run curriculum:schemas puts it right';

describe('the schemas for editors', () => {
  it('are those of the code', () => {
    const there = globSync('schemas/*', { cwd: directory }).sort();
    expect(there, REMEDY).toEqual([...editorSchemas().keys()].sort());
    for (const [path, text] of editorSchemas()) expect(readFileSync(join(directory, path), 'utf8'), REMEDY).toBe(text);
  });

  it('are named in the first line of every file', () => {
    const without = files.filter((file) => {
      const [first] = readFileSync(join(directory, file), 'utf8').split('\n');
      return first !== schemaLine(file);
    });
    expect(without, REMEDY).toEqual([]);
  });

  it('describe what an author writes, with hyphens and without what the loader adds', () => {
    const read = (name: string) => JSON.parse(editorSchemas().get(`schemas/${name}.schema.json`) ?? '{}');
    expect(Object.keys(read('curriculum').properties.pace.properties)).toContain('sessions-a-week');
    const kinds = (read('item').oneOf ?? read('item').anyOf) as { properties: Record<string, unknown> }[];
    expect(kinds.length).toBeGreaterThanOrEqual(7);
    for (const kind of kinds) expect(Object.keys(kind.properties)).not.toContain('slug');
  });
});

describe('the first line', () => {
  it.each([
    ['areas.yaml', 'schemas/areas.schema.json'],
    ['misconceptions/runtime.yaml', '../schemas/misconceptions.schema.json'],
    ['sessions/01-some/session.yaml', '../../schemas/session.schema.json'],
    ['sessions/01-some/items/some.yaml', '../../../schemas/item.schema.json'],
  ])('of %s leads to %s', (file, path) => {
    expect(schemaLine(file)).toBe(`# yaml-language-server: $schema=${path}`);
  });

  it.each(['item.yaml', 'constructor.yaml', 'notes.yaml', 'sessions/01-some/materials/some.md', 'README.md'])(
    'of %s is free',
    (file) => {
      expect(schemaLine(file)).toBeUndefined();
      expect(withSchemaLine(file, 'text')).toBe('text');
    },
  );

  it('is put in front, replaced where it is wrong, and left alone where it is right', () => {
    const due = schemaLine('areas.yaml');
    expect(withSchemaLine('areas.yaml', '# Areas.\n- a\n')).toBe(`${due}\n# Areas.\n- a\n`);
    expect(withSchemaLine('areas.yaml', '# yaml-language-server: $schema=x.json\n- a\n')).toBe(`${due}\n- a\n`);
    expect(withSchemaLine('areas.yaml', `${due}\n- a\n`)).toBe(`${due}\n- a\n`);
  });
});

it('writes what is missing, and then nothing', () => {
  const copy = mkdtempSync(join(tmpdir(), 'schemas-'));
  cpSync(join(directory, 'areas.yaml'), join(copy, 'areas.yaml'));
  writeFileSync(join(copy, 'topics.yaml'), '- number: 1\n');
  const first = writeSchemas(copy);
  expect(first.schemas).toHaveLength(editorSchemas().size);
  expect(first.lines).toContain('topics.yaml');
  expect(readFileSync(join(copy, 'topics.yaml'), 'utf8')).toBe(`${schemaLine('topics.yaml')}\n- number: 1\n`);
  expect(writeSchemas(copy)).toEqual({ schemas: [], lines: [] });
  rmSync(copy, { recursive: true });
});
