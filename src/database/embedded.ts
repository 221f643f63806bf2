import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { fromPglite, PgBoss } from 'pg-boss';
import { bossTiming, type Database, type Report } from './client.ts';
import { guard } from './guard.ts';
import { unpackImage } from './image.ts';
import { keepStatements } from './kept.ts';
import { lockDirectory } from './lock.ts';
import { findNewestMigration, migrationsFolder, refuseNewer } from './migrate.ts';

/** Opens the embedded Postgres: in `directory`, which it locks, or one that runs already, which it closes in the end. */
export async function openEmbedded(
  source: { directory: string } | { lite: PGlite },
  report: Report,
): Promise<Database> {
  const unlock = 'directory' in source ? takeDirectory(source.directory) : () => {};
  const lite = guard('lite' in source ? source.lite : await openLite(source.directory));
  refuseNewer(await findNewestMigration(async (text) => (await lite.query<Record<string, unknown>>(text)).rows));
  const db = drizzle({ client: lite });
  await migrate(db, { migrationsFolder });
  const boss = new PgBoss({ db: fromPglite(lite), backend: 'pglite', ...bossTiming });
  boss.on('error', report);
  await boss.start();
  return {
    db,
    boss,
    embedded: true,
    description: 'directory' in source ? `embedded, in ${source.directory}` : 'embedded, in memory',
    pools: () => [],
    queueSilence: () => 0,
    openLease: () => undefined,
    async close() {
      await boss.stop({ graceful: true, timeout: 5000 });
      await lite.close();
      unlock();
    },
  };
}

/** Makes the directory, for this user alone, and locks it. Throws a sentence that names DATA_DIR. */
function takeDirectory(directory: string): () => void {
  try {
    mkdirSync(dirname(directory), { recursive: true, mode: 0o700 });
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    // An earlier version left it open to others.
    chmodSync(directory, 0o700);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : cause;
    throw new Error(
      `DATA_DIR: ${dirname(directory)} can not be written (${code}): give it to the user I run as, or set DATA_DIR to another folder`,
      { cause },
    );
  }
  return lockDirectory(directory);
}

/** An eighth of what Postgres takes by itself, which all of it would be this process's own memory; the files are small. */
const SHARED_BUFFERS = '16MB';

async function openLite(directory: string): Promise<PGlite> {
  try {
    // A first start takes what is ready: making it takes seconds.
    if (!existsSync(join(directory, 'PG_VERSION'))) unpackImage(directory);
    const startParams = [...PGlite.defaultStartParams, '-c', `shared_buffers=${SHARED_BUFFERS}`];
    return keepStatements(await PGlite.create({ dataDir: directory, startParams }));
  } catch (cause) {
    throw new Error(
      `DATA_DIR: ${directory} does not hold a database that I can open: move it away to start afresh, or put a backup in its place`,
      { cause },
    );
  }
}
