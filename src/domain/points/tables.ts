import { bigint, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';
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
    /** What it was for, in the words of progress/points.ts. */
    reason: text().notNull(),
    source: text().notNull().unique(),
    at: instant().notNull(),
  },
  (table) => [index('ledger_board').on(table.cohortId, table.board, table.at)],
);
