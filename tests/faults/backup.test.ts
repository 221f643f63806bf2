import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Db, rows } from '../../src/database/client.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { recordMember } from '../../src/domain/people/store.ts';
import { eraseDue, listDeletions, recordDeletionRequest } from '../../src/features/privacy/erasing-store.ts';
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

  it('of before a deletion brings nobody back who was deleted, and keeps whoever came back afterwards', async () => {
    const url = await server.createDatabase();
    const first = await openPostgres(url, { report: () => {} });
    const now = Temporal.Now.instant();
    const before = now.subtract({ hours: 2 });
    for (const id of ['zoe7f3', 'ben4c1', 'kim9d2']) {
      await recordMember(first.db, member(id, before));
      await first.db.execute(sql`insert into streak_wishes (member_id, days, zone, at)
        values (${`discord:g/${id}`}, '{1}', 'UTC', ${before.toString()})`);
    }
    const file = join(tmpdir(), `pythia-${randomUUID()}.dump`);
    server.run('pg_dump', ['-Fc', '-d', url, '-f', file]);

    // Two are deleted after the backup; one of them comes back.
    for (const id of ['zoe7f3', 'ben4c1']) {
      await recordDeletionRequest(first.db, { memberId: `discord:g/${id}`, askedAt: now, dueAt: now });
    }
    await eraseDue(first.db, randomBytes, now);
    const list = runDeletions(url, []);
    expect(list.trim().split('\n')).toHaveLength(2);
    expect(list).not.toMatch(/zoe7f3|ben4c1/);
    await first.close();

    const empty = await server.createDatabase();
    server.run('pg_restore', ['--exit-on-error', '--no-owner', '-d', empty, file]);
    rmSync(file);
    const second = await openPostgres(empty, { report: () => {} });
    await recordMember(second.db, member('ben4c1', now.add({ minutes: 1 })));
    runDeletions(empty, ['--replay'], list);
    await eraseDue(second.db, randomBytes, Temporal.Now.instant());
    const left = await rows<{ id: string }>(
      second.db,
      sql`select external_id as id from members
      where workspace_id = 'discord:g' order by 1`,
    );
    expect(left.map(({ id }) => id)).toEqual(['ben4c1', 'kim9d2']);
    const wishes = await rows<{ id: string }>(second.db, sql`select member_id as id from streak_wishes order by 1`);
    expect(wishes.map(({ id }) => id)).toEqual(['discord:g/ben4c1', 'discord:g/kim9d2']);
    // The next backup's list forgets nobody.
    const accounts = (await listDeletions(second.db)).map(({ account }) => account);
    expect(accounts.filter((account) => list.includes(account))).toHaveLength(2);
    await second.close();
  });

  const member = (id: string, seenAt: Temporal.Instant) => ({
    id: `discord:g/${id}`,
    workspaceId: 'discord:g',
    externalId: id,
    name: id,
    seenAt,
  });

  /** `npm run deletions`, as the README says. */
  function runDeletions(url: string, options: readonly string[], input = ''): string {
    const env = { ...process.env, DATABASE_URL: url };
    return execFileSync('node', ['src/program/deletions.ts', ...options], {
      env,
      input,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  }
});
