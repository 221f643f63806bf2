import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Database } from '../../src/database/client.ts';
import { openPostgres } from '../../src/database/postgres.ts';

/** An empty database of its own on that server, dropped at the end. */
export async function createBenchDatabase(server: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `pythia_bench_${randomUUID().replaceAll('-', '')}`;
  const ask = async (statement: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await ask(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => ask(`drop database ${name} with (force)`) };
}

/** The same with our tables in it, and opened. */
export async function openBenchDatabase(
  server: string,
): Promise<{ database: Database; url: string; drop(): Promise<void> }> {
  const { url, drop } = await createBenchDatabase(server);
  // A million rows at once take longer than a statement of the program may.
  const database = await openPostgres(url, { report: () => {}, patienceMs: 600_000 });
  return {
    database,
    url,
    async drop() {
      await database.close();
      await drop();
    },
  };
}
