import { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepStatements } from '../../src/database/kept.ts';

let plain: PGlite;
let lite: PGlite;

beforeAll(async () => {
  plain = await PGlite.create();
  lite = keepStatements(plain);
  await lite.exec(`
    create table things (id int primary key, name text unique, tags text[], about jsonb, at timestamptz, is_new boolean);
    insert into things select n, 'thing ' || n, array['a', 'b'], jsonb_build_object('n', n), '2026-12-01T10:00:00Z', n > 2
      from generate_series(1, 4) n`);
});

afterAll(() => plain.close());

async function countKept(): Promise<number> {
  const found = await plain.query<{ n: number }>(`select count(*)::int as n from pg_prepared_statements`);
  return found.rows[0]?.n ?? 0;
}

test('a statement is kept from its second use on, and one that makes tables never is', async () => {
  const before = await countKept();
  await lite.query('select name from things where id = $1', [1]);
  expect(await countKept()).toBe(before);
  for (const id of [1, 2, 3]) {
    expect((await lite.query('select name from things where id = $1', [id])).rows).toEqual([{ name: `thing ${id}` }]);
  }
  expect(await countKept()).toBe(before + 1);
  for (let time = 0; time < 3; time += 1) await lite.query('create table if not exists others (id int)');
  expect(await countKept()).toBe(before + 1);
});

test('rows come as they do without it, as objects and as arrays, with parsers and types of their own', async () => {
  const text =
    'select id, tags, about, at, is_new, $2::jsonb as given, null as nothing from things where id = any($1::int[])';
  const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean());
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 6 })),
      fc.dictionary(fc.stringMatching(/^[a-z]+$/), value),
      fc.constantFrom('object' as const, 'array' as const),
      fc.boolean(),
      async (ids, given, rowMode, asText) => {
        const options = { rowMode, ...(asText ? { parsers: { 1184: (moment: string) => moment } } : {}) };
        const expected = await plain.query(text, [ids, given], options);
        const found = await lite.query(text, [ids, given], options);
        expect(found).toEqual(expected);
      },
    ),
    { numRuns: 40 },
  );
});

test('what is refused says why, and what comes after it is answered', async () => {
  const insert = () => lite.query('insert into things (id, name) values ($1, $2)', [1, 'another']);
  for (let time = 0; time < 3; time += 1) {
    await expect(insert()).rejects.toMatchObject({ code: '23505', constraint: 'things_pkey' });
  }
  expect((await lite.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  for (let time = 0; time < 3; time += 1) {
    await expect(lite.query('select nothing from things')).rejects.toMatchObject({ code: '42703' });
  }
  expect((await lite.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('a transaction is one, and others wait for its end', async () => {
  const text = 'select count(*)::int as n from things';
  const count = async (by: Pick<PGlite, 'query'>) => (await by.query<{ n: number }>(text)).rows[0]?.n;
  expect([await count(lite), await count(lite)]).toEqual([4, 4]);
  let outside: Promise<number | undefined> | undefined;
  await expect(
    lite.transaction(async (tx) => {
      for (const id of [11, 12, 13]) await tx.query('insert into things (id) values ($1)', [id]);
      outside = count(lite);
      expect(await count(tx as unknown as PGlite)).toBe(7);
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await outside).toBe(4);
});

test('a table that has other columns now is asked again', async () => {
  const all = () => lite.query<object>('select * from things where id = 1');
  await all();
  expect(Object.keys((await all()).rows[0] ?? {})).not.toContain('added');
  await lite.exec(`alter table things add column added text default 'yes'`);
  expect((await all()).rows[0]).toMatchObject({ added: 'yes' });
});

test('a name that the database no longer knows is made again', async () => {
  const ask = () => lite.query('select name from things where id = 2');
  await ask();
  await ask();
  await lite.exec('deallocate all');
  expect((await ask()).rows).toEqual([{ name: 'thing 2' }]);
});

test('a plan that was made for an empty table does not stay when the table has grown', async () => {
  await lite.exec('create table growing (id int primary key, body text)');
  const ask = () => lite.query('select body from growing where id = $1', [7]);
  await ask();
  const calls = async () =>
    (
      await plain.query<{ n: number }>(
        `select (generic_plans + custom_plans)::int as n from pg_prepared_statements where statement like '%from growing%'`,
      )
    ).rows[0]?.n ?? 0;
  for (let use = 0; use < 500; use += 1) await ask();
  expect(await calls()).toBe(500);
  await ask();
  expect(await calls()).toBe(1);
});

test('however many statements come, so many are kept and no more', async () => {
  for (let number = 0; number < 600; number += 1) {
    for (let time = 0; time < 2; time += 1) await lite.query(`select ${number} as n`);
  }
  expect(await countKept()).toBe(500);
  expect((await lite.query('select 0 as n')).rows).toEqual([{ n: 0 }]);
});
