import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { explainInput } from '../../src/chat/input.ts';
import { describeCommands } from '../../src/chat/route.ts';
import { routes } from '../../src/routes.ts';

interface Shape {
  type?: string;
  maxLength?: number;
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
}

/** Values that are text, of whatever length: nothing in the schema bounds them. */
function unbounded(input: z.ZodObject): string[] {
  const { properties = {} } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).flatMap(([name, property]) => {
    const { type, maxLength, enum: values, const: value, pattern } = property as Shape;
    if (type !== 'string' || maxLength !== undefined || values !== undefined || value !== undefined) return [];
    // A pattern that ends what it counts: `{1,24}$`.
    return pattern !== undefined && /\{(\d+,)?\d+\}\)?\$$/.test(pattern) ? [] : [name];
  });
}

it('bounds every text that a route takes, typed or in a control', () => {
  const open = routes.flatMap(({ name, input }) => unbounded(input).map((field) => `${name}: ${field}`));
  expect(open).toEqual([]);
});

it('refuses what is too long before anything reads it', () => {
  for (const { name, input } of routes) {
    for (const [field, schema] of Object.entries(input.shape)) {
      const read = (schema as z.ZodType).safeParse('9'.repeat(4001));
      expect(read.success, `${name}: ${field}`).toBe(false);
    }
  }
});

it('tells platforms how long each text of a command may be', () => {
  const texts = describeCommands(routes).flatMap(({ path, options }) =>
    options
      .filter(({ kind, choices }) => kind === 'string' && choices.length === 0)
      .map((option) => ({ path, option })),
  );
  expect(texts.length).toBeGreaterThan(10);
  for (const { path, option } of texts) {
    expect(option.maxLength, `${path.join(' ')} ${option.name}`).toBeGreaterThan(0);
    expect(option.maxLength).toBeLessThanOrEqual(1500);
  }
});

/** What every plain object has without having been given it: looked up by what somebody typed it is found in any table. */
const INHERITED = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'prototype', '__proto__', 'isPrototypeOf'];

it('reads what every object inherits as words or refuses it, in every field of every route', () => {
  for (const { name, input } of routes) {
    for (const [field, schema] of Object.entries(input.shape)) {
      for (const word of INHERITED.flatMap((one) => [one, one.toUpperCase()])) {
        const { data } = (schema as z.ZodType).safeParse(word);
        const isPlain = data === undefined || (typeof data === 'object' && data !== null) || data === word.trim();
        expect(isPlain, `${name}: ${field} reads ${word} as ${String(data)}`).toBe(true);
      }
    }
  }
});

it('says in plain words what is wrong with what only a forged control has, never in the library’s', () => {
  const forged: unknown[] = ['', ' ', 'NaN', '-1', '1e99', '0.5', 'none of them', 'x'.repeat(4001), 7, null, {}];
  for (const { name, input } of routes) {
    for (const [field, schema] of Object.entries(input.shape)) {
      for (const value of forged) {
        const { error } = z.object({ [field]: schema as z.ZodType }).safeParse({ [field]: value });
        if (error === undefined) continue;
        expect(explainInput(error), `${name}: ${field}`).not.toMatch(
          /Invalid|Too (big|small)|Unrecognized|expected|NaN|undefined/,
        );
      }
    }
  }
});

it('looks nothing up in a plain object by a text that may be any: a table of those is a map', () => {
  const typed = /const (\w+): [^=\n]*\bRecord<(?:string|number)\b[^=\n]* = \{(?!\})/g;
  const made = /^(?:export )?const (\w+)(?:: [^=\n]*)? = Object\.fromEntries/gm;
  const found = globSync('src/**/*.ts').flatMap((file) => {
    const source = readFileSync(file, 'utf8');
    const tables = [...source.matchAll(typed), ...source.matchAll(made)].map(([, table = '']) => table);
    return tables.filter((table) => new RegExp(`\\b${table}\\[(?!')`).test(source)).map((table) => `${file}: ${table}`);
  });
  expect(found).toEqual([]);
});
