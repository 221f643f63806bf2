import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import { CORRECTIONS, type Correction, pointsOf } from '../../../src/features/sessions/attending.ts';
import { listAttendance } from '../../../src/features/sessions/store.ts';
import { type Actor, createRig, type Rig, refusalOf } from '../../support/rig.ts';

const organiser: Actor = { id: 'olga', name: 'Olga', manages: true };
const maya: Actor = { id: 'maya', name: 'Maya', roles: ['mentor-role'] };
const [ann, ben] = ['Ann', 'Ben'].map((name) => ({ id: name.toLowerCase(), name })) as [Actor, Actor];
const curriculum = loadCurriculum('curriculum');

describe('the points of a correction', () => {
  it('leave presence paid once and everything else unpaid, after however many of them', () => {
    const said = fc.constantFrom(...(Object.keys(CORRECTIONS) as Correction[]));
    fc.assert(
      fc.property(fc.boolean(), fc.array(said, { minLength: 1 }), (wasHere, corrections) => {
        const paid = corrections.reduce((sum, one) => sum + pointsOf(one, sum, 5), wasHere ? 5 : 0);
        expect(paid).toBe(corrections.at(-1) === 'present' ? 5 : 0);
      }),
    );
  });
});

let rig: Rig;
let cohortId = '';
beforeAll(async () => {
  rig = await createRig(curriculum, '2026-11-21T12:00:00Z');
  const preview = await rig.command(organiser, 'cohort create', {
    name: 'Autumn',
    channel: 'home',
    start: '2026-11-24',
    days: 'Tue, Thu',
    time: '18:00',
    zone: 'UTC',
    mentors: 'mentor-role',
  });
  await rig.press(organiser, preview.view, 'Create the cohort');
  for (const who of [ann, ben, maya]) await rig.command(who, 'cohort join', {}, 'home');
  const { rows } = await rig.database.db.execute('select id from cohorts');
  cohortId = String(rows[0]?.['id']);
});
afterAll(async () => {
  await rig.close();
  expect(rig.failures).toEqual([]);
});

const pointsFor = async (who: Actor) => {
  const { rows } = await rig.database.db.execute(
    `select coalesce(sum(points), 0)::int as n from ledger where member_id = 'test:w/${who.id}'`,
  );
  return rows[0]?.['n'];
};
const progress = async (who: Actor) => (await rig.command(who, 'progress', {}, 'home')).text;

/** Opens somebody's line and presses what it should be. */
async function corrects(learner: Actor, label: string): Promise<string> {
  const shown = await rig.command(maya, 'attendance', { session: '1', member: learner.id }, 'home');
  return (await rig.press(maya, shown.view, label, {}, 'home')).text;
}

describe('attendance', () => {
  it('is for mentors, and of sessions that have begun', async () => {
    expect(refusalOf(await rig.command(maya, 'attendance', {}, 'home'))).toContain('No session has begun yet');
    expect(refusalOf(await rig.command(maya, 'attendance', { session: '2' }, 'home'))).toContain('Session 2 begins');
    await rig.travelTo('2026-11-24T18:05:00Z');
    await rig.command(ann, 'session.here', { cohort: cohortId, session: '1' }, 'home');
    expect(refusalOf(await rig.command(ann, 'attendance', {}, 'home'))).toContain('for the mentors');
    const shown = await rig.command(maya, 'attendance', {}, 'home');
    expect(shown.text).toContain('Session 1: 1 of 2 were there or made it up');
    expect(shown.text).toMatch(/Ben: \*\*absent\*\*\n- Ann: \*\*present\*\*/);
  });

  it('is corrected by rows that are added, pays presence once, and says so on the record', async () => {
    await rig.travelTo('2026-11-25T10:00:00Z');
    expect(await corrects(ben, 'Was present')).toContain('**present**');
    expect(await pointsFor(ben)).toBe(5);
    expect(await corrects(ann, 'Was absent')).toContain('**absent**');
    expect(await pointsFor(ann)).toBe(0);
    expect(await progress(ann)).toContain('there at 0 of 1');
    await corrects(ann, 'Was present');
    expect(await pointsFor(ann)).toBe(5);
    const { rows } = await rig.database.db.execute('select said, made_by from attendance_corrections order by id');
    expect(rows.map(({ said, made_by }) => [said, made_by])).toEqual([
      ['present', 'test:w/maya'],
      ['absent', 'test:w/maya'],
      ['present', 'test:w/maya'],
    ]);
  });

  it('counts what was made up, marks it so, and pays nothing for being there', async () => {
    await corrects(ben, 'Has made it up');
    expect(await progress(ben)).toContain('there at 1 of 1 (1 made up)');
    expect(await pointsFor(ben)).toBe(0);
    expect(await listAttendance(rig.services.db, cohortId)).toContainEqual({
      session: 1,
      memberId: 'test:w/ben',
      said: 'made-up',
    });
    await corrects(ben, 'Was excused');
    expect(await progress(ben)).toContain('there at 0 of 1, excused from 1');
  });

  it('takes a stale button and a second delivery as what they are', async () => {
    const shown = await rig.command(maya, 'attendance', { session: '1', member: 'ben' }, 'home');
    for (let press = 0; press < 2; press += 1) await rig.press(maya, shown.view, 'Was present', {}, 'home');
    expect(await pointsFor(ben)).toBe(5);
    const list = await rig.command(maya, 'attendance', { session: '1' }, 'home');
    const option = list.view.blocks
      .flatMap((block) => (block.kind === 'controls' ? block.controls : []))
      .find((one) => one.kind === 'select');
    const event = {
      id: 'again',
      place: { platform: 'test', workspace: 'w', channel: 'home' },
      person: { manages: false, locale: 'en-GB', id: 'maya', name: 'Maya', roles: ['mentor-role'] },
      action: {
        route: 'attendance.correct',
        state: {
          cohort: cohortId,
          session: '1',
          who: option?.kind === 'select' ? (option.options[0]?.value ?? '') : '',
          said: 'made-up',
        },
      },
    };
    for (let time = 0; time < 2; time += 1) await rig.handler.handle(event).reply;
    const { rows } = await rig.database.db.execute(
      "select count(*)::int as n from attendance_corrections where said = 'made-up'",
    );
    expect(rows[0]?.['n']).toBe(2);
  });

  it('is not paid twice where a mentor puts it down before the learner says so', async () => {
    await rig.travelTo('2026-11-26T18:05:00Z');
    const shown = await rig.command(maya, 'attendance', { session: '2', member: 'ann' }, 'home');
    const before = Number(await pointsFor(ann));
    await rig.press(maya, shown.view, 'Was present', {}, 'home');
    const said = await rig.command(ann, 'session.here', { cohort: cohortId, session: '2' }, 'home');
    expect(said.text).toContain('already down as here');
    expect(await pointsFor(ann)).toBe(before + 5);
  });
});
