import { sql } from 'drizzle-orm';
import { integer, jsonb, pgTable, text, boolean as truth } from 'drizzle-orm/pg-core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, rows } from '../../src/database/client.ts';
import { day, instant, moment, wallTime } from '../../src/database/columns.ts';
import { rowFrom } from '../../src/database/rows.ts';
import { openTestDatabase } from '../support/database.ts';

const kept = pgTable('kept', {
  id: integer().primaryKey(),
  longName: text('long_name'),
  words: text().array().notNull(),
  numbers: integer().array(),
  isSo: truth('is_so'),
  at: instant('at').notNull(),
  onDay: day('on_day'),
  atTime: wallTime('at_time'),
  shape: jsonb(),
});

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.db.execute(sql`create table kept (id integer primary key, long_name text, words text[] not null,
    numbers integer[], is_so boolean, at timestamp(3) with time zone not null, on_day date, at_time time(0), shape jsonb)`);
});
afterAll(async () => {
  await database.db.execute(sql`drop table kept`);
  await database.close();
});

/** Postgres takes no NUL, and no half of a pair. */
const words = fc.string({ unit: 'binary' }).map((typed) => typed.replaceAll('\0', '').toWellFormed());
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const row = fc.record({
  longName: maybe(words),
  words: fc.array(words, { maxLength: 4 }),
  numbers: maybe(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 4 })),
  isSo: maybe(fc.boolean()),
  at: fc.integer({ min: 0, max: 4e12 }).map((at) => Temporal.Instant.fromEpochMilliseconds(at)),
  onDay: maybe(fc.integer({ min: 0, max: 30_000 }).map((days) => new Temporal.PlainDate(1990, 1, 1).add({ days }))),
  atTime: maybe(fc.integer({ min: 0, max: 86_399 }).map((seconds) => new Temporal.PlainTime().add({ seconds }))),
  shape: maybe(fc.record({ kind: words, picks: fc.array(fc.integer()) }, { noNullPrototype: true })),
});

it('reads from JSON exactly what a select gives', async () => {
  const { db } = database;
  let id = 0;
  await fc.assert(
    fc.asyncProperty(row, async (some) => {
      id += 1;
      await db.insert(kept).values({ id, ...some });
      const [selected] = await db.select().from(kept).where(sql`id = ${id}`);
      const [json] = await rows<{ row: Record<string, unknown> }>(
        db,
        sql`select to_jsonb(k) as row from kept k where id = ${id}`,
      );
      const read = rowFrom(kept, json?.row ?? {});
      // Temporal has nothing of its own that can be compared: as JSON it has.
      expect(JSON.stringify(read)).toBe(JSON.stringify(selected));
      expect(JSON.stringify(read)).toBe(JSON.stringify({ id, ...some }));
      expect(read.at).toBeInstanceOf(Temporal.Instant);
    }),
    { numRuns: 60 },
  );
});

it('keeps a moment to the millisecond and never later, in a column and in SQL alike', async () => {
  const at = Temporal.Instant.from('2026-11-21T12:00:00.999999Z');
  expect(moment(at)).toBe('2026-11-21T12:00:00.999Z');
  await database.db.insert(kept).values({ id: -1, words: [], at });
  const [found] = await database.db
    .select({ at: kept.at })
    .from(kept)
    .where(sql`id = -1 and at = ${moment(at)}`);
  expect(found?.at.toString()).toBe('2026-11-21T12:00:00.999Z');
});
