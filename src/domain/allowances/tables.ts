import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';

/** What was spent of an allowance, kept as the moment when it will be full again; after that a row says nothing. */
export const allowances = pgTable(
  'allowances',
  {
    /** A person's or a cohort's id. No reference: rows live for hours. */
    owner: text().notNull(),
    what: text().notNull(),
    fullAt: instant('full_at').notNull(),
    /** The event that spent last: the same event twice spends once. */
    spentBy: text('spent_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.what] }), index('allowances_full').on(table.fullAt)],
);
