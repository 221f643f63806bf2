import { sql } from 'drizzle-orm';
import type { Db } from '../../src/database/client.ts';
import { rankEntries } from '../../src/features/progress/boards.ts';
import { listEntries } from '../../src/features/progress/store.ts';
import { openBenchDatabase } from './databases.ts';
import { tell } from './lines.ts';

const ROWS_A_PERSON = 200;

const MOST = 5;

/** A cohort of so many learners, each with as many rows in the ledger over ten weeks. */
async function fill(db: Db, cohort: string, people: number, rowsEach: number): Promise<void> {
  await db.execute(sql`insert into cohorts
      (id, workspace_id, name, status, starts_on, weekdays, start_time, zone, created_by, created_at)
    values (${cohort}, 'bench:w', ${cohort}, 'active', '2026-09-07', '{1,3}', '18:00', 'Europe/Berlin', 'x', '2026-09-01')`);
  await db.execute(sql`insert into members (id, workspace_id, external_id, name, seen_at)
    select ${cohort} || '/' || n, 'bench:w', ${cohort} || n, 'Person ' || n, '2026-09-01'::timestamptz
    from generate_series(1, ${people}::int) n`);
  await db.execute(sql`insert into enrolments (cohort_id, member_id, role, joined_at)
    select ${cohort}, ${cohort} || '/' || n, 'learner', '2026-09-01'::timestamptz from generate_series(1, ${people}::int) n`);
  await db.execute(sql`insert into ledger (cohort_id, member_id, board, points, reason, source, at)
    select ${cohort}, ${cohort} || '/' || n, 'learners', 2 + (n * m) % 9, 'round', ${cohort} || ':' || n || ':' || m,
      '2026-09-07'::timestamptz + m * interval '8 hours'
    from generate_series(1, ${people}::int) n, generate_series(1, ${rowsEach}::int) m`);
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let turn = 0; turn < 30; turn += 1) {
    const begun = performance.now();
    await work();
    took.push(performance.now() - begun);
  }
  return took.sort((one, other) => one - other)[15] ?? Number.NaN;
}

/** Boards of cohorts of several sizes, and beside a million rows of others. */
export async function measureBoards(server: string, others: number): Promise<void> {
  const { database, drop } = await openBenchDatabase(server);
  const { db } = database;
  try {
    const sizes = [20, 100, 300, 1000];
    for (const people of sizes) await fill(db, `of-${people}`, people, ROWS_A_PERSON);
    const week = Temporal.PlainDate.from('2026-09-21');
    const say = async (people: number, beside: string) => {
      const cohort = `of-${people}`;
      const whole = await median(async () => rankEntries(await listEntries(db, cohort, 'learners')));
      const weekly = await median(async () => rankEntries(await listEntries(db, cohort, 'learners', week)));
      const worst = Math.max(whole, weekly);
      const what = `board of ${people}, ${ROWS_A_PERSON} rows each${beside}`;
      tell({
        what,
        value: `${worst.toFixed(2)} ms`,
        goal: `< ${MOST} ms`,
        isMet: worst < MOST,
        note: `week ${weekly.toFixed(2)} ms`,
      });
    };
    await db.execute(sql`analyze`);
    for (const people of sizes) await say(people, '');
    await fill(db, 'others', others / ROWS_A_PERSON, ROWS_A_PERSON);
    await db.execute(sql`analyze`);
    for (const people of [20, 1000]) await say(people, `, beside ${others} rows of others`);
  } finally {
    await drop();
  }
}
