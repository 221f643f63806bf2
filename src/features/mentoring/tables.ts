import { sql } from 'drizzle-orm';
import { bigint, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';
import { cohorts } from '../../domain/cohorts/tables.ts';
import { members } from '../../domain/people/tables.ts';
import { HAPPENINGS } from './help.ts';
import { PLACES, URGENCIES } from './requests.ts';

/** What a learner asks the mentors of a cohort. How it stands follows from what happened to it. */
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
    tried: text(),
    urgency: text({ enum: URGENCIES }).notNull().default('soon'),
    /** Where it is answered. */
    place: text({ enum: PLACES }).notNull().default('thread'),
    /** The skill it is about, as far as that is known. */
    skill: text(),
    askedAt: instant('asked_at').notNull(),
  },
  (table) => [
    index('help_requests_cohort').on(table.cohortId, table.askedAt),
    index('help_requests_member').on(table.memberId),
  ],
);

/** What happened to requests, only added. */
export const helpEvents = pgTable(
  'help_events',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    requestId: text('request_id')
      .notNull()
      .references(() => helpRequests.id),
    kind: text({ enum: HAPPENINGS }).notNull(),
    /** Who did it; null where the calendar did. */
    memberId: text('member_id').references(() => members.id),
    /** To whom it was handed over. */
    otherId: text('other_id').references(() => members.id),
    /** What else there is to say of this kind. Shape: `Happening` in features/mentoring/help.ts. */
    detail: jsonb().notNull().default({}),
    at: instant().notNull(),
    /** What made it happen, once. */
    cause: text().notNull().unique(),
  },
  (table) => [
    index('help_events_request').on(table.requestId, table.id),
    index('help_events_taken').on(table.memberId).where(sql`kind in ('taken', 'handed-over')`),
  ],
);

/** When mentors work, as they said it last: the newest row of each counts. */
export const mentorHours = pgTable(
  'mentor_hours',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    /** Shape: `StatedHours` in features/mentoring/stated-hours.ts. */
    hours: jsonb().notNull(),
    at: instant().notNull(),
  },
  (table) => [index('mentor_hours_member').on(table.memberId, table.id)],
);
