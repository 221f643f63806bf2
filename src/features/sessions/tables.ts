import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';
import { cohorts } from '../../domain/cohorts/tables.ts';
import { members } from '../../domain/people/tables.ts';

/** RSVPs and presence, as they were said. The last RSVP counts; presence, once said, stays. */
export const attendance = pgTable(
  'attendance',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id),
    session: integer().notNull(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    said: text({ enum: ['coming', 'excused', 'present'] }).notNull(),
    at: instant().notNull(),
    eventId: text('event_id').notNull().unique(),
  },
  (table) => [
    index('attendance_session').on(table.cohortId, table.session),
    uniqueIndex('attendance_present').on(table.cohortId, table.session, table.memberId).where(sql`said = 'present'`),
  ],
);
