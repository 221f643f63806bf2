import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { addedColumns, day, instant, wallTime, zoneName } from '../../database/columns.ts';
import { cohorts } from '../../domain/cohorts/tables.ts';
import { members } from '../../domain/people/tables.ts';

/** What people said about being paired, where they said anything. */
export const pairWishes = pgTable(
  'pair_wishes',
  {
    memberId: text('member_id')
      .primaryKey()
      .references(() => members.id),
    /** Whether they take part. Null: as everybody does, and as hidden people do not. */
    takesPart: boolean('takes_part'),
    /** The hours that suit them: all three or none. */
    zone: zoneName(),
    hoursFrom: wallTime('hours_from'),
    hoursUntil: wallTime('hours_until'),
    /** The days on which they are away, both included: both or none. */
    awayFrom: day('away_from'),
    awayUntil: day('away_until'),
  },
  (table) => [
    check('pair_wishes_hours', sql`num_nulls(${table.zone}, ${table.hoursFrom}, ${table.hoursUntil}) in (0, 3)`),
    check('pair_wishes_away', sql`num_nulls(${table.awayFrom}, ${table.awayUntil}) in (0, 2)`),
  ],
);

/** The pairs of one module of a cohort: drawn, perhaps drawn again, then told, once. */
export const pairRounds = pgTable(
  'pair_rounds',
  {
    id: text().primaryKey(),
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id, { onDelete: 'cascade' }),
    /** The session that opens the module. */
    session: integer().notNull(),
    /** How often it was drawn: the last draw counts. */
    draw: integer().notNull(),
    drawnAt: instant('drawn_at').notNull(),
    /** The organiser who drew again, and the event that did. */
    drawnBy: text('drawn_by'),
    eventId: text('event_id'),
    tellAt: instant('tell_at').notNull(),
    /** From then on it stays as it is. */
    toldAt: instant('told_at'),
  },
  (table) => [uniqueIndex('pair_rounds_module').on(table.cohortId, table.session)],
);

/** The people who meet, and why they do. */
export const pairGroups = pgTable(
  'pair_groups',
  {
    roundId: text('round_id')
      .notNull()
      .references(() => pairRounds.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    /** Shape: `KeptReason` in pair/store.ts. */
    reason: jsonb().notNull(),
  },
  (table) => [primaryKey({ columns: [table.roundId, table.number] })],
);

/** Who is in which group. */
export const pairPlaces = pgTable(
  'pair_places',
  {
    roundId: text('round_id').notNull(),
    number: integer().notNull(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    /** Whether they were left over by an odd number. */
    isOdd: boolean('is_odd').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.roundId, table.memberId] }),
    foreignKey({
      columns: [table.roundId, table.number],
      foreignColumns: [pairGroups.roundId, pairGroups.number],
    }).onDelete('cascade'),
    index('pair_places_member').on(table.memberId),
  ],
);

/** What people answered when they were asked whether they met. The last answer of each counts. */
export const pairMeetings = pgTable(
  'pair_meetings',
  {
    ...addedColumns(),
    roundId: text('round_id')
      .notNull()
      .references(() => pairRounds.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    said: text({ enum: ['met', 'not-yet'] }).notNull(),
  },
  (table) => [index('pair_meetings_round').on(table.roundId, table.number)],
);
