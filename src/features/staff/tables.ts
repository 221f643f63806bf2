import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';
import { cohorts } from '../../domain/cohorts/tables.ts';

/** People who are organisers by name, beside those who manage the workspace and those with its role. Per account, not per person. */
export const organisers = pgTable(
  'organisers',
  {
    workspaceId: text('workspace_id').notNull(),
    /** Not a reference: they may be named before they have used anything. */
    memberId: text('member_id').notNull(),
    namedBy: text('named_by').notNull(),
    namedAt: instant('named_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.memberId] })],
);

/** People who are mentors of a cohort by name, beside those with the mentors' role of one of its homes. */
export const mentors = pgTable(
  'mentors',
  {
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id, { onDelete: 'cascade' }),
    /** Not a reference: they may be named before they have used anything. */
    memberId: text('member_id').notNull(),
    namedBy: text('named_by').notNull(),
    namedAt: instant('named_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.cohortId, table.memberId] })],
);
