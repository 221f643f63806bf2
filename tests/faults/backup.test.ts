import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Db, rows } from '../../src/database/client.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { type PostgresServer, postgresPrograms, startPostgres } from '../support/postgres/server.ts';

/** The README's recipe: `pg_dump -Fc`, then `pg_restore` into an empty database. */

describe.runIf(postgresPrograms !== undefined)('a backup', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  /** How many rows each table has, the queue's too. */
  async function countRows(db: Db): Promise<Record<string, number>> {
    const tables = await rows<{ name: string }>(
      db,
      sql`select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
          where schemaname in ('public', 'drizzle', 'pgboss') order by 1`,
    );
    const counts: Record<string, number> = {};
    for (const { name } of tables) {
      const [row] = await rows<{ n: number }>(db, sql`select count(*)::int as n from ${sql.raw(name)}`);
      counts[name] = row?.n ?? 0;
    }
    return counts;
  }

  it('restored into an empty database holds what was there, and the program goes on with it', async () => {
    const url = await server.createDatabase();
    const first = await openPostgres(url, { report: () => {} });
    await first.boss.createQueue('deliver');
    const job = await first.boss.send('deliver', { key: 'c/announce' }, { startAfter: 3600 });
    const value = { name: `Наташа ${randomUUID()}`, at: '2026-11-24T17:00:00Z' };
    await first.db.execute(sql`insert into settings values ('kept', ${JSON.stringify(value)}::jsonb)`);
    await first.db.execute(sql`insert into leases values ('discord', 'somebody', 7)`);
    const before = await countRows(first.db);
    await first.close();

    const file = join(tmpdir(), `pythia-${randomUUID()}.dump`);
    server.run('pg_dump', ['-Fc', '-d', url, '-f', file]);
    const empty = await server.createDatabase();
    server.run('pg_restore', ['--exit-on-error', '--no-owner', '-d', empty, file]);
    rmSync(file);

    const second = await openPostgres(empty, { report: () => {} });
    const after = await countRows(second.db);
    expect(Object.keys(after)).toEqual(Object.keys(before));
    for (const [name, count] of Object.entries(before)) {
      // The queue's notes about itself grow with each start.
      if (!name.startsWith('pgboss.') || name === 'pgboss.job') expect([name, after[name]]).toEqual([name, count]);
    }
    const [kept] = await rows<{ value: unknown }>(second.db, sql`select value from settings where name = 'kept'`);
    expect(kept?.value).toEqual(value);
    const [found] = await second.boss.findJobs('deliver', { id: job ?? '' });
    expect(found?.data).toEqual({ key: 'c/announce' });
    await second.close();
  });
});
