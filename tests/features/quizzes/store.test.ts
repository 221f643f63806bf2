import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Db, rows } from '../../../src/database/client.ts';
import {
  findTaking,
  type NewAnswer,
  recordPracticeAnswer,
  recordRoundAnswer,
} from '../../../src/features/quizzes/answer-store.ts';
import { tallyFirstAnswers } from '../../../src/features/quizzes/difficulty-store.ts';
import type { Response } from '../../../src/features/quizzes/marking.ts';
import {
  countProgress,
  listTakers,
  recordClosed,
  recordPractice,
  recordRound,
} from '../../../src/features/quizzes/store.ts';
import { plainItem, sixKinds } from './curriculum.ts';
import { ada, ben, cohort, createStage, cy, type Stage, stranger } from './stage.ts';

let stage: Stage;
let db: Db;
let events = 0;
const start = Temporal.Instant.from('2026-11-24T21:00:00Z');
const members = [ada, ben, cy].map(({ id }) => `test:w/${id}`);

beforeAll(async () => {
  stage = await createStage([...sixKinds, plainItem('third-1', 3)]);
  db = stage.services.db;
  await stage.command(stranger, 'help');
});
afterAll(() => stage.close());

let rounds = 0;
async function open(hours = 24) {
  rounds += 1;
  const { round } = await recordRound(
    db,
    {
      id: `round${rounds}`,
      kind: 'cohort',
      workspaceId: cohort.workspaceId,
      cohortId: cohort.id,
      memberId: null,
      session: rounds,
      title: 'Some round',
      items: ['one', 'two'],
      openedAt: start,
      closesAt: start.add({ hours }),
      closedAt: null,
      shownFinished: 0,
    },
    undefined,
  );
  return round;
}

function answer(roundId: string, more: Partial<NewAnswer & { cohortId: string; eventId: string }> = {}) {
  events += 1;
  return {
    roundId,
    at: 0,
    item: 'one',
    memberId: 'test:w/ada',
    response: { kind: 'option', option: 0 } as Response,
    right: true,
    answeredAt: start.add({ minutes: 1 }),
    cohortId: cohort.id,
    eventId: `test:answer-${events}`,
    ...more,
  };
}

/** Runs `first` in a transaction that stays open until the result is asked to finish. */
async function hold(first: (tx: Db) => Promise<unknown>): Promise<{ finish(): Promise<void> }> {
  const [entered, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const held = db.transaction(async (tx) => {
    await first(tx);
    entered.resolve();
    await gate.promise;
  });
  await entered.promise;
  return {
    finish() {
      gate.resolve();
      return held;
    },
  };
}

async function isPending(promise: Promise<unknown>): Promise<boolean> {
  const late = new Promise((resolve) => setTimeout(resolve, 150, 'late'));
  return (await Promise.race([promise, late])) === 'late';
}

describe('an answer and the close', () => {
  it('never pass each other: an answer waits for a close under way, and then is too late', async () => {
    const { id } = await open();
    const closing = await hold((tx) => recordClosed(tx, id, start.add({ hours: 1 })));
    const late = recordRoundAnswer(db, answer(id));
    expect(await isPending(late)).toBe(true);
    await closing.finish();
    expect(await late).toMatchObject({ outcome: 'closed' });
    expect((await findTaking(db, id, 'test:w/ada'))?.answers).toEqual([]);
  });

  it('never pass each other: a close waits for an answer under way, and then counts it', async () => {
    const round = await open();
    const answering = await hold((tx) => recordRoundAnswer(tx, answer(round.id)));
    const closing = recordClosed(db, round.id, start.add({ hours: 1 }));
    expect(await isPending(closing)).toBe(true);
    await answering.finish();
    const closed = await closing;
    if (closed === undefined) throw new Error('no round');
    const takers = await listTakers(db, closed, start.add({ hours: 1 }));
    expect(takers.map(({ name, answers }) => [name, answers.size])).toEqual([['Ada', 1]]);
  });

  it('agree with what everybody was told, in whatever order they come', async () => {
    const round = await open();
    const answers = Array.from({ length: 30 }, (_, press) =>
      answer(round.id, {
        memberId: members[press % 3] ?? '',
        at: press % 2,
        item: press % 2 === 0 ? 'one' : 'two',
        response: { kind: 'option', option: press },
      }),
    );
    const all = answers.map((one) => recordRoundAnswer(db, one));
    all.splice(
      15,
      0,
      recordClosed(db, round.id, start.add({ hours: 1 })).then(() => undefined),
    );
    const told = (await Promise.all(all)).filter((recorded) => recorded !== undefined);
    const kept = await stage.query(`select id from answers where round_id = '${round.id}'`);
    expect(told.filter(({ outcome }) => outcome === 'recorded')).toHaveLength(kept.length);
    expect(told.filter(({ outcome }) => outcome === 'closed')).toHaveLength(30 - kept.length);
    expect(await recordRoundAnswer(db, answer(round.id))).toMatchObject({ outcome: 'closed' });
  });
});

describe('opening a round', () => {
  it('keeps one of several that are opened for a session at the same moment, with one delivery and one reward', async () => {
    const round = await open();
    await recordClosed(db, round.id, start);
    const plan = { ...round, cohortId: cohort.id, session: 12, closesAt: start.add({ hours: 24 }) };
    const openings = await Promise.all(
      ['first', 'second', 'third', 'first'].map((id) => recordRound(db, { ...plan, id }, 'test:w/mia')),
    );
    expect(new Set(openings.map((opening) => opening.round.id)).size).toBe(1);
    const kept = await stage.query('select id from rounds where session = 12');
    expect(kept).toHaveLength(1);
    expect(openings.map(({ outcome }) => outcome)).toContain('open-already');
    expect(await stage.query('select key from deliveries where session = 12 order by key')).toEqual([
      { key: `round/${kept[0]?.['id']}/close` },
      { key: `round/${kept[0]?.['id']}/reminder` },
    ]);
    expect(await stage.query(`select points from ledger where source = 'mentor-round:${cohort.id}:12'`)).toHaveLength(
      1,
    );
  });
});

describe('an answer in a cohort’s round', () => {
  it('counts until the closing time, to the millisecond, whether the job has come or not', async () => {
    const { id } = await open(1);
    const end = start.add({ hours: 1 });
    const inTime = answer(id, { answeredAt: end.subtract({ milliseconds: 1 }) });
    expect(await recordRoundAnswer(db, inTime)).toMatchObject({ outcome: 'recorded' });
    const late = answer(id, { answeredAt: end, response: { kind: 'option', option: 1 } });
    expect(await recordRoundAnswer(db, late)).toMatchObject({ outcome: 'closed', answers: [{ item: 'one' }] });
  });

  it('tells of all that the person has answered, this answer included, and of nobody else', async () => {
    const { id } = await open();
    await recordRoundAnswer(db, answer(id, { memberId: 'test:w/ben' }));
    await recordRoundAnswer(db, answer(id));
    const second = await recordRoundAnswer(db, answer(id, { at: 1, item: 'two' }));
    expect(second?.answers.map(({ item }) => item)).toEqual(['one', 'two']);
    expect(second?.round).toEqual((await findTaking(db, id, 'test:w/ada'))?.round);
  });

  it('is a new row only when it changes something, and once for an event', async () => {
    const { id } = await open();
    const press = (option: number, eventId?: string) =>
      recordRoundAnswer(db, answer(id, { response: { kind: 'option', option }, ...(eventId ? { eventId } : {}) }));
    expect((await press(0, 'test:e1'))?.outcome).toBe('recorded');
    expect((await press(0))?.outcome).toBe('kept');
    expect((await press(1, 'test:e2'))?.outcome).toBe('recorded');
    expect((await press(0, 'test:e1'))?.outcome).toBe('kept');
    expect((await press(0))?.outcome).toBe('recorded');
    const kept = await rows(
      db,
      sql`select response->'option' as option from answers where round_id = ${id} order by id`,
    );
    expect(kept).toEqual([{ option: 0 }, { option: 1 }, { option: 0 }]);
    // The last one counts, and is what is read.
    const counting = (await findTaking(db, id, 'test:w/ada'))?.answers.map(({ response }) => response);
    expect(counting).toEqual([{ kind: 'option', option: 0 }]);
  });

  it('of the same event at the same moment is one', async () => {
    const { id } = await open();
    const press = answer(id);
    const told = await Promise.all([1, 2, 3, 4].map(() => recordRoundAnswer(db, press)));
    expect(told.filter((one) => one?.outcome === 'recorded')).toHaveLength(1);
    expect((await findTaking(db, id, 'test:w/ada'))?.answers).toHaveLength(1);
  });

  it('fits a question of a round of this cohort, or is none', async () => {
    const { id } = await open();
    expect(await recordRoundAnswer(db, answer('unknown'))).toBeUndefined();
    expect(await recordRoundAnswer(db, answer(id, { cohortId: 'another' }))).toBeUndefined();
    expect(await recordRoundAnswer(db, answer(id, { item: 'two' }))).toBeUndefined();
    expect(await recordRoundAnswer(db, answer(id, { at: 7 }))).toBeUndefined();
  });

  it('counts as finished when a learner has answered everything, and not before', async () => {
    const round = await open();
    const progress = () => countProgress(db, round, ['one', 'two'], start.add({ hours: 1 }));
    expect(await progress()).toEqual({ started: 0, finished: 0 });
    await recordRoundAnswer(db, answer(round.id));
    await recordRoundAnswer(db, answer(round.id, { response: { kind: 'option', option: 1 } }));
    expect(await progress()).toEqual({ started: 1, finished: 0 });
    await recordRoundAnswer(db, answer(round.id, { at: 1, item: 'two' }));
    for (const at of [0, 1]) {
      const item = ['one', 'two'][at] ?? '';
      await recordRoundAnswer(db, answer(round.id, { memberId: 'test:w/mia', at, item }));
      await recordRoundAnswer(db, answer(round.id, { memberId: 'test:w/sam', at, item }));
    }
    expect(await progress()).toEqual({ started: 1, finished: 1 });
    expect(await countProgress(db, round, ['one'], start.add({ hours: 1 }))).toEqual({ started: 1, finished: 1 });
    expect(await countProgress(db, round, [], start)).toEqual({ started: 0, finished: 0 });
  });

  it('stands in the results of those who were learners at the close, and not of who left before it and came back after it', async () => {
    const round = await open();
    const [adaId, benId, cyId] = members as [string, string, string];
    for (const memberId of [adaId, benId, cyId]) await recordRoundAnswer(db, answer(round.id, { memberId }));
    const enrolment = sql`update enrolments set joined_at = ${start.subtract({ hours: 1 }).toString()}::timestamptz`;
    await db.execute(sql`${enrolment}, left_at = null where cohort_id = ${cohort.id} and role = 'learner'`);
    // Ben left before the close and joined again after it; Cy left after it.
    const [before, after] = [23, 25].map((hours) => start.add({ hours }).toString());
    await db.execute(sql`update enrolments set left_at = ${before}::timestamptz where member_id = ${benId}`);
    await db.execute(sql`insert into enrolments (cohort_id, member_id, role, joined_at)
      values (${cohort.id}, ${benId}, 'learner', ${after}::timestamptz)`);
    await db.execute(sql`update enrolments set left_at = ${after}::timestamptz where member_id = ${cyId}`);
    const closed = { ...round, closedAt: round.closesAt };
    const later = start.add({ hours: 48 });
    expect((await listTakers(db, closed, later)).map(({ memberId }) => memberId)).toEqual([adaId, cyId]);
    expect(await countProgress(db, closed, ['one'], later)).toEqual({ started: 2, finished: 2 });
  });
});

describe('an answer in practice', () => {
  async function practise(id: string) {
    await recordPractice(db, {
      id,
      kind: 'practice',
      workspaceId: cohort.workspaceId,
      cohortId: cohort.id,
      memberId: 'test:w/ada',
      session: null,
      title: 'Practice',
      items: ['free', 'other', 'first', 'second'],
      openedAt: start,
      closesAt: null,
      closedAt: null,
      shownFinished: 0,
    });
  }
  const give = (id: string, option: number, right: boolean, more: Partial<NewAnswer> = {}) =>
    recordPracticeAnswer(db, {
      ...answer(id, { item: 'free', response: { kind: 'option', option }, right, ...more }),
      payTo: cohort.id,
      worth: 3,
    });

  /** Two right answers, which earn nothing: from then on a right one does. */
  async function warmUp(id: string) {
    for (const [at, item] of [
      [2, 'first'],
      [3, 'second'],
    ] as const) {
      expect(await give(id, 0, true, { at, item })).toMatchObject({ outcome: 'recorded', paid: 0 });
    }
  }

  it('is kept once and paid once, at the same moment too', async () => {
    await practise('practice1');
    await warmUp('practice1');
    const told = await Promise.all([0, 1, 2, 3].map((option) => give('practice1', option, true)));
    expect(told.filter((one) => one?.outcome === 'recorded')).toHaveLength(1);
    const kept = told.map((one) => one?.answers.find(({ item }) => item === 'free')?.response);
    expect(kept[0]).toBeDefined();
    for (const response of kept) expect(response).toEqual(kept[0]);
    expect(told.map((one) => one?.paid ?? 0).reduce((sum, paid) => sum + paid, 0)).toBe(3);
    await practise('practice2');
    await warmUp('practice2');
    expect(await give('practice2', 0, true)).toMatchObject({ outcome: 'recorded', paid: 0 });
  });

  it('sees an answer that was kept while it waited', async () => {
    await practise('practice3');
    const first = await hold((tx) =>
      recordPracticeAnswer(tx, { ...answer('practice3', { item: 'free', right: false }), payTo: undefined, worth: 3 }),
    );
    const second = give('practice3', 1, true);
    expect(await isPending(second)).toBe(true);
    await first.finish();
    expect(await second).toMatchObject({ outcome: 'kept', paid: 0, answers: [{ right: false }] });
  });

  it('is not kept while a cohort’s open round asks the same, and is once that has closed, for no points: its key stands there', async () => {
    await practise('practice4');
    await warmUp('practice4');
    const { id } = await open();
    await stage.query(`update rounds set items = '{other,one}' where id = '${id}'`);
    const other = { item: 'other', at: 1 };
    expect(await give('practice4', 0, true, other)).toMatchObject({ outcome: 'closed' });
    await recordClosed(db, id, start.add({ minutes: 2 }));
    expect(await give('practice4', 0, true, other)).toMatchObject({ outcome: 'recorded', paid: 0 });
  });

  it('is nobody else’s', async () => {
    await practise('practice5');
    expect(await give('practice5', 0, true, { memberId: 'test:w/ben' })).toBeUndefined();
  });
});

it('tallies what people answered when they met an item first, and nothing of a round that still runs', async () => {
  const before = (await tallyFirstAnswers(db)).get('two') ?? { answered: 0, right: 0 };
  const open1 = await open();
  const two = (more: Partial<NewAnswer>) => recordRoundAnswer(db, answer(open1.id, { at: 1, item: 'two', ...more }));
  const newcomer = 'test:w/fay';
  await stage.query(
    `insert into members (id, workspace_id, external_id, name, seen_at)
     select '${newcomer}', workspace_id, 'fay', 'Fay', seen_at from members where id = 'test:w/ada'`,
  );
  await two({ memberId: newcomer, right: false });
  await two({ memberId: newcomer, right: true, response: { kind: 'option', option: 1 } });
  expect((await tallyFirstAnswers(db)).get('two') ?? before).toEqual(before);
  await recordClosed(db, open1.id, start.add({ hours: 1 }));
  expect((await tallyFirstAnswers(db)).get('two')).toEqual({ answered: before.answered + 1, right: before.right + 1 });
  const again = await open();
  await recordRoundAnswer(
    db,
    answer(again.id, { at: 1, item: 'two', memberId: newcomer, right: false, answeredAt: start.add({ hours: 2 }) }),
  );
  await recordClosed(db, again.id, start.add({ hours: 3 }));
  expect((await tallyFirstAnswers(db)).get('two')).toEqual({ answered: before.answered + 1, right: before.right + 1 });
});
