import { bigint, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { day, instant } from '../../database/columns.ts';
import { cohorts } from '../cohorts/tables.ts';
import { members } from '../people/tables.ts';

/** Points, only added: `source` names what earned them, once. */
export const ledger = pgTable(
  'ledger',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    board: text({ enum: ['learners', 'mentors'] }).notNull(),
    points: integer().notNull(),
    /** What it was for, in the words of src/domain/points/points.ts. */
    reason: text().notNull(),
    source: text().notNull().unique(),
    at: instant().notNull(),
  },
  (table) => [index('ledger_board').on(table.cohortId, table.board, table.at)],
);

/**
 * Sums of the ledger for boards: one of each week, which begins on its Monday in the cohort's zone, and one of all time
 * under the week `-infinity`. A trigger on the ledger keeps them in the statement that changes it, whichever that is;
 * `rebuild_standings()` rebuilds them. A row that refers to nothing holds nobody back.
 */
export const standings = pgTable(
  'standings',
  {
    cohortId: text('cohort_id').notNull(),
    board: text({ enum: ['learners', 'mentors'] }).notNull(),
    week: day().notNull(),
    memberId: text('member_id').notNull(),
    points: integer().notNull(),
    /** How many rows of the ledger it sums: somebody with none has no standing, which is not the same as 0 points. */
    entries: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.cohortId, table.board, table.week, table.memberId] })],
);
