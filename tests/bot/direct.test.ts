import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadCurriculum } from '../../src/curriculum/load.ts';
import { readWishes } from '../../src/features/notify/store.ts';
import { type Actor, createRig, type Rig, refusalOf } from '../support/rig.ts';

/** Where a platform's direct messages are of no workspace, what somebody does there is done in the one that is meant. */

const organiser: Actor = { id: 'olga', name: 'Olga', manages: true };
const ann: Actor = { id: 'ann', name: 'Ann' };
const mia: Actor = { id: 'mia', name: 'Mia', roles: ['mentors'] };
const far = { platform: 'test', workspace: 'far' };
const direct = (who: Actor): Actor => ({
  id: who.id,
  name: `${who.id}_account`,
  at: { platform: 'test', workspace: `dm:${who.id}` },
});

let rig: Rig;
beforeAll(async () => {
  rig = await createRig(loadCurriculum('curriculum'), '2026-11-21T12:00:00Z');
  for (const [name, channel, at] of [
    ['Near', 'home', undefined],
    ['Far', 'far-home', far],
  ] as const) {
    const who = at === undefined ? organiser : { ...organiser, at };
    const about = { name, channel, start: '2026-11-24', days: 'Tue', time: '18:00', zone: 'UTC', mentors: 'mentors' };
    const preview = await rig.command(who, 'cohort create', about);
    await rig.press(who, preview.view, 'Create the cohort');
  }
  await rig.command(ann, 'cohort join', {}, 'home');
  await rig.command({ ...ann, at: far }, 'cohort join', {}, 'far-home');
  await rig.command(mia, 'cohort join', {}, 'home');
});
afterAll(async () => {
  await rig.close();
  expect(rig.failures).toEqual([]);
});

const idOf = async (name: string) => {
  const { rows } = await rig.database.db.execute(`select id from cohorts where name = '${name}'`);
  return String(rows[0]?.['id']);
};

it('finds the workspace of the cohort that a button names', async () => {
  for (const name of ['Near', 'Far']) {
    const said = await rig.command(direct(ann), 'session.rsvp', {
      cohort: await idOf(name),
      session: '1',
      said: 'coming',
    });
    expect(said.text).toContain('See you there');
  }
  const { rows } = await rig.database.db.execute('select member_id from attendance order by member_id');
  expect(rows.map((row) => row['member_id'])).toEqual(['test:far/ann', 'test:w/ann']);
});

it('takes commands that name no cohort, as where they are asked in a channel', async () => {
  expect((await rig.command(direct(ann), 'next')).text).toContain('What comes next');
  expect((await rig.command(direct(mia), 'schedule')).text).toContain('Near: the schedule');
  expect((await rig.command(direct(ann), 'quiz start', { session: '1' })).text).toContain('1 of 5');
  expect((await rig.command(direct(ann), 'debug start')).text).toContain('minutes** of simulated time');
});

it('keeps what somebody chooses with their own account, and makes no second one of it', async () => {
  await rig.command(direct(mia), 'notify', { sessions: 'off' });
  expect((await readWishes(rig.services.db, 'test:w/mia')).sessions).toBe('off');
  const { rows } = await rig.database.db.execute("select id, name from members where external_id = 'mia'");
  expect(rows).toEqual([{ id: 'test:w/mia', name: 'Mia' }]);
});

it('says to somebody whose roles it can’t see there where they can', async () => {
  const said = refusalOf(await rig.command(direct(mia), 'checkpoint waiting', { cohort: await idOf('Near') }));
  expect(said).toContain('In direct messages I can’t see your roles');
  expect((await rig.command(mia, 'checkpoint waiting', {}, 'home')).text).toContain('No checkpoint');
});

it('knows somebody whom it has never met in a workspace as nobody’s', async () => {
  const zoe = { id: 'zoe', name: 'Zoe' };
  expect(refusalOf(await rig.command(direct(zoe), 'schedule', { cohort: await idOf('Near') }))).toContain(
    'no cohort here',
  );
  expect(
    refusalOf(
      await rig.command(direct({ ...ann, id: 'not-ann' }), 'session.here', { cohort: await idOf('Far'), session: '1' }),
    ),
  ).toContain('no cohort here');
});
