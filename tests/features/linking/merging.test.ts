import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, type Db, rows } from '../../../src/database/client.ts';
import { recordMember } from '../../../src/domain/people/store.ts';
import { recordDraft } from '../../../src/features/cohorts/store.ts';
import { LEDGER, OWNED, renameSource } from '../../../src/features/linking/merge.ts';
import { findLink, recordLink, recordSeparation } from '../../../src/features/linking/persons-store.ts';
import { listEntries } from '../../../src/features/progress/store.ts';
import { openTestDatabase } from '../../support/database.ts';
import * as schema from '../../support/tables.ts';
import { cohort } from '../quizzes/stage.ts';

/** Making two members one and two again, on whatever they have done. */

const at = Temporal.Instant.from('2026-11-25T12:00:00Z');
const [ann, annThere, cem, dot] = ['test:w/ann', 'other:team/ann', 'test:w/cem', 'test:w/dot'] as const;
const pair = { primaryId: ann, secondaryId: annThere };
let database: Database;
let db: Db;
let events = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  db = database.db;
  for (const id of [ann, annThere, cem, dot]) {
    const [workspaceId = '', externalId = ''] = id.split('/');
    await recordMember(db, { id, workspaceId, externalId, name: `Name of ${id}`, seenAt: at });
  }
  for (const id of ['x', 'y']) await recordDraft(db, { ...cohort, id, name: id, capacity: id === 'x' ? 2 : null });
  const items = ['i1', 'i2'];
  const round = { kind: 'cohort' as const, workspaceId: 'test:w', title: 't', items, openedAt: at };
  await db.insert(schema.rounds).values([
    { ...round, id: 'closed', cohortId: 'x', closesAt: at, closedAt: at },
    { ...round, id: 'open', cohortId: 'x', closesAt: at.add({ hours: 1 }) },
  ]);
  const incident = { cohortId: 'x', scenario: 'fire', openedAt: at, closesAt: at };
  await db.insert(schema.incidents).values(['n1', 'n2'].map((id) => ({ ...incident, id })));
});
afterAll(() => database.close());

const who = fc.constantFrom(ann, annThere);
const item = fc.constantFrom('i1', 'i2');
const done = fc.oneof(
  fc.record({
    kind: fc.constant('place' as const),
    who: fc.constantFrom<string>(ann, annThere, cem, dot),
    cohort: fc.constantFrom('x', 'y'),
    role: fc.constantFrom('learner' as const, 'mentor' as const),
    left: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('attendance' as const),
    who,
    session: fc.integer({ min: 1, max: 2 }),
    said: fc.constantFrom('coming' as const, 'excused' as const, 'present' as const),
  }),
  fc.record({
    kind: fc.constant('answer' as const),
    who,
    round: fc.constantFrom('closed', 'open'),
    item,
    right: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('practice' as const), who, item }),
  fc.record({ kind: fc.constant('scenario' as const), who, incident: fc.constantFrom('n1', 'n2') }),
  fc.record({ kind: fc.constant('question' as const), who }),
);
type Done = typeof done extends fc.Arbitrary<infer D> ? D : never;

async function clear(): Promise<void> {
  await db.execute(sql`update members set primary_id = null, direct_id = null, hidden = false`);
  await db.execute(sql`delete from links`);
  for (const table of [
    'ledger',
    'attendance',
    'answers',
    'enrolments',
    'help_events',
    'help_requests',
    'post_mortems',
  ]) {
    await db.execute(sql`delete from ${sql.identifier(table)}`);
  }
  await db.execute(sql`delete from investigation_moves`);
  await db.execute(sql`delete from investigations`);
  await db.execute(sql`delete from rounds where kind = 'practice'`);
}

/** What a person does, as the program would write it down. */
async function act(what: Done): Promise<void> {
  events += 1;
  const eventId = `event-${events}`;
  const memberId = what.who;
  const pay = (points: number, source: string) =>
    db
      .insert(schema.ledger)
      .values({ cohortId: 'x', memberId, board: 'learners', points, reason: 'round', source, at })
      .onConflictDoNothing();
  switch (what.kind) {
    case 'place': {
      const place = { cohortId: what.cohort, memberId, role: what.role, joinedAt: at, leftAt: what.left ? at : null };
      await db.insert(schema.enrolments).values(place).onConflictDoNothing();
      return;
    }
    case 'attendance': {
      const { session, said } = what;
      await db
        .insert(schema.attendance)
        .values({ cohortId: 'x', session, memberId, said, at, eventId })
        .onConflictDoNothing();
      if (said === 'present') await pay(5, `present:x:${session}:${memberId}`);
      return;
    }
    case 'answer': {
      const given = { roundId: what.round, item: what.item, memberId, right: what.right, answeredAt: at, eventId };
      const response = { kind: 'option', option: 1 };
      const [answer] = await db
        .insert(schema.answers)
        .values({ ...given, response })
        .returning();
      const others = await rows(
        db,
        sql`select 1 from ledger l join answers a on l.source = 'answer:' || a.id
          where a.member_id = ${memberId} and a.round_id = ${what.round} and a.item = ${what.item}`,
      );
      // Paid at the close, for the one answer that counted.
      if (what.round === 'closed' && what.right && others.length === 0) await pay(10, `answer:${answer?.id}`);
      return;
    }
    case 'practice': {
      const items = [what.item];
      const round = { kind: 'practice' as const, workspaceId: 'test:w', title: 't', items, openedAt: at };
      await db.insert(schema.rounds).values({ ...round, id: eventId, memberId });
      const answer = { roundId: eventId, item: what.item, memberId, right: true, answeredAt: at, eventId };
      await db.insert(schema.answers).values({ ...answer, response: { kind: 'typed', typed: 'x' } });
      await pay(2, `practice:x:${memberId}:${what.item}`);
      return;
    }
    case 'scenario': {
      const run = { kind: 'solo', workspaceId: 'test:w', cohortId: 'x', incidentId: what.incident } as const;
      const about = { id: eventId, memberId, scenario: 'fire', version: '1', openedAt: at };
      const [kept] = await db
        .insert(schema.investigations)
        .values({ ...run, ...about })
        .onConflictDoNothing()
        .returning();
      const move = { investigationId: eventId, memberId, move: { kind: 'commit' }, at, eventId };
      if (kept !== undefined) await db.insert(schema.investigationMoves).values(move);
      await pay(7, `scenario:x:${memberId}:fire`);
      return;
    }
    case 'question':
      await db
        .insert(schema.helpRequests)
        .values({ id: eventId, workspaceId: 'test:w', memberId, question: 'Why?', askedAt: at });
      await db
        .insert(schema.helpEvents)
        .values({ requestId: eventId, kind: 'handed-over', memberId, otherId: annThere, at, cause: eventId });
  }
}

const TABLES = [...new Set([...OWNED, LEDGER].map(({ table }) => table)), 'members'];

/** Every row of every table that a link touches. */
async function snapshot(): Promise<Record<string, string[]>> {
  const kept: Record<string, string[]> = {};
  for (const table of TABLES) {
    const found = await rows<{ row: string }>(
      db,
      sql`select to_jsonb(t)::text as row from ${sql.identifier(table)} t order by 1`,
    );
    kept[table] = found.map(({ row }) => row);
  }
  return kept;
}

async function readPoints(memberId: string): Promise<{ source: string; points: number }[]> {
  return rows(
    db,
    sql`select points, coalesce((select 'answer:' || a.round_id || ':' || a.item from answers a
        where l.source = 'answer:' || a.id), source) as source
      from ledger l where member_id = ${memberId}`,
  );
}

const sum = (all: readonly { points: number }[]) => all.reduce((total, { points }) => total + points, 0);

function deed() {
  events += 1;
  return { by: ann, now: at, eventId: `deed-${events}` };
}

it('gives everything back that a link has moved or set aside, whatever both have done', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(done, { maxLength: 25 }), async (all) => {
      await clear();
      for (const one of all) await act(one);
      const before = await snapshot();
      const earned = [...(await readPoints(ann)), ...(await readPoints(annThere))].map(({ source, points }) => ({
        source: renameSource(source, annThere, ann),
        points,
      }));
      const own = sum(await readPoints(ann));
      const distinct = [...new Map(earned.map((one) => [one.source, one])).values()];

      await db.transaction((tx) => recordLink(tx, pair, deed()));
      const merged = await readPoints(ann);
      // Nothing is counted twice, the primary loses nothing, and what only the other has earned comes with it.
      expect(sum(merged)).toBeLessThanOrEqual(sum(distinct));
      expect(sum(merged)).toBeGreaterThanOrEqual(own);
      expect(new Set(merged.map(({ source }) => source)).size).toBe(merged.length);
      for (const { table, column } of [...OWNED, LEDGER]) {
        const left = sql`select 1 from ${sql.identifier(table)} where ${sql.identifier(column)} = ${annThere}`;
        expect(await rows(db, left), `${table}.${column}`).toEqual([]);
      }
      for (const board of ['learners', 'mentors'] as const) {
        const lines = (await listEntries(db, 'x', board)).map(({ memberId }) => memberId);
        expect(lines).not.toContain(annThere);
        expect(new Set(lines).size).toBe(lines.length);
      }

      const link = await findLink(db, annThere);
      if (link === undefined) throw new Error('no link');
      await db.transaction((tx) => recordSeparation(tx, link, deed()));
      expect(await snapshot()).toEqual(before);
      expect(await findLink(db, ann)).toBeUndefined();
    }),
    { numRuns: 60 },
  );
}, 120_000);

it('knows every column of the database that says whose a row is', async () => {
  const references = await rows<{ name: string }>(
    db,
    sql`select c.conrelid::regclass::text || '.' || a.attname as name
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
      where c.contype = 'f' and c.confrelid = 'members'::regclass`,
  );
  // Links say who is linked to whom: these rows are theirs.
  const own = ['links.primary_id', 'links.secondary_id', 'members.primary_id'];
  const known = [...OWNED, LEDGER].map(({ table, column }) => `${table}.${column}`);
  expect(references.map(({ name }) => name).sort()).toEqual([...own, ...known].sort());
});

it('tells who moved up when a link frees a place, and gives nobody’s place away when it is undone', async () => {
  await clear();
  const place = (memberId: string) => act({ kind: 'place', who: memberId, cohort: 'x', role: 'learner', left: false });
  for (const memberId of [ann, annThere, cem, dot]) await place(memberId);
  const up = await db.transaction((tx) => recordLink(tx, pair, deed()));
  expect(up).toEqual([{ cohortId: 'x', memberId: cem }]);
  const link = await findLink(db, ann);
  if (link === undefined) throw new Error('no link');
  await db.transaction((tx) => recordSeparation(tx, link, deed()));
  const order = await rows<{ who: string }>(db, sql`select member_id as who from enrolments order by id`);
  expect(order.map((row) => row.who)).toEqual([ann, cem, dot, annThere]);
});

it('leaves what was done since with the primary, but for points of what goes back', async () => {
  await clear();
  await act({ kind: 'answer', who: annThere, round: 'open', item: 'i1', right: true });
  await db.transaction((tx) => recordLink(tx, pair, deed()));
  await act({ kind: 'practice', who: ann, item: 'i1' });
  const [answer] = await rows<{ id: number }>(db, sql`select id::int from answers where round_id = 'open'`);
  // The round closes while both are one.
  await db.execute(sql`insert into ledger (cohort_id, member_id, board, points, reason, source, at)
    values ('x', ${ann}, 'learners', 10, 'round', ${`answer:${answer?.id}`}, now())`);
  const link = await findLink(db, ann);
  if (link === undefined) throw new Error('no link');
  await db.transaction((tx) => recordSeparation(tx, link, deed()));
  expect(sum(await readPoints(ann))).toBe(2);
  expect(sum(await readPoints(annThere))).toBe(10);
});

it('hides the one person when either account was hidden, and shows the primary again when they part', async () => {
  await clear();
  await db.execute(sql`update members set hidden = true where id = ${annThere}`);
  await db.transaction((tx) => recordLink(tx, pair, deed()));
  const isHidden = async () => rows(db, sql`select hidden from members where id = ${ann}`);
  expect(await isHidden()).toEqual([{ hidden: true }]);
  const link = await findLink(db, ann);
  if (link !== undefined) await db.transaction((tx) => recordSeparation(tx, link, deed()));
  expect(await isHidden()).toEqual([{ hidden: false }]);
});
