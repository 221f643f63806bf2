import { afterEach, describe, expect, it } from 'vitest';
import type { Mail } from '../../../src/chat/mail.ts';
import { replan } from '../../../src/deliveries/replan.ts';
import { idFrom } from '../../../src/domain/ids.ts';
import { incidentJobs } from '../../../src/features/scenarios/incidents/jobs.ts';
import { plain } from '../../support/platform.ts';
import { ada, ben, cohort, createStage, deploy, diagnose, mentor, type Stage } from './stage.ts';

let stage: Stage;
afterEach(async () => {
  expect(stage.failures).toEqual([]);
  await stage.close();
});

async function planned(): Promise<void> {
  const { db, curriculum } = stage.services;
  await db.transaction((tx) => replan(tx, cohort, curriculum));
}

const outcomes = (kind: string) =>
  stage.query(
    `select session, outcome, note from deliveries where kind = '${kind}' and settled_at is not null order by due_at`,
  );

/** Session 4 of the cohort ends on 3 December at 20:30 UTC. */
const DUE = '2026-12-04T20:30:00Z';

function due(session: number) {
  const key = `${cohort.id}/s0${session}/scenario`;
  return {
    key,
    cohortId: cohort.id,
    kind: 'scenario',
    session,
    dueAt: stage.now(),
    uselessAt: null,
  } as const;
}

function failingAt(step: keyof Mail): Mail {
  return { ...stage.services.mail, [step]: () => Promise.reject(new Error('killed here')) };
}

describe('the calendar', () => {
  it('opens a session’s scenario a day after it and closes it 72 hours later with the debrief', async () => {
    stage = await createStage();
    await planned();
    await stage.travelTo('2026-12-04T20:29:59Z');
    expect(stage.platform.messages.some(({ key }) => key.startsWith('incident/'))).toBe(false);
    await stage.travelTo(DUE);
    const message = stage.posted('incident/');
    expect(plain(message)).toContain('<2026-12-07T20:30Z>');
    const begun = (await stage.press(ada, message, 'On my own')).view;
    const board = (await stage.press(ada, begun, 'Begin')).view;
    await deploy(stage, ada, await diagnose(stage, ada, board, 'fork'), 'spawn');
    await stage.travelTo('2026-12-07T20:29:59Z');
    expect(plain(stage.posted('incident/'))).not.toContain('Closed');
    await stage.travelTo('2026-12-07T20:30:01Z');
    expect(plain(stage.posted('incident/'))).toContain('Closed · ');
    const moments = stage.platform.messages.filter(({ key }) => /^incident\/.*\/results$/.test(key));
    expect(moments.map(({ view }) => plain(view))).toEqual([
      expect.stringContaining('1 investigation, 1 with the right fix'),
    ]);
    expect(await stage.points()).toEqual({ Ada: 20 });
    expect(await outcomes('debrief')).toEqual([{ session: 4, outcome: 'posted', note: null }]);
    const skipped = (await outcomes('scenario')).filter(({ outcome }) => outcome === 'skipped');
    expect(skipped.map(({ session, note }) => [session, note])).toEqual(
      [1, 2, 3].map((session) => [session, `there is no scenario of session ${session} that the cohort has not had`]),
    );
  });

  it('closes and pays also when the bot was removed from the only home of the cohort', async () => {
    stage = await createStage();
    await stage.command(mentor, 'debug post', { scenario: 'stuck-pool' });
    const begun = (await stage.press(ada, stage.posted('incident/'), 'On my own')).view;
    const board = (await stage.press(ada, begun, 'Begin')).view;
    await deploy(stage, ada, await diagnose(stage, ada, board, 'fork'), 'spawn');
    const posted = stage.platform.messages.length;
    await stage.handler.removed('test', 'w');
    await stage.travelTo(stage.now().add({ hours: 73 }));
    expect(await stage.points()).toEqual({ Ada: 20 });
    expect(await stage.query('select closed_at is not null as closed from incidents')).toEqual([{ closed: true }]);
    expect(await outcomes('debrief')).toMatchObject([{ outcome: 'skipped', note: expect.stringContaining('no home') }]);
    expect(stage.platform.messages).toHaveLength(posted);
    expect(stage.failures).toEqual([]);
  });

  it('leaves out what is a week late, and what the cohort has had', async () => {
    stage = await createStage();
    await stage.command(mentor, 'debug post', { scenario: 'stuck-pool' });
    await stage.travelTo('2026-11-28T21:00:00Z');
    await planned();
    await stage.travelTo('2026-12-14T00:00:00Z');
    const rows = (await outcomes('scenario')).filter(({ session }) => session === 4);
    expect(rows).toEqual([
      { session: 4, outcome: 'skipped', note: 'there is no scenario of session 4 that the cohort has not had' },
    ]);
  });

  it('does not post old scenarios when a cohort of an earlier plan is planned anew', async () => {
    stage = await createStage();
    await stage.travelTo('2026-12-20T00:00:00Z');
    await planned();
    await stage.travelTo('2026-12-20T00:01:00Z');
    expect(stage.platform.messages.some(({ key }) => key.startsWith('incident/'))).toBe(false);
    const rows = (await outcomes('scenario')).filter(({ session }) => session === 4);
    expect(rows).toEqual([{ session: 4, outcome: 'skipped', note: 'too late to be of use' }]);
  });
});

describe('a delivery that is killed', () => {
  it('opens one incident, however often it runs', async () => {
    stage = await createStage('stuck-pool', 'other-pool');
    const killed = incidentJobs.scenario(due(4), cohort, { ...stage.services, mail: failingAt('post') }, stage.now());
    await expect(killed).rejects.toThrow('killed here');
    for (let run = 0; run < 3; run += 1) {
      const later = stage.now().add({ minutes: run });
      expect(await incidentJobs.scenario(due(4), cohort, stage.services, later)).toEqual({ outcome: 'posted' });
    }
    expect(await stage.query('select id, scenario from incidents')).toEqual([
      { id: idFrom(due(4).key), scenario: 'other-pool' },
    ]);
    expect(stage.platform.messages.filter(({ key }) => key.startsWith('incident/'))).toHaveLength(1);
    expect(await stage.query(`select key from deliveries where kind = 'debrief'`)).toHaveLength(1);
  });

  it('closes the same, and pays once', async () => {
    stage = await createStage();
    await stage.command(mentor, 'debug post', { scenario: 'stuck-pool' });
    const message = stage.posted('incident/');
    for (const actor of [ada, ben]) {
      const joined = await stage.press(actor, message, 'Join a team');
      if (actor === ben) await stage.press(ben, joined.view, 'Team 1');
    }
    const board = (await stage.command(ada, 'debug resume')).view;
    await diagnose(stage, ada, board, 'fork');
    const [row] = await stage.query('select id from incidents');
    const id = String(row?.['id']);
    const close = { ...due(4), key: `incident/${id}/debrief`, kind: 'debrief', detail: { incident: id } } as const;
    const at = stage.now().add({ hours: 72 });
    for (const step of ['post', 'edit'] as const) {
      const killed = incidentJobs.debrief(close, cohort, { ...stage.services, mail: failingAt(step) }, at);
      await expect(killed).rejects.toThrow('killed here');
    }
    for (let run = 0; run < 3; run += 1) {
      const later = at.add({ minutes: run });
      expect(await incidentJobs.debrief(close, cohort, stage.services, later)).toEqual({ outcome: 'posted' });
    }
    // Ben was in the team and did nothing.
    expect(await stage.points()).toEqual({ Ada: 5 });
    const debriefs = stage.platform.messages.filter(({ key }) => key.endsWith('/debrief'));
    expect(debriefs).toHaveLength(1);
    const gone = stage.platform.messages.findIndex(({ key }) => key === `incident/${id}`);
    stage.platform.messages.splice(gone, 1);
    for (let run = 0; run < 2; run += 1) await incidentJobs.debrief(close, cohort, stage.services, at);
    expect(stage.platform.messages.filter(({ key }) => key === `incident/${id}/results`)).toHaveLength(1);
  });
});
