import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Unreachable } from '../../src/chat/errors.ts';
import { type Database, rows } from '../../src/database/client.ts';
import { curriculumOf, plainItem } from '../features/quizzes/curriculum.ts';
import { takeRound } from '../features/quizzes/stage.ts';
import { openTestDatabase } from '../support/database.ts';
import { plain, type TestPlatform } from '../support/platform.ts';
import { type Actor, type Answer, createRig, type Rig, refusalOf } from '../support/rig.ts';

/**
 * Six things that break a cohort, each mended by an organiser in chat with what the bot told them, and nothing lost. Before
 * them, a set-up by somebody who has never seen the bot.
 */

const olga: Actor = { id: 'olga', name: 'Olga', manages: true };
const otto: Actor = { id: 'otto', name: 'Otto', manages: true };
const ann: Actor = { id: 'ann', name: 'Ann' };
const there = { platform: 'other', workspace: 'team' };
const oskar: Actor = { id: 'oskar', name: 'Oskar', manages: true, at: there };

const curriculum = curriculumOf([plainItem('one', 1), plainItem('two', 2)]);
const START = '2026-11-20T10:00:00Z';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig(curriculum, START);
});
afterEach(() => rig.close());

const wordsIn = (channel: string, platform: TestPlatform = rig.platform) =>
  platform.messages.filter((message) => message.channel === channel).map(({ view }) => plain(view));
const keysIn = (channel: string) =>
  rig.platform.messages.filter((message) => message.channel === channel).map(({ key }) => key);
const toldTo = (person: string, words: string, platform: TestPlatform = rig.platform) =>
  wordsIn(`dm-${person}`, platform).filter((one) => one.includes(words));
const query = (source: string) => rows(rig.services.db, sql.raw(source));
/** Goes on as the program does by itself, a few hours at a time. */
async function liveTo(moment: string): Promise<void> {
  const end = Temporal.Instant.from(moment);
  while (Temporal.Instant.compare(rig.now().add({ hours: 6 }), end) < 0)
    await rig.travelTo(rig.now().add({ hours: 6 }));
  await rig.travelTo(end);
}

const given = {
  name: 'Autumn',
  start: '2026-11-24',
  days: 'Tue, Thu',
  time: '18:00',
  zone: 'Europe/Berlin',
  channel: 'home',
};

async function setUp(): Promise<void> {
  await rig.confirm(olga, 'cohort create', given);
  await rig.command(ann, 'cohort join', {}, 'home');
  await rig.travelTo(rig.now());
}

/** What was posted to a channel stands there once. */
function expectOnce(channel: string): void {
  const keys = keysIn(channel);
  expect(keys).toEqual([...new Set(keys)]);
}

it('is set up by somebody who has never seen it, with two slips, in less than five minutes of typing and reading', async () => {
  let seconds = 0;
  const reads = (answer: Answer) => {
    seconds += answer.text.split(/\s+/).length / 3;
    return answer;
  };
  const types = async (options: Record<string, string>) => {
    seconds += Object.values(options).join('').length / 2 + 3 * Object.keys(options).length;
    return reads(await rig.command(olga, 'cohort create', options));
  };
  const first = await types({ ...given, days: 'Tuseday' });
  expect(refusalOf(first)).toContain('`days` must be weekdays like');
  const second = await types({ ...given, start: '2026-11-10' });
  expect(refusalOf(second)).toContain('in the past');
  const preview = await types(given);
  expect(preview.text).toContain('Nothing is posted yet.');
  seconds += 5;
  const created = reads(await rig.press(olga, preview.view, 'Create the cohort'));
  expect(created.text).toContain('is created and announced');
  expect(seconds).toBeLessThan(300);
  await rig.travelTo(rig.now());
  expect(wordsIn('home').filter((words) => words.includes('[Join]'))).toHaveLength(1);
  expect(await query(`select count(*)::int as n from deliveries where kind = 'start'`)).toEqual([{ n: 12 }]);
});

describe('six disasters', () => {
  beforeEach(setUp);

  it('a channel is deleted: one private message names the command, and all goes on in another channel', async () => {
    rig.platform.gone.add('home');
    await liveTo('2026-11-23T12:00:00Z');
    expect(toldTo('olga', 'I could not post')).toHaveLength(1);
    expect(toldTo('olga', '`/organise home`')).toHaveLength(1);
    expect((await rig.command(olga, 'cohort show', {}, 'other')).text).toContain('⚠ Posts do not arrive since');
    await rig.command(olga, 'organise home', { channel: 'new-home' }, 'other');
    await liveTo('2026-11-24T17:30:00Z');
    expect(wordsIn('new-home').some((words) => words.includes('[Join]'))).toBe(true);
    expect(keysIn('new-home').filter((key) => /s01\/(prework|reminder|start)/.test(key))).toHaveLength(3);
    expect(toldTo('olga', 'arrive again')).toHaveLength(1);
    expectOnce('new-home');
  }, 120_000);

  it('rights are taken: what lacks is told once, with what mends it, and once more when it is back', async () => {
    const lack = {
      what: 'Create Public Threads is missing',
      loss: 'sessions get no thread',
      remedy: 'Give my role it.',
    };
    await liveTo('2026-11-20T20:00:00Z');
    rig.platform.lacks.set('home', [lack]);
    rig.platform.threadless.add('home');
    await liveTo('2026-11-24T18:00:00Z');
    expect(toldTo('olga', 'Create Public Threads is missing')).toHaveLength(1);
    expect((await rig.command(olga, 'organise doctor', {}, 'home')).text).toContain('Give my role it.');
    expect(wordsIn('home').some((words) => words.includes('Agenda') || words.includes('What it is for'))).toBe(true);
    rig.platform.lacks.clear();
    rig.platform.threadless.clear();
    await liveTo('2026-11-26T18:00:00Z');
    expect(toldTo('olga', 'I may do again everything')).toHaveLength(1);
    expect(rig.platform.threads.length).toBeGreaterThan(0);
    expectOnce('home');
  }, 120_000);

  it('a token is revoked: the organiser on the other platform reads it, and what was due comes late and once', async () => {
    const { text } = await rig.command(olga, 'organise link', {}, 'home');
    await rig.command(oskar, 'organise link', { code: /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec(text)?.[0] ?? '' }, 'C1');
    await rig.command(oskar, 'organise organisers', { add: 'oskar' }, 'C1');
    await rig.travelTo(rig.now());
    const { post } = rig.platform;
    rig.platform.post = () => Promise.reject(new Unreachable('I am not installed there any more. Install me again.'));
    await liveTo('2026-11-24T12:00:00Z');
    expect(toldTo('oskar', 'Install me again.', rig.other)).toHaveLength(1);
    expect(wordsIn('C1', rig.other).some((words) => words.startsWith('# Pre-work'))).toBe(true);
    rig.platform.post = post;
    await liveTo('2026-11-24T17:30:00Z');
    expect(
      keysIn('home').filter((key) => /s01\/(prework|reminder|start)$|s01\/reminder/.test(key)).length,
    ).toBeGreaterThan(1);
    expect(toldTo('oskar', 'arrive again', rig.other)).toHaveLength(1);
    expectOnce('home');
  }, 120_000);

  it('the bot is removed and invited back: the cohort rests, says so, and goes on when an organiser lets it', async () => {
    await rig.handler.removed('test', 'w');
    await liveTo('2026-11-25T12:00:00Z');
    expect(keysIn('home').filter((key) => key.includes('/s01/'))).toEqual([]);
    await rig.command(olga, 'cohort list', {}, 'home');
    await rig.travelTo(rig.now());
    expect(wordsIn('home').at(-1)).toContain('an organiser lets it go on with');
    const resumed = await rig.command(olga, 'organise resume', {}, 'home');
    expect(resumed.text).toContain('Autumn: the schedule');
    await liveTo('2026-11-26T18:00:00Z');
    expect(keysIn('home').some((key) => key.endsWith('s01/start'))).toBe(true);
    expect((await rig.command(ann, 'cohort show', {}, 'home')).text).toContain('Ann');
    expectOnce('home');
  }, 120_000);

  it('the organiser is gone: another one takes the cohort over, and is who is told from then on', async () => {
    rig.platform.left.add('olga');
    rig.platform.gone.add('dm-olga');
    const asked = await rig.command(otto, 'organise transfer', { member: 'otto' }, 'home');
    await rig.press(otto, asked.view, 'Hand it over');
    await rig.travelTo(rig.now());
    expect(toldTo('otto', 'is yours to look after now')).toHaveLength(1);
    rig.platform.gone.add('home');
    await liveTo('2026-11-23T12:00:00Z');
    expect(toldTo('otto', '`/organise home`')).toHaveLength(1);
    const audit = await rig.command(otto, 'organise audit', { cohort: await cohortId() }, 'elsewhere');
    expect(audit.text).toContain('@otto handed the cohort over (member: @otto)');
    expect(audit.text).toContain('@olga created a cohort');
  }, 120_000);

  it('the database moves to a new server: rounds, points and people are there, and nothing is posted twice', async () => {
    await liveTo('2026-11-24T22:00:00Z');
    const round = rig.platform.messages.find(({ key }) => key.startsWith('round/'));
    if (round === undefined) throw new Error('no round');
    const stage = { ...rig, query, rounds: async () => [], posted: () => round.view, points: async () => ({}) };
    await takeRound({ ...stage, repeat: async () => {} }, ann, round.view, 1);
    const before = rig.platform.messages.map(({ key }) => key);
    const moved = await openTestDatabase();
    await copyAll(rig.database, moved);
    const old = rig;
    rig = await createRig(curriculum, old.now().toString(), moved);
    await old.close();
    await liveTo('2026-11-26T12:00:00Z');
    const after = rig.platform.messages.map(({ key }) => key);
    expect(after.filter((key) => before.includes(key))).toEqual([]);
    expect(await query(`select sum(points)::int as points from ledger where reason = 'round'`)).toEqual([
      { points: 10 },
    ]);
    expect((await rig.command(olga, 'organise doctor', {}, 'home')).text).toContain('**Autumn** is well');
    expect((await rig.command(ann, 'cohort show', {}, 'home')).text).toContain('Ann');
  }, 120_000);
});

async function cohortId(): Promise<string> {
  return String((await query(`select id from cohorts where name = 'Autumn'`))[0]?.['id']);
}

/** Brings every row to another database, as a dump and its restoring do; what a sequence counted goes on from there. */
async function copyAll(from: Database, to: Database): Promise<void> {
  const tables = await rows<{ name: string }>(
    from.db,
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const contents: [string, unknown[]][] = [];
  for (const { name } of tables) {
    const found = await rows<{ row: unknown }>(from.db, sql`select to_jsonb(t) as row from ${sql.identifier(name)} t`);
    contents.push([name, found.map(({ row }) => row)]);
  }
  await to.db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    for (const [name, found] of contents) {
      await tx.execute(sql`delete from ${sql.identifier(name)}`);
      for (const row of found) {
        await tx.execute(
          sql`insert into ${sql.identifier(name)} overriding system value
            select * from jsonb_populate_record(null::${sql.identifier(name)}, ${JSON.stringify(row)}::jsonb)`,
        );
      }
    }
    await tx.execute(
      sql`select setval(pg_get_serial_sequence(format('%I', c.table_name), c.column_name), 1000000)
        from information_schema.columns c where c.table_schema = 'public' and c.is_identity = 'YES'`,
    );
  });
}
