import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';
import { cohorts } from '../../domain/cohorts/tables.ts';
import { members } from '../../domain/people/tables.ts';

/** What mentors wrote to people who were slipping, with what it offered to make up for. */
export const nudges = pgTable(
  'nudges',
  {
    id: text().primaryKey(),
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id, { onDelete: 'cascade' }),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    sentBy: text('sent_by')
      .notNull()
      .references(() => members.id),
    words: text().notNull(),
    session: integer(),
    /** A scenario's slug. */
    scenario: text(),
    at: instant().notNull(),
    eventId: text('event_id').notNull(),
  },
  (table) => [
    uniqueIndex('nudges_event').on(table.eventId, table.memberId),
    index('nudges_member').on(table.memberId, table.at),
  ],
);
