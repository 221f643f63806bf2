import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '../../../src/database/client.ts';
import { recordDraft } from '../../../src/features/cohorts/store.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, refusalOf } from '../../support/rig.ts';
import { actAll, ada, ben, cohort, createStage, deploy, diagnose, mentor, type Stage, stranger } from './stage.ts';

/** While a scenario is open near somebody, or about to be, no way of theirs leads to what is right in it. */

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
});
afterEach(async () => {
  expect(stage.failures).toEqual([]);
  await stage.close();
});

const start = (actor: Actor) => stage.command(actor, 'debug start', { scenario: 'stuck-pool' });
const post = () => stage.command(mentor, 'debug post', { scenario: 'stuck-pool' });
const decide = (actor: Actor, run: string, what: string) =>
  stage.command(actor, 'debug.do', { run, of: 'solo', what, pick: '' });
const runs = async (): Promise<Record<string, unknown>[]> =>
  stage.query(`select id, member_id, incident_id, closed_at from investigations order by opened_at, id`);
const onlyRun = async () => String((await runs())[0]?.['id']);
const cause = (actor: Actor, run: string) => stage.command(actor, 'debug.debrief', { run, of: 'solo', page: 'cause' });
const CAUSE = 'The lock was held when the worker was made.';

describe('an incident that is open', () => {
  it('can’t be investigated for practice by a stranger, nor by a mentor, of its workspace', async () => {
    await post();
    for (const actor of [stranger, mentor]) {
      expect(refusalOf(await start(actor))).toContain('A cohort here is at this scenario until <2026-11-27T21:00Z>');
    }
    expect(await runs()).toEqual([]);
  });

  it('closes a stranger’s run that was begun before: no verdict, no debrief, nothing lost', async () => {
    const board = (await stage.press(stranger, (await start(stranger)).view, 'Begin')).view;
    await actAll(stage, stranger, board, ['log']);
    await post();
    const run = await onlyRun();
    for (const answer of [
      await decide(stranger, run, 'give-up'),
      await decide(stranger, run, 'commit'),
      await cause(stranger, run),
      await stage.command(stranger, 'debug resume'),
      await stage.command(stranger, 'debug.fixes', { run, of: 'solo' }),
    ]) {
      expect(refusalOf(answer)).toContain('its answers stay closed until then. What you have done is kept.');
    }
    await stage.travelTo('2026-11-27T21:05:00Z');
    expect((await stage.command(stranger, 'debug resume')).text).toContain('2 of 30 minutes');
    await decide(stranger, run, 'give-up');
    expect((await cause(stranger, run)).text).toContain(CAUSE);
  });

  it('takes over the run that one of its learners began before: the day before is no oracle', async () => {
    const board = (await stage.press(ada, (await start(ada)).view, 'Begin')).view;
    await actAll(stage, ada, board, ['log']);
    await post();
    const run = await onlyRun();
    await decide(ada, run, 'give-up');
    expect(refusalOf(await cause(ada, run))).toContain('The debrief comes when the incident closes');
    const [mine, ...others] = await runs();
    expect(others).toEqual([]);
    expect(mine?.['incident_id']).not.toBeNull();
    const alone = await stage.press(ada, stage.posted('incident/'), 'On my own');
    expect(alone.text).toContain('Handed over without a fix');
    expect((await stage.press(ada, stage.posted('incident/'), 'Join a team')).text).toBe(alone.text);
  });

  it('counts a run that was ended before as one’s run of it', async () => {
    const board = (await stage.press(ada, (await start(ada)).view, 'Begin')).view;
    await deploy(stage, ada, await diagnose(stage, ada, board, 'fork'), 'spawn');
    await post();
    const run = await onlyRun();
    for (const way of ['On my own', 'Join a team']) {
      expect(refusalOf(await stage.press(ada, stage.posted('incident/'), way))).toContain('That counts as your run');
    }
    expect(refusalOf(await cause(ada, run))).toContain('Your cohort is at this incident');
    expect(refusalOf(await start(ada))).toContain('You investigated this before');
    await stage.travelTo('2026-11-27T21:05:00Z');
    expect((await stage.press(ada, stage.posted('incident/'), 'My result')).text).toContain('Fixed: **');
    expect((await cause(ada, run)).text).toContain(CAUSE);
  });

  it('is the incident of its learners wherever they ask', async () => {
    await post();
    const answer = await stage.command(ada, 'debug start', { scenario: 'stuck-pool' }, 'a-lobby');
    await stage.press(ada, answer.view, 'Begin');
    expect((await runs())[0]?.['incident_id']).not.toBeNull();
  });
});

describe('a run that was ended while its incident is open', () => {
  it('is not told to the mentor who takes a question of its player, and is after the close', async () => {
    await post();
    await stage.press(ada, stage.posted('incident/'), 'On my own');
    await decide(ada, await onlyRun(), 'give-up');
    await stage.command(ada, 'ask.send', { question: 'Why does it hang?' }, 'home');
    const [asked] = await stage.query('select id from help_requests');
    const packet = async () =>
      (await stage.command(mentor, 'ask.take', { request: String(asked?.['id']) }, 'home')).text;
    const before = await packet();
    expect(before).toContain('for your eyes');
    expect(before).not.toContain('Scenario **The pool that stops at lunch**');
    await stage.travelTo('2026-11-27T21:05:00Z');
    expect(await packet()).toContain('Scenario **The pool that stops at lunch**');
  });
});

describe('the same account in another workspace', () => {
  /** Ada's account of the platform, in a workspace that knows nothing of the cohort. */
  const elsewhere = { ...ada, at: { platform: 'test', workspace: 'far' } };

  it('gets nothing of what is open for it here', async () => {
    await start(elsewhere);
    const run = await onlyRun();
    await post();
    expect(refusalOf(await decide(elsewhere, run, 'give-up'))).toContain('stay closed');
    expect(refusalOf(await start(elsewhere))).toContain('until <2026-11-27T21:00Z>');
  });

  it('has played here what it ended there, and gets no fresh run and no points', async () => {
    await start(elsewhere);
    const run = await onlyRun();
    await decide(elsewhere, run, 'give-up');
    await post();
    const founding = {
      cohort: cohort.id,
      incident: String((await stage.query('select id from incidents'))[0]?.['id']),
    };
    for (const answer of [
      await stage.press(ada, stage.posted('incident/'), 'On my own'),
      await stage.press(ada, stage.posted('incident/'), 'Join a team'),
      await stage.command(ada, 'incident.found', founding),
      await start(ada),
    ]) {
      expect(refusalOf(answer)).toMatch(/You investigated this before in another .+ That counts as your run of it/);
    }
    expect((await stage.command(ada, 'next', {}, 'home')).text).not.toContain('The pool that stops at lunch');
    expect((await runs()).map(({ id }) => id)).toEqual([run]);
    await stage.travelTo('2026-11-27T21:05:00Z');
    const mine = refusalOf(await stage.press(ada, stage.posted('incident/'), 'My result'));
    expect(mine).toContain('Your result is there.');
  });

  it('ends what was begun here, which does not become the run of the incident', async () => {
    await start(ada);
    const run = await onlyRun();
    await start(elsewhere);
    const [other] = (await runs()).filter(({ id }) => id !== run);
    await decide(elsewhere, String(other?.['id']), 'give-up');
    await post();
    expect(refusalOf(await decide(ada, run, 'give-up'))).toContain('Your cohort is at this incident');
    expect((await runs()).map((one) => one['incident_id'])).toEqual([null, null]);
  });

  it('has one run of an incident of which both accounts are learners', async () => {
    await stage.command(elsewhere, 'help');
    await stage.query(`insert into enrolments (cohort_id, member_id, role, joined_at)
      select cohort_id, 'test:far/ada', role, joined_at from enrolments where member_id = 'test:w/ada'`);
    await post();
    await stage.press(ada, stage.posted('incident/'), 'On my own');
    expect(refusalOf(await start(elsewhere))).toContain('You are at this incident already in another');
    expect(await runs()).toHaveLength(1);
  });
});

describe('an incident that is planned', () => {
  const plan = async (dueAt: string) => {
    await rows(
      stage.services.db,
      sql`insert into deliveries (key, cohort_id, kind, session, due_at)
        values ('planned', ${cohort.id}, 'scenario', ${stage.scenario.session}, ${dueAt}::timestamptz)`,
    );
  };

  it('waits for its cohort from the week before, and is free for others', async () => {
    await plan('2026-12-01T20:00:00Z');
    expect(refusalOf(await start(ada))).toContain('the next incident of your cohort: it opens <2026-12-01T20:00Z>');
    expect((await start(stranger)).text).toContain('The pool that stops at lunch');
  });

  it('is free for its cohort before that week', async () => {
    await plan('2026-12-01T22:00:00Z');
    expect((await start(ada)).text).toContain('The pool that stops at lunch');
  });

  it('is not chosen for somebody who asks for the next one', async () => {
    await plan('2026-12-01T20:00:00Z');
    expect((await stage.command(ada, 'debug start')).text).toContain('# Scenarios');
  });
});

describe('another cohort of the workspace', () => {
  it('keeps the debrief of a closed incident from everybody near while it is at the same', async () => {
    await post();
    await stage.press(ben, stage.posted('incident/'), 'On my own');
    const other = {
      ...cohort,
      id: 'other2345678',
      name: 'Winter',
      homes: [{ ...cohort.homes[0]!, channel: 'winter' }],
    };
    await recordDraft(stage.services.db, other);
    await stage.travelTo('2026-11-27T20:00:00Z');
    await stage.command(mentor, 'debug post', { scenario: 'stuck-pool' }, 'winter');
    await stage.travelTo('2026-11-27T21:05:00Z');
    const closed = stage.platform.messages.find(({ key }) => key.startsWith('incident/'))?.view;
    if (closed === undefined) throw new Error('nothing was posted');
    expect(plain(closed)).not.toContain(CAUSE);
    expect(refusalOf(await stage.press(ada, closed, 'Debrief'))).toContain('until <2026-11-30T20:00Z>');
    expect(refusalOf(await stage.press(ben, closed, 'My result'))).toContain('until <2026-11-30T20:00Z>');
    await stage.travelTo('2026-11-30T20:05:00Z');
    expect((await stage.press(ada, closed, 'Debrief')).text).toContain(CAUSE);
  });
});
