import { sql } from 'drizzle-orm';
import { startBare, startIdle } from './bots.ts';
import { openBenchDatabase } from './databases.ts';
import { tell } from './lines.ts';

/** How long a process has to come to rest after its start: with a thousand cohorts the first minute has much to look after. */
const REST_MILLISECONDS = 40_000;

/** Resident memory of a process that serves Discord on Postgres, with one cohort and with a thousand, beside a bare bot. */
export async function measureMemory(server: string): Promise<void> {
  const bare = await startBare(server);
  await rest();
  const least = bare.residentMegabytes();
  await bare.stop();
  const goal = Math.round(1.3 * least + 20);
  for (const cohorts of [1, 1000]) {
    const { database, url, drop } = await openBenchDatabase(server);
    try {
      await database.db.execute(sql`insert into cohorts
          (id, workspace_id, name, status, starts_on, weekdays, start_time, zone, created_by, created_at)
        select 'c' || n, 'discord:1', 'Cohort ' || n, 'active', '2036-09-07', '{1,3}', '18:00', 'Europe/Berlin', 'x', '2026-09-01'
        from generate_series(1, ${cohorts}::int) n`);
      await database.db.execute(sql`insert into homes (cohort_id, workspace_id, channel, since)
        select 'c' || n, 'discord:1', n::text, '2026-09-01' from generate_series(1, ${cohorts}::int) n`);
      // Looked after today: their channels are not there, and a bench of failures this is not.
      await database.db.execute(sql`insert into checkups (cohort_id, at, found) select id, now(), '{}' from cohorts`);
      const bot = await startIdle(url);
      await rest();
      const is = bot.residentMegabytes();
      await bot.stop();
      const what = `resident memory with ${cohorts} cohort${cohorts === 1 ? '' : 's'}`;
      const note = `bare ${least} MB; the goal is 1.3 times that and 20 MB of curriculum`;
      tell({ what, value: `${is} MB`, goal: `<= ${goal} MB`, isMet: is <= goal, note });
    } finally {
      await drop();
    }
  }
}

function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, REST_MILLISECONDS));
}
