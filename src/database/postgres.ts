import { randomUUID } from 'node:crypto';
import { drizzle } from 'drizzle-orm/node-postgres';
import { PgBoss } from 'pg-boss';
import { bossTiming, type Database, type Follow, type Report } from './client.ts';
import { createLease } from './lease.ts';
import { migratePostgres } from './migrate.ts';
import { throughOutages } from './outages.ts';
import { openPool } from './pool.ts';
import { placeOf, reachPostgres, readVersion, type Say } from './reach.ts';
import { shortenStatements } from './shortcut.ts';

interface PostgresOptions {
  report: Report;
  say?: Say;
  /** Off behind a pooler that does not follow named statements; on, if left out. */
  prepares?: boolean;
  /** How long a start waits for a Postgres that does not answer; a minute, if left out. */
  reachSeconds?: number;
  /** How long one statement may take, in milliseconds. */
  patienceMs?: number;
  /** Stands around each statement of the program; not around those of its queue. */
  follow?: Follow | undefined;
}

/** Making the queue's tables may take longer than a statement may. */
const BOSS_START_MILLISECONDS = 60_000;

/** Opens Postgres 15 or later and brings its tables up to date, one process at a time. */
export async function openPostgres(connectionString: string, options: PostgresOptions): Promise<Database> {
  const { report, say = () => {}, prepares = true, reachSeconds = 60, patienceMs, follow } = options;
  const version = await throughOutages(async () => {
    const client = await reachPostgres(connectionString, reachSeconds, say);
    try {
      const found = await readVersion(client);
      await migratePostgres(client, say);
      return found;
    } finally {
      await client.end();
    }
  });
  const bounds = patienceMs === undefined ? {} : { patienceMs };
  const common = { connectionString, prepares, report, ...bounds };
  const pool = openPool({ ...common, max: 10, name: 'pythia', follow });
  const queuePool = openPool({ ...common, max: 4, name: 'pythia-queue' });
  // A connection of its own: a burst of clicks that uses up the pool must not look like a death.
  const leasePool = openPool({ ...common, patienceMs: 2000, max: 1, name: 'pythia-lease' });
  let isStarted = false;
  let answeredAt = performance.now();
  const boss = new PgBoss({
    db: {
      async executeSql(text, values) {
        const bound = isStarted ? {} : { query_timeout: BOSS_START_MILLISECONDS };
        const ask = () => queuePool.query({ text, ...(values === undefined ? {} : { values }), ...bound });
        const result = isStarted ? await ask() : await throughOutages(ask);
        answeredAt = performance.now();
        return result;
      },
    },
    ...bossTiming,
  });
  boss.on('error', report);
  await boss.start();
  isStarted = true;
  const db = drizzle({ client: pool });
  shortenStatements(db, pool);
  return {
    db,
    boss,
    embedded: false,
    description: `Postgres ${version} at ${placeOf(connectionString)}`,
    pools: () =>
      [pool, queuePool, leasePool].map(
        ({ options: { application_name: name }, totalCount, idleCount, waitingCount }) => ({
          name: name ?? '',
          busy: totalCount - idleCount,
          idle: idleCount,
          waiting: waitingCount,
        }),
      ),
    queueSilence: () => performance.now() - answeredAt,
    openLease: (name, yieldMs) =>
      createLease({ pool: leasePool, name, holder: randomUUID(), ...(yieldMs === undefined ? {} : { yieldMs }) }),
    async close() {
      await boss.stop({ graceful: true, timeout: 5000 });
      await Promise.all([pool.end(), queuePool.end(), leasePool.end()]);
    },
  };
}
