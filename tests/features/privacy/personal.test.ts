import { getTableColumns, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { describe, expect, it } from 'vitest';
import { columnWords, listWorded } from '../../../src/features/privacy/columns.ts';
import { IMPERSONAL, PERSONAL } from '../../../src/features/privacy/personal.ts';
import * as tables from '../../support/tables.ts';

/** Every column of text or JSON that is no list of words of ours and does not refer to a row of another table. */
const columns = Object.values(tables)
  .filter((table) => is(table, PgTable))
  .flatMap((table) => {
    const { name, foreignKeys } = getTableConfig(table);
    const refers = new Set(
      foreignKeys
        .map((key) => key.reference())
        .filter(({ foreignTable }) => getTableConfig(foreignTable).name !== 'members')
        .flatMap(({ columns: from }) => from.map((column) => column.name)),
    );
    return Object.values(getTableColumns(table))
      .filter((column) => /^(text|jsonb?|varchar)/.test(column.getSQLType()))
      .filter((column) => (column.enumValues ?? []).length === 0 && !refers.has(column.name))
      .map((column) => `${name}.${column.name}`);
  });

const personal = PERSONAL.flatMap(({ table, ids, words = [] }) =>
  [...ids, ...words].map(({ column }) => `${table}.${column}`),
);
const impersonal = Object.entries(IMPERSONAL).flatMap(([table, names]) => names.map((name) => `${table}.${name}`));

describe('the list of personal data', () => {
  it('says of each column of text what the file and a deletion do with it, or that nothing personal is in it', () => {
    expect(columns.length).toBeGreaterThan(120);
    const listed = new Set([...personal, ...impersonal]);
    expect(columns.filter((column) => !listed.has(column))).toEqual([]);
  });

  it('names no column that is not there, and none twice', () => {
    const known = new Set(columns);
    expect([...personal, ...impersonal].filter((column) => !known.has(column))).toEqual([]);
    expect(personal.filter((column) => impersonal.includes(column))).toEqual([]);
  });

  it('says of what in words, for each', () => {
    for (const { what } of PERSONAL) expect(what).toMatch(/^[A-Z].*\.$/);
  });

  it('has words for each column of the file, and for none that is not in it', () => {
    const told = new Set(
      PERSONAL.flatMap(({ table, unexported, parts = [] }) =>
        unexported === undefined ? [table, ...parts.map((part) => part.table)] : [],
      ),
    );
    const known = Object.values(tables)
      .filter((table) => is(table, PgTable))
      .map(getTableConfig)
      .filter(({ name }) => told.has(name))
      .flatMap(({ name, columns: all }) => all.map((column) => [name, column.name] as const));
    expect(known.length).toBeGreaterThan(300);
    expect(known.filter(([table, column]) => !/^[A-Z].*\.$/.test(columnWords(table, column) ?? ''))).toEqual([]);
    const names = new Set(known.map(([table, column]) => `${table}.${column}`));
    expect(listWorded().filter(([table, column]) => !names.has(`${table}.${column}`))).toEqual([]);
  });
});
