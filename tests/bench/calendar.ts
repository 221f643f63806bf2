import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { loadCurriculum } from '../../src/curriculum/load.ts';
import { rows } from '../../src/database/client.ts';
import { type Actor, createRig, type Rig } from '../support/rig.ts';
import { tell } from './lines.ts';

const START = '2026-11-23T10:00:00Z';

const LEARNERS = 300;

async function createCohort(rig: Rig, number: number): Promise<void> {
  // One organiser each: nobody may create two hundred in an hour.
  const olga: Actor = { id: `olga-${number}`, name: `Olga ${number}`, manages: true };
  const channel = `channel-${number}`;
  const options = {
    name: `Cohort ${number}`,
    start: '2026-11-24',
    days: 'Tue, Thu',
    time: '18:00',
    zone: 'UTC',
    channel,
  };
  const preview = await rig.command(olga, 'cohort create', options, channel);
  await rig.press(olga, preview.view, 'Create the cohort', {}, channel);
}

/** What the calendar does at one moment, against a platform that answers at once: many cohorts due, and a large close. */
export async function measureCalendar(cohorts: number): Promise<void> {
  const curriculum = loadCurriculum(join(import.meta.dirname, '..', '..', 'curriculum'));
  const rig = await createRig(curriculum, START);
  try {
    for (let number = 0; number < cohorts; number += 1) await createCohort(rig, number);
    await rig.travelTo('2026-11-24T17:59:00Z');
    const before = rig.platform.messages.length;
    const begun = performance.now();
    await rig.travelTo('2026-11-24T18:01:00Z');
    const seconds = (performance.now() - begun) / 1000;
    const posted = rig.platform.messages.length - before;
    const perSecond = posted / seconds;
    tell({
      what: `${cohorts} cohorts due in one minute`,
      value: `${seconds.toFixed(1)} s`,
      goal: '< 30 s',
      isMet: seconds < 30 && posted >= cohorts,
      note: `${posted} posts`,
    });
    tell({ what: 'deliveries a second', value: perSecond.toFixed(0), goal: '>= 10', isMet: perSecond >= 10 });
    await measureClose(rig);
  } finally {
    await rig.close();
  }
}

async function measureClose(rig: Rig): Promise<void> {
  const { db } = rig.services;
  const [cohort] = await rows<{ id: string }>(db, sql`select id from cohorts where name = 'Cohort 0'`);
  const id = cohort?.id ?? '';
  await db.execute(sql`insert into members (id, workspace_id, external_id, name, seen_at)
    select 'test:w/l' || n, 'test:w', 'l' || n, 'Learner ' || n, ${START}::timestamptz from generate_series(1, ${LEARNERS}::int) n`);
  await db.execute(sql`insert into enrolments (cohort_id, member_id, role, joined_at)
    select ${id}, 'test:w/l' || n, 'learner', ${START}::timestamptz from generate_series(1, ${LEARNERS}::int) n`);
  await rig.travelTo('2026-11-24T23:00:00Z');
  const opened = await rows<{ id: string; items: number }>(
    db,
    sql`select id, cardinality(items) as items from rounds where cohort_id = ${id} and closed_at is null`,
  );
  await db.execute(sql`insert into answers (round_id, item, member_id, response, "right", answered_at, event_id)
    select r.id, item, 'test:w/l' || n, '{"kind":"option","option":0}'::jsonb, n % 3 > 0, ${START}::timestamptz,
      'bench:' || r.id || ':' || item || ':' || n
    from rounds r, unnest(r.items) as item, generate_series(1, ${LEARNERS}::int) n where r.cohort_id = ${id}`);
  await rig.travelTo('2026-11-25T20:00:00Z');
  // The others of the moment are closed too; only this cohort's own round has answers.
  await db.execute(sql`delete from deliveries where cohort_id <> ${id} and settled_at is null`);
  const begun = performance.now();
  await rig.travelTo('2026-11-26T01:00:00Z');
  const seconds = (performance.now() - begun) / 1000;
  const answers = LEARNERS * opened.reduce((sum, { items }) => sum + items, 0);
  const [closed] = await rows<{ n: number }>(
    db,
    sql`select count(*)::int as n from rounds where cohort_id = ${id} and closed_at is not null`,
  );
  tell({
    what: `a close with ${LEARNERS} people and ${answers} answers`,
    value: `${seconds.toFixed(2)} s`,
    goal: '< 1 s',
    isMet: seconds < 1 && closed?.n === opened.length && opened.length > 0,
    note: `${closed?.n} closed`,
  });
}
