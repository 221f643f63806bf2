import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Db, rows } from '../../src/database/client.ts';
import { openEmbedded } from '../../src/database/embedded.ts';
import { unpackImage } from '../../src/database/image.ts';
import { migrationsFolder } from '../../src/database/migrate.ts';
import { openTestDatabase } from '../support/database.ts';

/** The database that a first start takes ready-made. */

const folder = mkdtempSync(join(tmpdir(), 'pythia-image-'));
const directory = join(folder, 'database');
beforeAll(() => unpackImage(directory));
afterAll(() => rmSync(folder, { recursive: true }));

it('lies in folders and files that are open to this user alone', () => {
  const open = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(
    (name) => (statSync(join(directory, name)).mode & 0o077) !== 0,
  );
  expect(open).toEqual([]);
});

it('was made by migrations that still are what they were, and holds nothing else', async () => {
  const lite = await PGlite.create({ dataDir: directory });
  const applied = await lite.query<{ hash: string }>(
    'select hash from drizzle.__drizzle_migrations order by created_at',
  );
  const hashes = readMigrationFiles({ migrationsFolder }).map(({ hash }) => hash);
  expect(applied.rows.map(({ hash }) => hash)).toEqual(hashes.slice(0, applied.rows.length));
  const tables = await lite.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  );
  for (const { name } of tables.rows) {
    expect((await lite.query(`select * from ${name} limit 1`)).rows, name).toEqual([]);
  }
  await lite.close();
});

/** Every column, index and constraint, in words. */
async function describeTables(db: Db): Promise<string[]> {
  const found = await rows<{ words: string }>(
    db,
    sql`select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') as words
        from information_schema.columns where table_schema = 'public'
      union all select indexdef from pg_indexes where schemaname = 'public'
      union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
        where connamespace = 'public'::regnamespace and contype <> 'n'
      order by 1`,
  );
  return found.map(({ words }) => words);
}

it.runIf(process.env['TEST_DATABASE_URL'] === undefined)('gives the tables that the migrations give', async () => {
  const fromImage = await openEmbedded({ directory }, () => {});
  const fromMigrations = await openTestDatabase();
  const tables = await describeTables(fromImage.db);
  expect(tables.length).toBeGreaterThan(100);
  expect(tables).toEqual(await describeTables(fromMigrations.db));
  await Promise.all([fromImage.close(), fromMigrations.close()]);
});

it('is taken whole when an earlier start was cut off while taking it', () => {
  const cut = join(folder, 'cut');
  mkdirSync(`${cut}.new`);
  writeFileSync(join(`${cut}.new`, 'PG_VERSION'), 'half');
  mkdirSync(cut);
  unpackImage(cut);
  expect(readFileSync(join(cut, 'PG_VERSION'), 'utf8').trim()).toMatch(/^\d+$/);
  expect(readdirSync(folder)).not.toContain('cut.new');
});
