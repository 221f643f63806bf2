import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Database } from '../../src/database/client.ts';
import { openEmbedded } from '../../src/database/embedded.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { empty, listKept } from './emptying.ts';
import { borrowInstance } from './instances.ts';
import { asServer } from './server.ts';

/** A database of a server, and the tables that an emptying leaves alone. */
interface Kept {
  url: string;
  kept: ReadonlySet<string>;
}

/** Those of this process that nobody uses now. */
const idle: Kept[] = [];

function report(error: Error): void {
  throw error;
}

/** A migrated database with nothing in it until it is closed: PGlite, or with TEST_DATABASE_URL one of that server. */
export async function openTestDatabase(): Promise<Database> {
  const server = process.env['TEST_DATABASE_URL'];
  if (server === undefined) return openEmbedded({ lite: await borrowInstance() }, report);
  const template = process.env['TEST_DATABASE_TEMPLATE'];
  if (template === undefined) return openFresh(server);
  const own = idle.pop() ?? (await copy(server, template));
  const database = await openPostgres(own.url, { report: () => {} });
  return {
    ...database,
    async close() {
      await database.close();
      await onDatabase(own.url, async (client) => {
        // What a test left behind may hold a lock.
        await client.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        );
        await empty(client, own.kept);
      });
      idle.push(own);
    },
  };
}

/** Its name begins as the template's does: with that it goes. */
async function copy(server: string, template: string): Promise<Kept> {
  const name = `${template}_${randomUUID().slice(0, 8)}`;
  await asServer(server, `create database ${name} template ${template}`);
  const url = urlOf(server, name);
  return { url, kept: await onDatabase(url, listKept) };
}

/** One that is made and dropped, for benches: no test runner stands around them. */
async function openFresh(server: string): Promise<Database> {
  const name = `pythia_${randomUUID().replaceAll('-', '')}`;
  await asServer(server, `create database ${name}`);
  const database = await openPostgres(urlOf(server, name), { report: () => {} });
  return {
    ...database,
    async close() {
      await database.close();
      await asServer(server, `drop database ${name} with (force)`);
    },
  };
}

function urlOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function onDatabase<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
