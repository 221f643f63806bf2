import { afterEach, beforeEach, expect, it } from 'vitest';
import { homeIn } from '../../../src/domain/cohorts/homes.ts';
import { findCohort } from '../../../src/domain/cohorts/store.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, refusalOf } from '../../support/rig.ts';
import { plainItem } from '../quizzes/curriculum.ts';
import { ada, ben, cohort, createStage, mentor, organiser, type Stage, takeRound } from '../quizzes/stage.ts';

/** The bot is removed from a workspace, and perhaps comes back. */

const adaThere: Actor = { id: 'U-ada', name: 'Ada L.', at: { platform: 'other', workspace: 'team' } };
let stage: Stage;

beforeEach(async () => {
  stage = await createStage([plainItem('one', 1), plainItem('two', 1)]);
});
afterEach(() => stage.close());

const named = () => stage.query(`select name from members where workspace_id = 'test:w' order by id`);
const outcomes = () =>
  stage.query(`select kind, outcome, note from deliveries where settled_at is not null order by due_at`);

it('pauses a cohort that has no other home, says why nothing was posted, and still closes and pays its round', async () => {
  await stage.command(mentor, 'quiz post', { session: '1' }, 'home');
  await takeRound(stage, ada, stage.posted('round/'), 2);
  const posted = stage.platform.messages.length;
  await stage.handler.removed('test', 'w');
  const left = await findCohort(stage.services.db, cohort.id);
  expect(left).toMatchObject({ status: 'paused', homes: [] });
  await stage.travelTo('2026-11-26T12:00:00Z');
  expect(await outcomes()).toEqual([
    { kind: 'round-reminder', outcome: 'skipped', note: expect.stringContaining('the cohort has no home') },
    { kind: 'close', outcome: 'skipped', note: expect.stringContaining('the cohort has no home') },
    { kind: 'result', outcome: 'skipped', note: expect.stringContaining('the cohort has no home') },
  ]);
  expect(await stage.points()).toEqual({ Ada: 20 });
  expect(stage.platform.messages).toHaveLength(posted);
  expect(stage.failures).toEqual([]);
});

it('takes its homes up again when somebody is heard of, and goes on when an organiser says so', async () => {
  await stage.handler.removed('test', 'w');
  // An event that was under way when the bot was removed does not bring it back.
  await stage.command(ada, 'help');
  expect((await findCohort(stage.services.db, cohort.id))?.homes).toEqual([]);
  await stage.travelTo('2026-11-27T12:00:00Z');
  expect((await stage.command(ada, 'schedule', {}, 'home')).text).toContain('**Paused.**');
  await stage.travelTo(stage.now());
  expect(plain(stage.posted(`${cohort.id}/home-back/`))).toContain('`/organise resume`');
  await stage.command(organiser, 'organise resume', {}, 'home');
  const back = await findCohort(stage.services.db, cohort.id);
  expect(back?.status).toBe('active');
  expect(back && homeIn(back, 'test:w')?.channel).toBe('home');
});

it('forgets names and typed words thirty days later, unless it came back', async () => {
  await stage.query(`insert into rounds (id, kind, workspace_id, member_id, title, items, opened_at)
    values ('p', 'practice', 'test:w', 'test:w/ada', 'Practice', '{one}', now())`);
  await stage.query(`insert into answers (round_id, item, member_id, response, "right", answered_at, event_id)
    values ('p', 'one', 'test:w/ada', '{"kind":"typed","typed":"my secret"}', true, now(), 'e')`);
  await stage.query(`insert into help_requests (id, workspace_id, member_id, question, about, asked_at)
    values ('q', 'test:w', 'test:w/ada', 'my secret', 'my secret', now())`);
  await stage.handler.removed('test', 'w');
  await stage.travelTo('2026-12-24T20:59:00Z');
  expect(await named()).toContainEqual({ name: 'Ada' });
  await stage.travelTo('2026-12-24T21:01:00Z');
  expect(new Set((await named()).map(({ name }) => name))).toEqual(new Set(['Somebody who left']));
  expect(await stage.query('select question, about from help_requests')).toEqual([{ question: '', about: null }]);
  expect(await stage.query('select response from answers')).toEqual([{ response: { kind: 'typed', typed: '' } }]);
  // Back after all: the platform says what people are called.
  await stage.command(ada, 'help');
  expect(await named()).toContainEqual({ name: 'Ada' });
});

it('leaves nothing that was typed anywhere in the database', async () => {
  const secret = 'my secret';
  await stage.query(`insert into investigations (id, kind, workspace_id, member_id, scenario, version, opened_at)
    values ('i', 'solo', 'test:w', 'test:w/ada', 'fire', '1', now())`);
  await stage.query(`insert into investigation_moves (investigation_id, member_id, move, at, event_id)
    values ('i', 'test:w/ada', '{"kind":"guess","words":"${secret}"}', now(), 'm')`);
  for (const kind of ['handed-in', 'commented']) {
    await stage.query(`insert into post_mortems (investigation_id, member_id, kind, blanks, words, at, event_id)
      values ('i', 'test:w/ada', '${kind}', '{"cause":"${secret}"}', '${secret}', now(), '${kind}')`);
  }
  await stage.query(`insert into help_requests (id, workspace_id, member_id, question, about, asked_at)
    values ('q', 'test:w', 'test:w/ada', '${secret}', '${secret}', now())`);
  await stage.command(adaThere, 'help');
  await stage.query(`insert into links (primary_id, secondary_id, merged, made_by, made_at, event_id)
    values ('test:w/ben', 'test:w/ada', '{"aside":[{"table":"answers","row":{"typed":"${secret}"}}]}', 'x', now(), 'l')`);
  const tables = await stage.query(`select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`);
  const holding = async () => {
    const held: unknown[] = [];
    for (const { name } of tables) {
      const found = await stage.query(`select 1 from "${name}" t where t::text like '%${secret}%' limit 1`);
      if (found.length > 0) held.push(name);
    }
    return held.toSorted();
  };
  expect(await holding()).toEqual(['help_requests', 'investigation_moves', 'links', 'post_mortems']);
  await stage.handler.removed('test', 'w');
  await stage.travelTo('2026-12-25T12:00:00Z');
  expect(await holding()).toEqual([]);
});

it('forgets nothing of a workspace it came back to in time', async () => {
  await stage.handler.removed('test', 'w');
  await stage.travelTo('2026-12-20T12:00:00Z');
  await stage.command(ben, 'help');
  await stage.travelTo('2027-02-01T12:00:00Z');
  expect(await named()).toContainEqual({ name: 'Ada' });
});

it('keeps what belongs to a person who is still there with another account', async () => {
  await stage.query(`insert into help_requests (id, workspace_id, member_id, question, asked_at)
    values ('q', 'test:w', 'test:w/ada', 'my question', now()), ('r', 'test:w', 'test:w/ben', 'his question', now())`);
  const code = /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec((await stage.command(ada, 'link')).text)?.[0] ?? '';
  await stage.command(adaThere, 'link', { code });
  await stage.handler.removed('test', 'w');
  await stage.travelTo('2026-12-25T12:00:00Z');
  expect(await stage.query('select id, question from help_requests order by id')).toEqual([
    { id: 'q', question: 'my question' },
    { id: 'r', question: '' },
  ]);
  expect(await stage.query(`select name from members where id = 'test:w/ada'`)).toEqual([{ name: 'Ada L.' }]);
});

it('answers people of a workspace without cohorts as before', async () => {
  await stage.handler.removed('other', 'nowhere');
  expect(refusalOf(await stage.command(adaThere, 'cohort show'))).toContain('no cohort here yet');
});
