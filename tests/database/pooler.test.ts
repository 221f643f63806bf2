import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, ping, rows } from '../../src/database/client.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { type Bouncer, isBouncerInstalled, startBouncer } from '../support/postgres/bouncer.ts';
import { type PostgresServer, postgresPrograms, startPostgres } from '../support/postgres/server.ts';

describe.runIf(postgresPrograms !== undefined && isBouncerInstalled)('behind PgBouncer in transaction mode', () => {
  let server: PostgresServer;
  let bouncer: Bouncer;
  beforeAll(async () => {
    server = await startPostgres();
    bouncer = await startBouncer(server.port);
  });
  afterAll(async () => {
    await bouncer.stop();
    server.stop();
  });

  const open = (url: string, prepares = false): Promise<Database> =>
    openPostgres(bouncer.through(url), { report: () => {}, prepares });

  it('three replicas start at once on an empty database, and later again', async () => {
    const url = await server.createDatabase();
    for (let starts = 0; starts < 4; starts += 1) {
      const replicas = await Promise.all(Array.from({ length: 3 }, () => open(url)));
      for (const { db } of replicas) await ping(db);
      await Promise.all(replicas.map((one) => one.close()));
    }
    const database = await open(url);
    const [held] = await rows<{ n: number }>(
      database.db,
      sql`select count(*)::int as n from pg_locks where locktype = 'advisory'`,
    );
    expect(held).toEqual({ n: 0 });
    await database.close();
  });

  it('runs named statements as unnamed ones where the pooler does not follow them', async () => {
    const database = await open(await server.createDatabase());
    const { db } = database;
    const named = (n: number) =>
      db
        .select({ n: sql<number>`${n}::int` })
        .from(sql`(select 1) as one`)
        .prepare('named');
    const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => named(n).execute()));
    expect(answers.map(([row]) => row?.n)).toEqual(Array.from({ length: 60 }, (_, n) => n));
    await database.close();
  });

  it('carries out transactions and the queue', async () => {
    const database = await open(await server.createDatabase());
    const { boss, db } = database;
    await boss.createQueue('things');
    const done: number[] = [];
    await boss.work<{ n: number }>('things', { pollingIntervalSeconds: 0.5, batchSize: 10 }, async (jobs) => {
      await db.transaction(async (tx) => {
        await tx.execute(sql`select pg_sleep(0.01)`);
        for (const { data } of jobs) done.push(data.n);
      });
    });
    for (let n = 0; n < 20; n += 1) await boss.send('things', { n });
    await expect.poll(() => done.length, { timeout: 15_000 }).toBe(20);
    await database.close();
  });
});
