import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { addedColumns, instant } from '../../database/columns.ts';
import { cohorts } from '../../domain/cohorts/tables.ts';
import { members } from '../../domain/people/tables.ts';

/** RSVPs and presence, as they were said. The last RSVP counts; presence, once said, stays. */
export const attendance = pgTable(
  'attendance',
  {
    ...addedColumns(),
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id),
    session: integer().notNull(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    said: text({ enum: ['coming', 'excused', 'present'] }).notNull(),
  },
  (table) => [
    index('attendance_session').on(table.cohortId, table.session),
    uniqueIndex('attendance_present').on(table.cohortId, table.session, table.memberId).where(sql`said = 'present'`),
  ],
);

/** The pre-work that people said they have done, in whichever cohort it was for. */
export const preworkDone = pgTable(
  'prework_done',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    session: integer().notNull(),
    at: instant().notNull(),
  },
  (table) => [uniqueIndex('prework_done_once').on(table.memberId, table.session)],
);

/** What mentors corrected about who was at a session, only added: the last correction counts, before anything that was said. */
export const attendanceCorrections = pgTable(
  'attendance_corrections',
  {
    ...addedColumns(),
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id),
    session: integer().notNull(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    said: text({ enum: ['present', 'excused', 'absent', 'made-up'] }).notNull(),
    madeBy: text('made_by').notNull(),
  },
  (table) => [index('attendance_corrections_session').on(table.cohortId, table.session)],
);
