import { bigint, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';
import { members } from '../../domain/people/tables.ts';

/** What was celebrated with whom, so that each thing is once. */
export const celebrations = pgTable(
  'celebrations',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    kind: text({ enum: ['course', 'incident', 'round', 'module', 'belief'] }).notNull(),
    /** Which cohort, module of a cohort or belief; empty for what is a first. */
    about: text().notNull(),
    at: instant().notNull(),
  },
  (table) => [uniqueIndex('celebrations_once').on(table.memberId, table.kind, table.about)],
);
