import { sql } from 'drizzle-orm';
import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';
import { cohorts } from '../../domain/cohorts/tables.ts';
import { members } from '../../domain/people/tables.ts';

/** What a learner asked the mentors of a cohort. It is nobody's until a mentor takes it. */
export const helpRequests = pgTable(
  'help_requests',
  {
    /** Made of the event that asked, so that a repeated delivery asks once. */
    id: text().primaryKey(),
    workspaceId: text('workspace_id').notNull(),
    /** Unknown until the asker has said which of their cohorts is meant. */
    cohortId: text('cohort_id').references(() => cohorts.id),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    question: text().notNull(),
    /** The message or code it is about, as the asker quoted it. */
    about: text(),
    askedAt: instant('asked_at').notNull(),
    takenBy: text('taken_by').references(() => members.id),
    takenAt: instant('taken_at'),
    answeredBy: text('answered_by').references(() => members.id),
    answeredAt: instant('answered_at'),
  },
  (table) => [index('help_requests_open').on(table.cohortId, table.askedAt).where(sql`answered_at is null`)],
);
