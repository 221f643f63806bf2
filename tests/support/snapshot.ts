import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { fromPglite, PgBoss } from 'pg-boss';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    snapshot: string;
  }
}

/** The first start of PGlite and the migrations run once; every test file loads the result in a fraction of a second. */
export default async function setup(project: TestProject): Promise<() => void> {
  const directory = mkdtempSync(join(tmpdir(), 'pythia-tests-'));
  const file = join(directory, 'snapshot.tar');
  const lite = await PGlite.create();
  await migrate(drizzle({ client: lite }), { migrationsFolder: 'migrations' });
  const boss = new PgBoss({ db: fromPglite(lite), backend: 'pglite' });
  await boss.start();
  await boss.stop({ graceful: false });
  writeFileSync(file, Buffer.from(await (await lite.dumpDataDir('none')).arrayBuffer()));
  await lite.close();
  project.provide('snapshot', file);
  return () => rmSync(directory, { recursive: true });
}
