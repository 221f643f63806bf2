import { getTableName, is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeAction, encodeAction } from '../../../src/chat/action.ts';
import { rows } from '../../../src/database/client.ts';
import { listDeletions, replayDeletions } from '../../../src/features/privacy/erasing-store.ts';
import { plain } from '../../support/platform.ts';
import { type Actor, type Answer, refusalOf } from '../../support/rig.ts';
import * as tables from '../../support/tables.ts';
import { plainItem, shortItem } from '../quizzes/curriculum.ts';
import {
  ada,
  answerShown,
  ben,
  cohort,
  createStage,
  mentor,
  organiser,
  type Stage,
  takeRound,
} from '../quizzes/stage.ts';

/** Somebody whose id, name and words occur nowhere else. */
const zoe: Actor = { id: 'zoe7f3', name: 'Zoe Xylander' };
const WORDS = 'Plugh xyzzy frobnicate';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage([shortItem, ...Array.from({ length: 12 }, (_, at) => plainItem(`item-${at}`, 1))]);
});
afterEach(async () => {
  expect(stage.failures).toEqual([]);
  await stage.close();
});

const press = (actor: Actor, shown: Answer, label: string) => stage.press(actor, shown.view, label);

/** Everything that a database holds, table by table, as text. */
async function everything(): Promise<[table: string, text: string][]> {
  const names = Object.values(tables)
    .filter((table) => is(table, PgTable))
    .map((table) => getTableName(table));
  const found: [string, string][] = [];
  for (const name of names) {
    const all = await rows<{ row: unknown }>(
      stage.services.db,
      sql`select to_jsonb(t) as row from ${sql.identifier(name)} t`,
    );
    for (const { row } of all) found.push([name, JSON.stringify(row)]);
  }
  return found;
}

const traces = async () =>
  (await everything()).filter(([, row]) => /zoe7f3|Xylander|Plugh/.test(row)).map(([table]) => table);

/** Zoe takes part in much: she joins, answers, practises, asks, reviews, chooses. */
async function live(): Promise<void> {
  await stage.command(zoe, 'cohort join', { cohort: cohort.id });
  await stage.command(zoe, 'session.rsvp', { cohort: cohort.id, session: '2', said: 'coming' });
  await stage.command(mentor, 'quiz post', { session: '1' });
  await takeRound(stage, zoe, stage.posted('round/'), 3);
  await stage.travelTo('2026-11-25T21:05:00Z');
  const practice = await stage.command(zoe, 'quiz start', { session: '1' });
  await answerShown(stage, zoe, practice.view, false);
  await stage.command(zoe, 'review', { at: '8:00' });
  await press(zoe, await stage.command(zoe, 'review'), "I don't know");
  await stage.command(zoe, 'notify', { quiet: '22-7', zone: 'Europe/Berlin' });
  await stage.command(zoe, 'selftest');
  const form = (await stage.command(zoe, 'ask')).modal;
  const { route, state } = decodeAction(encodeAction(form.action));
  await stage.command(zoe, route, { ...state, question: WORDS }, 'home');
  await stage.query(
    `update answers set response = '{"kind":"typed","typed":"${WORDS}"}'
     where id = (select min(id) from answers where member_id = 'test:w/zoe7f3')`,
  );
  await stage.travelTo('2026-11-26T08:00:00Z');
}

async function deleteMe(actor: Actor): Promise<Answer> {
  const asked = await press(actor, await stage.command(actor, 'privacy'), 'Delete me');
  expect(asked.text).toContain('Counted without you');
  const sure = await press(actor, asked, 'Go on');
  expect(sure.text).toContain('Are you sure?');
  return press(actor, sure, 'Delete me for good');
}

describe('a deletion', () => {
  it('leaves no trace of who somebody was or what they typed, in any table, and counts what they did', async () => {
    await live();
    expect(new Set(await traces()).size).toBeGreaterThan(10);
    const count = (table: string) => stage.query(`select count(*)::int as n from ${table}`);
    const before = [await count('answers'), await count('attendance'), await count('ledger')];
    const points = await stage.query('select sum(points)::int as n from ledger');
    expect((await deleteMe(zoe)).text).toContain('You are deleted');
    await stage.travelTo(stage.now().add({ minutes: 29 }));
    expect((await traces()).length).toBeGreaterThan(10);
    await stage.travelTo(stage.now().add({ minutes: 2 }));
    expect(await traces()).toEqual([]);
    expect([await count('answers'), await count('attendance'), await count('ledger')]).toEqual(before);
    expect(await stage.query('select sum(points)::int as n from ledger')).toEqual(points);
    const [nobody] = await stage.query(`select id from members where workspace_id = 'nobody:nobody'`);
    const theirs = await stage.query(`select count(*)::int as n from answers where member_id = '${nobody?.['id']}'`);
    expect(theirs).toEqual([{ n: 7 }]);
    const board = await stage.command(ada, 'leaderboard', { cohort: cohort.id });
    expect(board.text).not.toMatch(/Zoe|Somebody who left/);
    expect((await stage.command(mentor, 'quiz results', { cohort: cohort.id })).text).not.toContain('Zoe');
  });

  it('is asked twice and can be taken back until it is done', async () => {
    await live();
    const going = await deleteMe(zoe);
    expect((await stage.command(zoe, 'privacy')).text).toContain('You are deleted');
    expect((await press(zoe, going, 'Keep me')).text).toContain('You stay, and nothing was deleted.');
    await stage.travelTo(stage.now().add({ hours: 2 }));
    expect((await stage.command(zoe, 'privacy')).text).not.toContain('You are deleted');
    expect((await traces()).length).toBeGreaterThan(10);
  });

  it('frees the place, for whoever waits', async () => {
    await stage.query('update cohorts set capacity = 4');
    await stage.command(zoe, 'cohort join', { cohort: cohort.id });
    await deleteMe(ben);
    await stage.travelTo(stage.now().add({ minutes: 31 }));
    await stage.travelTo(stage.now().add({ minutes: 1 }));
    const told = stage.platform.messages
      .filter(({ channel }) => channel === 'dm-zoe7f3')
      .map(({ view }) => plain(view));
    expect(told.join()).toContain('a place in');
  });

  it('takes all accounts of a person, and whoever comes back is somebody new', async () => {
    await live();
    const far: Actor = { ...zoe, at: { platform: 'other', workspace: 'team' } };
    const { text } = await stage.command(zoe, 'link');
    const [code = ''] = /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec(text) ?? [];
    await stage.command(far, 'link', { code });
    await deleteMe(far);
    await stage.travelTo(stage.now().add({ minutes: 31 }));
    expect(await traces()).toEqual([]);
    expect((await stage.command(zoe, 'review')).text).toContain('So far there are none');
  });

  it('is done again in a database that was restored, of whoever has not come back since', async () => {
    await live();
    await deleteMe(ada);
    await stage.travelTo(stage.now().add({ minutes: 31 }));
    const list = await listDeletions(stage.services.db);
    expect(JSON.stringify(list)).not.toContain('ada');
    // The backup is of before: Zoe is in it, and on the list; Ben is in it, and came back after his deletion.
    await deleteMe(zoe);
    await stage.travelTo(stage.now().add({ minutes: 31 }));
    const both = await listDeletions(stage.services.db);
    expect(both).toHaveLength(2);
    await stage.query(`delete from deletions`);
    const seen = { zoe7f3: '2026-11-26T07:00:00Z', ada: '2027-01-01T00:00:00Z' };
    for (const [id, at] of Object.entries(seen)) {
      await stage.query(
        `insert into members (id, workspace_id, external_id, name, seen_at)
         values ('test:w/${id}', 'test:w', '${id}', '${id} Xylander', '${at}')`,
      );
    }
    expect(await replayDeletions(stage.services.db, both, stage.now())).toBe(1);
    await stage.travelTo(stage.now().add({ minutes: 1 }));
    const left = await stage.query(`select external_id from members where name like '%Xylander'`);
    expect(left).toEqual([{ external_id: 'ada' }]);
    expect(await listDeletions(stage.services.db)).toHaveLength(2);
  });
});

it('says who sees what: also that a mentor who takes a question sees which cards they keep missing', async () => {
  const { text } = await stage.command(zoe, 'privacy');
  expect(text).toContain('nobody sees your self-tests and cards unless you say so');
  expect(text).toContain('a mentor who takes a question of yours sees which cards you keep missing');
});

describe('the file of somebody’s data', () => {
  const fileOf = async (actor: Actor) => {
    const shown = await press(actor, await stage.command(actor, 'privacy'), 'My data as a file');
    const block = shown.view.blocks.find(({ kind }) => kind === 'file');
    return String(block?.kind === 'file' ? block.content : '');
  };

  it('has everything of theirs, says what each is, and nothing of others', async () => {
    await live();
    await stage.command(ben, 'quiz start', { session: '1' });
    await stage.query(
      `insert into nudges (id, cohort_id, member_id, sent_by, words, at, event_id)
       values ('nudge', '${cohort.id}', 'test:w/zoe7f3', 'test:w/mia', 'Come back', '${stage.now()}', 'event')`,
    );
    await stage.query(
      `insert into slack_facts (workspace, about, value, known_at) values ('w', 'user:zoe7f3', '{"rights":[]}', '${stage.now()}')`,
    );
    const file = await fileOf(zoe);
    const { tables: told, accounts, leftOut } = JSON.parse(file);
    expect(accounts).toEqual(['test:w/zoe7f3']);
    const named = told.map(({ table }: { table: string }) => table);
    const kept = new Set(await traces());
    // Whatever has a trace of her is in the file, or the file says why it is not.
    const excused = leftOut.map(({ table }: { table: string }) => table);
    expect(excused.sort()).toEqual(['codes', 'slack_facts']);
    expect([...kept].filter((table) => !named.includes(table) && !excused.includes(table))).toEqual([]);
    for (const { why } of leftOut) expect(why).toMatch(/^[a-z].*[a-z]$/);
    expect(named).toContain('reviews');
    for (const { what, columns, rows: own } of told) {
      expect(what).toMatch(/\.$/);
      expect(Object.keys(columns).sort()).toEqual([...new Set(own.flatMap((row: object) => Object.keys(row)))].sort());
      expect(Object.values(columns)).not.toContain('');
      expect(own.length).toBeGreaterThan(0);
    }
    expect(file).toContain(WORDS);
    expect(file).toContain('"sent_by": "somebody else"');
    expect(file).not.toMatch(/test:w\/(ada|ben|cy|dee|mia|olga)/);
  });

  it('names nobody else by where messages about them stand, or by what those messages are called', async () => {
    const zoes = 'test:w/zoe7f3';
    await stage.command(zoe, 'cohort join', { cohort: cohort.id });
    await stage.query(`insert into posts (key, workspace_id, claimed_at, tried_at, channel, message) values
      ('${cohort.id}/would-mentor/${zoes}/test:w/olga', 'test:w', '${stage.now()}', '${stage.now()}', 'dm-olga', '1'),
      ('round/1/test:w/ben/${zoes}', 'test:w', '${stage.now()}', '${stage.now()}', 'dm-zoe7f3', '2')`);
    await stage.query(`insert into deliveries (key, cohort_id, kind, due_at, detail) values
      ('${cohort.id}/would-mentor/${zoes}', '${cohort.id}', 'notice', '${stage.now()}',
        '{"kind":"would-mentor","memberId":"${zoes}","by":["test:w/olga"]}')`);
    const file = await fileOf(zoe);
    expect(file).not.toMatch(/olga|test:w\/ben/);
    const rowsOf = (table: string) =>
      JSON.parse(file).tables.find((one: { table: string }) => one.table === table).rows;
    expect(rowsOf('posts')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ key: `${cohort.id}/would-mentor/${zoes}/somebody else`, channel: 'somebody else' }),
        expect.objectContaining({ key: `round/1/somebody else/${zoes}`, channel: 'dm-zoe7f3' }),
      ]),
    );
    expect(rowsOf('deliveries')).toEqual([
      expect.objectContaining({ detail: { kind: 'would-mentor', memberId: zoes, by: ['somebody else'] } }),
    ]);
  });

  it('has what mentors wrote to them: on checkpoints, questions, post-mortems, and on a capstone once the result was told', async () => {
    const at = stage.now();
    await stage.command(zoe, 'cohort join', { cohort: cohort.id });
    await stage.query(`
      with request as (insert into checkpoint_requests (id, cohort_id, member_id, area, standing)
          values ('request', '${cohort.id}', 'test:w/zoe7f3', 'area-1', 'live')),
        help as (insert into help_requests (id, workspace_id, cohort_id, member_id, question, asked_at)
          values ('help', 'test:w', '${cohort.id}', 'test:w/zoe7f3', 'Why?', '${at}')),
        run as (insert into investigations (id, workspace_id, cohort_id, member_id, kind, scenario, version, opened_at, closed_at)
          values ('run', 'test:w', '${cohort.id}', 'test:w/zoe7f3', 'solo', 'gone', '1', '${at}', '${at}')),
        capstone as (insert into capstones (id, cohort_id, member_id) values ('capstone', '${cohort.id}', 'test:w/zoe7f3'))
      select 1`);
    await stage.query(`
      insert into checkpoint_entries (request_id, member_id, kind, words, links, runs, at, event_id)
        values ('request', 'test:w/mia', 'declined', 'Measure it first', '{}', '{}', '${at}', 'c1')`);
    await stage.query(`
      insert into help_events (request_id, kind, member_id, detail, at, cause) values
        ('help', 'spoke', 'test:w/mia', '{"words":"Look at the lock"}', '${at}', 'h1'),
        ('help', 'spoke', 'test:w/zoe7f3', '{"words":"I did, and"}', '${at}', 'h2'),
        ('help', 'escalated', null, '{"to":"mentors"}', '${at}', 'h3')`);
    await stage.query(`
      with incident as (insert into incidents (id, cohort_id, scenario, opened_at, closes_at)
          values ('incident', '${cohort.id}', 'gone', '${at}', '${at}') returning id),
        team as (insert into investigations (id, workspace_id, cohort_id, incident_id, kind, scenario, version, outcome, opened_at, closed_at)
          select 'team', 'test:w', '${cohort.id}', id, 'team', 'gone-too', '1', 'fixed', '${at}', '${at}' from incident returning id)
      select 1`);
    await stage.query(`insert into investigators (investigation_id, incident_id, member_id, joined_at)
      values ('team', 'incident', 'test:w/zoe7f3', '${at}')`);
    await stage.query(`insert into post_mortems (investigation_id, member_id, kind, words, at, event_id)
      values ('run', 'test:w/mia', 'commented', 'Who was hurt?', '${at}', 'p1')`);
    await stage.query(`insert into assessors (capstone_id, seat, member_id, how, since, handed_in_at)
      values ('capstone', 1, 'test:w/mia', 'took', '${at}', '${at}')`);
    await stage.query(`insert into assessment_marks (assessor_id, capstone_id, member_id, "row", level, words, at, event_id)
      select id, 'capstone', 'test:w/mia', 'row-1', level, words, '${at}', words from assessors,
        (values ('sound', 'First thought'), ('strong', 'Second thought')) as given (level, words)`);
    const before = await fileOf(zoe);
    for (const words of ['Measure it first', 'Look at the lock', 'Who was hurt?', 'gone-too'])
      expect(before).toContain(words);
    expect(before.match(/I did, and/g)).toHaveLength(1);
    expect(before).not.toMatch(/thought|test:w\/mia/);
    await stage.query(`insert into deliveries (key, cohort_id, kind, detail, due_at, queued_at, settled_at, outcome)
      values ('told', '${cohort.id}', 'capstone-told', '{"capstone":"capstone","to":"test:w/zoe7f3","what":"result"}',
        '${at}', '${at}', '${at}', 'posted')`);
    const after = await fileOf(zoe);
    expect(after).toContain('Second thought');
    expect(after).not.toMatch(/First thought|test:w\/mia/);
    expect(await fileOf(ben)).not.toMatch(/Measure it|Look at|Who was hurt|thought/);
  });

  it('does not say what was right before it may be said', async () => {
    await stage.command(mentor, 'quiz post', { session: '1' });
    await takeRound(stage, ada, stage.posted('round/'), 3);
    const answersIn = async () =>
      JSON.parse(await fileOf(ada)).tables.find(({ table }: { table: string }) => table === 'answers').rows;
    expect((await answersIn()).map((row: object) => 'right' in row)).toEqual(Array(6).fill(false));
    await stage.travelTo('2026-11-25T21:05:00Z');
    expect((await answersIn()).map((row: object) => 'right' in row)).toEqual(Array(6).fill(true));
  });
});

describe('on boards', () => {
  const choose = async (actor: Actor, name: string) => {
    const { modal } = await press(actor, await stage.command(actor, 'privacy'), 'Another name on boards');
    const { route, state } = decodeAction(encodeAction(modal.action));
    return stage.command(actor, route, { ...state, name });
  };

  it('somebody is called as they like, in the channel too, and mentors know them', async () => {
    await choose(ada, 'Blue Heron');
    await stage.command(mentor, 'quiz post', { session: '1' });
    await takeRound(stage, ada, stage.posted('round/'), 6);
    await stage.travelTo('2026-11-25T21:05:00Z');
    const board = await stage.command(ben, 'leaderboard', { cohort: cohort.id });
    expect(board.text).toContain('Blue Heron');
    expect(board.text).not.toMatch(/ada\b/i);
    const results = stage.platform.messages.find(({ key }) => key.endsWith('/results'));
    expect(plain(results?.view ?? board.view)).toContain('Blue Heron');
    expect(plain(results?.view ?? board.view)).not.toContain('Ada');
    expect((await stage.command(mentor, 'quiz results', { cohort: cohort.id })).text).toContain('Ada');
    expect((await choose(ada, '')).text).toContain('Boards call you by your name again.');
    expect((await stage.command(ben, 'leaderboard', { cohort: cohort.id })).text).not.toContain('Blue Heron');
  });

  it('nobody takes the name of somebody else there', async () => {
    expect(refusalOf(await choose(ada, 'ben'))).toContain('is called “ben”');
    await choose(ben, 'Blue Heron');
    expect(refusalOf(await choose(ada, 'blue heron'))).toContain('Choose another name');
    for (const alike of ['Ｂlue  Heron', 'Вlue Hеrоn', 'BLUE\u00A0HERON'])
      expect(refusalOf(await choose(ada, alike)), alike).toContain('Choose another name');
    expect(refusalOf(await choose(ada, 'Blue \u202EHeron'))).toContain(
      '`name` has a character in it that nobody can see',
    );
    expect(refusalOf(await choose(ada, '\u3164'))).toContain('nobody can see');
    expect((await choose(organiser, 'Blue Heron')).text).toContain('from now on');
  });
});
