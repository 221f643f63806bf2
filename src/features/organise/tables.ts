import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';
import { cohorts } from '../../domain/cohorts/tables.ts';

/** What organisers looked at before changing a cohort; of use for a day. */
export const edits = pgTable(
  'edits',
  {
    id: text().primaryKey(),
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id, { onDelete: 'cascade' }),
    /** Shape: `Edit` in organise/edits.ts. */
    edit: jsonb().notNull(),
    madeBy: text('made_by').notNull(),
    madeAt: instant('made_at').notNull(),
    /** The event that carried it out, so that a repeated delivery changes nothing. */
    doneBy: text('done_by'),
  },
  (table) => [index('edits_cohort').on(table.cohortId)],
);
