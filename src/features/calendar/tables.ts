import { pgTable, text } from 'drizzle-orm/pg-core';
import { cohorts } from '../../domain/cohorts/tables.ts';

/** The address of a cohort's calendar feed: whoever has it can read the dates. */
export const calendarFeeds = pgTable('calendar_feeds', {
  cohortId: text('cohort_id')
    .primaryKey()
    .references(() => cohorts.id, { onDelete: 'cascade' }),
  token: text().notNull().unique(),
});

/** Addresses that were replaced or forgotten: calendars that still ask there are told that they are gone. */
export const retiredFeeds = pgTable('retired_feeds', {
  token: text().primaryKey(),
});
