import { randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { inject } from 'vitest';
import type { Database } from '../../src/database/client.ts';
import { openEmbedded } from '../../src/database/embedded.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { asServer } from './server.ts';

function report(error: Error): void {
  throw error;
}

/** A migrated database of its own for one test file: PGlite, or with TEST_DATABASE_URL a fresh database on that server. */
export async function openTestDatabase(): Promise<Database> {
  const url = process.env['TEST_DATABASE_URL'];
  if (url === undefined) return openEmbedded({ snapshot: await openAsBlob(inject('snapshot')) }, report);
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
