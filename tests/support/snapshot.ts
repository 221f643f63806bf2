import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { fromPglite, PgBoss } from 'pg-boss';
import type { TestProject } from 'vitest/node';
import { readImage } from '../../src/database/image.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { asServer } from './server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    snapshot: string;
  }
}

/** The image, and the migrations that came after it, run once; every test file loads the result in a fraction of a second. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), 'pythia-tests-'));
  const file = join(directory, 'snapshot.tar');
  const lite = await PGlite.create({ loadDataDir: new Blob([readImage()]) });
  await migrate(drizzle({ client: lite }), { migrationsFolder: 'migrations' });
  const boss = new PgBoss({ db: fromPglite(lite), backend: 'pglite' });
  await boss.start();
  await boss.stop({ graceful: false });
  writeFileSync(file, Buffer.from(await (await lite.dumpDataDir('none')).arrayBuffer()));
  await lite.close();
  project.provide('snapshot', file);
  const server = process.env['TEST_DATABASE_URL'];
  const template = server === undefined ? undefined : await createTemplate(server);
  // Not provided as the snapshot is: benches open databases, too, and no test runner stands around them.
  if (template !== undefined) process.env['TEST_DATABASE_TEMPLATE'] = template;
  return async () => {
    rmSync(directory, { recursive: true });
    if (server !== undefined && template !== undefined) await dropAll(server, template);
  };
}

/** The template and its copies. */
async function dropAll(server: string, template: string): Promise<void> {
  const names = await asServer<{ name: string }>(
    server,
    `select datname as name from pg_database where starts_with(datname, '${template}')`,
  );
  for (const { name } of names) await asServer(server, `drop database ${name} with (force)`);
}

/** A database with all tables and nothing in them: copying it takes a tenth of the time that its migrations do. */
async function createTemplate(server: string): Promise<string> {
  const name = `pythia_template_${randomUUID().replaceAll('-', '')}`;
  await asServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  await (await openPostgres(url.href, { report: () => {} })).close();
  return name;
}
