import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Database, ping } from '../../src/database/client.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { type PostgresServer, postgresPrograms, startPostgres } from '../support/postgres/server.ts';
import { createWire, type Wire } from '../support/postgres/wire.ts';

/** Connections that break, go silent or are refused, on a real Postgres behind a wire that can be cut. */

describe.runIf(postgresPrograms !== undefined)('a Postgres whose connections fail', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  async function open(patienceMs = 2000): Promise<{ database: Database; wire: Wire; told: Error[] }> {
    const wire = await createWire(server.port);
    const told: Error[] = [];
    const url = wire.through(await server.createDatabase());
    const database = await openPostgres(url, { report: (error) => void told.push(error), patienceMs });
    onTestFinished(async () => {
      await database.close();
      await wire.close();
    });
    return { database, wire, told };
  }

  /** What a click does: some statements in one transaction, and a moment between them. */
  async function act({ db }: Database): Promise<void> {
    await db.transaction(async (tx) => {
      await tx.execute(sql`select pg_sleep(0.01)`);
      await sleep(5);
      await tx.execute(sql`select 1`);
    });
  }

  it('goes on after forty cuts and ten crashes in the middle of transactions, with all its connections', async () => {
    const { database, wire } = await open();
    let isGoing = true;
    let failures = 0;
    const people = Array.from({ length: 12 }, async () => {
      while (isGoing) {
        await act(database).catch(() => {
          failures += 1;
        });
        await sleep(1);
      }
    });
    for (let cuts = 0; cuts < 40; cuts += 1) {
      await sleep(30);
      wire.cut();
    }
    for (let crashes = 0; crashes < 10; crashes += 1) server.restart('immediate');
    isGoing = false;
    await Promise.all(people);
    expect(failures).toBeGreaterThan(40);
    // More at once than there are connections: one that had leaked would leave somebody waiting.
    await Promise.all(Array.from({ length: 12 }, () => act(database)));
    expect(database.pools().slice(0, 2)).toMatchObject([
      { name: 'pythia', busy: 0, waiting: 0 },
      { name: 'pythia-queue', waiting: 0 },
    ]);
  });

  it('tells what broke, and not that there is nothing to roll back', async () => {
    const { database, wire } = await open();
    const broken = database.db.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      wire.cut();
      await tx.execute(sql`select 2`);
    });
    const error = await broken.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(String((error as Error).cause)).toMatch(/terminated|ECONNRESET|not queryable|EPIPE/);
    await ping(database.db);
  });

  it('lets go of connections that have gone silent, in the pool and in transactions', async () => {
    const { database, wire } = await open(1000);
    await Promise.all(Array.from({ length: 10 }, () => act(database)));
    wire.silence();
    const startedAt = performance.now();
    await Promise.allSettled(Array.from({ length: 24 }, () => act(database)));
    await Promise.all(Array.from({ length: 12 }, () => act(database)));
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    // The queue has connections of its own: its next calls fail, and then it goes on.
    await expect
      .poll(() => database.boss.createQueue('heals').then(() => 'made', String), { timeout: 5000 })
      .toBe('made');
  });

  it('keeps a connection on which a statement was refused', async () => {
    const { database } = await open();
    await act(database);
    const refused = database.db.transaction((tx) => tx.execute(sql`select 1 / 0`));
    await expect(refused).rejects.toThrow();
    expect(database.pools()[0]).toMatchObject({ busy: 0, idle: 1 });
  });

  it('waits for a server that is still starting, and says so once', async () => {
    const url = await server.createDatabase();
    server.halt();
    const said: string[] = [];
    const say = (message: string) => void said.push(message);
    const opening = openPostgres(url, { report: () => {}, say });
    await sleep(1500);
    server.resume();
    await (await opening).close();
    expect(said).toEqual(['Postgres does not answer yet; I go on trying']);
  });

  it('says which variable is wrong when it gives up, and when waiting would not help', async () => {
    const options = { report: () => {}, reachSeconds: 0.5 };
    await expect(openPostgres('postgres://me:secret@127.0.0.1:1/x', options)).rejects.toThrow(
      /^DATABASE_URL: Postgres at 127\.0\.0\.1:1\/x could not be reached for \d s \(ECONNREFUSED\): start it/,
    );
    const missing = `postgres://postgres:secret@127.0.0.1:${server.port}/nowhere`;
    const error = await openPostgres(missing, { report: () => {} }).catch((reason: Error) => reason);
    expect(String(error)).toMatch(/DATABASE_URL: there is no such database at 127.*: create it/);
    expect(String(error)).not.toContain('secret');
  });

  it('waits for another process that changes the tables, says so, and not for ever', async () => {
    const url = await server.createDatabase();
    const { default: pg } = await import('pg');
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    await holder.query('begin');
    await holder.query(`select pg_advisory_xact_lock(hashtextextended('pythia:migrate', 0))`);
    const said: string[] = [];
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { migratePostgres } = await import('../../src/database/migrate.ts');
    const say = (message: string) => void said.push(message);
    await expect(migratePostgres(client, say, 0.3)).rejects.toThrow('another process has been changing the tables');
    expect(said).toEqual(['another process brings the tables up to date; I wait for it']);
    await holder.end();
    await migratePostgres(client, say);
    await client.end();
  });

  it('refuses a database that a newer program has written', async () => {
    const url = await server.createDatabase();
    const first = await openPostgres(url, { report: () => {} });
    await first.db.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 4000000000000)`,
    );
    await first.close();
    await expect(openPostgres(url, { report: () => {} })).rejects.toThrow('written by a newer Pythia');
  });
});
