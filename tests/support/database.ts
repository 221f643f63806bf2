import { randomUUID } from 'node:crypto';
import type { Database } from '../../src/database/client.ts';
import { openEmbedded } from '../../src/database/embedded.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { borrowInstance } from './instances.ts';
import { asServer } from './server.ts';

function report(error: Error): void {
  throw error;
}

/** A migrated database of its own for one test file: PGlite, or with TEST_DATABASE_URL a fresh database on that server. */
export async function openTestDatabase(): Promise<Database> {
  const url = process.env['TEST_DATABASE_URL'];
  if (url === undefined) return openEmbedded({ lite: await borrowInstance() }, report);
  const name = `pythia_${randomUUID().replaceAll('-', '')}`;
  const template = process.env['TEST_DATABASE_TEMPLATE'];
  await asServer(url, `create database ${name}${template === undefined ? '' : ` template ${template}`}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const database = await openPostgres(own.href, { report: () => {} });
  return {
    ...database,
    async close() {
      await database.close();
      await asServer(url, `drop database ${name} with (force)`);
    },
  };
}
