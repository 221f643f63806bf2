import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Database, rows } from '../../src/database/client.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { statement } from '../../src/database/statement.ts';
import { settings } from '../../src/database/tables.ts';
import { openTestDatabase } from '../support/database.ts';
import { type PostgresServer, postgresPrograms, startPostgres } from '../support/postgres/server.ts';

let written = 0;
const twice = statement<{ n: number }, { n: number }>('test-twice', ({ n }) => {
  written += 1;
  return sql`select ${n}::int + ${n}::int as n`;
});
const setting = statement<{ name: string }, { name: string; value: string }>(
  'test-setting',
  ({ name }) => sql`select name, value from ${settings} where name = ${name}`,
);

describe('a statement', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
    await database.db.insert(settings).values({ name: 'colour', value: 'blue' });
  });
  afterAll(() => database.close());

  it('is written once, and runs with other values each time, within transactions too', async () => {
    const { db } = database;
    expect(await twice(db, { n: 2 })).toEqual([{ n: 4 }]);
    expect(await db.transaction((tx) => twice(tx, { n: 3 }))).toEqual([{ n: 6 }]);
    expect(await setting(db, { name: 'colour' })).toEqual([{ name: 'colour', value: 'blue' }]);
    expect(await setting(db, { name: 'shape' })).toEqual([]);
    expect(await db.transaction((tx) => setting(tx, { name: 'colour' }))).toHaveLength(1);
    expect(written).toBe(1);
  });

  it('has a name of its own', () => {
    expect(() => statement('test-twice', () => sql`select 1`)).toThrow('two statements are called test-twice');
  });
});

describe.runIf(postgresPrograms !== undefined)('a statement on Postgres', () => {
  let server: PostgresServer;
  let database: Database;
  beforeAll(async () => {
    server = await startPostgres();
    database = await openPostgres(await server.createDatabase(), { report: () => {} });
  });
  afterAll(async () => {
    await database.close();
    server.stop();
  });

  const listPrepared = async () =>
    (await rows<{ name: string }>(database.db, sql`select name from pg_prepared_statements`)).map(({ name }) => name);

  it('is prepared by its name, and anew on the connections that come after lost ones', async () => {
    const { db } = database;
    expect(await twice(db, { n: 1 })).toEqual([{ n: 2 }]);
    expect(await listPrepared()).toContain('test-twice');
    server.restart('immediate');
    await expect.poll(() => twice(db, { n: 5 }).catch(() => []), { timeout: 10_000 }).toEqual([{ n: 10 }]);
    expect(await listPrepared()).toContain('test-twice');
    expect(await Promise.all([6, 7, 8].map((n) => twice(db, { n })))).toEqual([[{ n: 12 }], [{ n: 14 }], [{ n: 16 }]]);
  });

  it('is followed by its name where somebody wants to know how long it takes, within a transaction too', async () => {
    const names: string[] = [];
    const followed = await openPostgres(await server.createDatabase(), {
      report: () => {},
      follow(name, work) {
        names.push(name);
        return work();
      },
    });
    onTestFinished(() => followed.close());
    names.length = 0;
    await twice(followed.db, { n: 1 });
    await followed.db.transaction(async (tx) => {
      await tx.execute(sql`select 'typed words'`);
    });
    expect(names).toEqual(['test-twice', 'begin', 'select', 'commit']);
  });
});
