import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { day, instant, wallTime, zoneName } from '../../database/columns.ts';
import { members } from '../people/tables.ts';

export const cohorts = pgTable(
  'cohorts',
  {
    id: text().primaryKey(),
    /** Where it was created, and where its name is unique. `homes` says where it lives. */
    workspaceId: text('workspace_id').notNull(),
    name: text().notNull(),
    status: text({ enum: ['draft', 'active', 'paused', 'archived'] }).notNull(),
    startsOn: day('starts_on').notNull(),
    /** ISO weekdays, 1 is Monday. */
    weekdays: integer().array().notNull(),
    startTime: wallTime('start_time').notNull(),
    /** IANA name. */
    zone: zoneName().notNull(),
    capacity: integer(),
    /** How many people its pairs have in each module; null where nobody is paired. */
    pairs: integer().$type<2 | 3>(),
    /** Whether people may say how sure they are of an answer. */
    certainty: boolean().notNull().default(false),
    /** Whether its sessions stand among a workspace's own events. */
    events: boolean().notNull().default(false),
    /** The cohort that its people may join after the course. */
    alumniId: text('alumni_id').references((): AnyPgColumn => cohorts.id),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('cohorts_workspace').on(table.workspaceId, table.status),
    uniqueIndex('cohorts_name')
      .on(table.workspaceId, sql`lower(${table.name})`)
      .where(sql`status in ('active', 'paused')`),
    check('cohorts_capacity', sql`${table.capacity} > 0`),
  ],
);

/** What organisers did to a calendar, in order. The dates of a cohort are its plan folded with these. */
export const calendarChanges = pgTable(
  'calendar_changes',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id),
    /** Shape: `CalendarChange` in cohorts/calendar.ts. */
    change: jsonb().notNull(),
    madeBy: text('made_by').notNull(),
    madeAt: instant('made_at').notNull(),
    /** The event that made it, so that a repeated delivery changes nothing. */
    eventId: text('event_id').notNull().unique(),
  },
  (table) => [index('calendar_changes_cohort').on(table.cohortId)],
);

/**
 * A place in a cohort. The learners who have not left stand in the order of their ids: the first `capacity` are in, the
 * others wait. Leaving closes the row; joining again makes a new one, at the end.
 */
export const enrolments = pgTable(
  'enrolments',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    role: text({ enum: ['learner', 'mentor'] }).notNull(),
    joinedAt: instant('joined_at').notNull(),
    leftAt: instant('left_at'),
    /** When it was noticed that they are not in any workspace of theirs any more; a day later their place goes on. */
    absentSince: instant('absent_since'),
  },
  (table) => [
    uniqueIndex('enrolments_present').on(table.cohortId, table.memberId).where(sql`left_at is null`),
    index('enrolments_member').on(table.memberId),
    index('enrolments_absent').on(table.absentSince).where(sql`absent_since is not null and left_at is null`),
  ],
);

// One cohort on several platforms, one person in several workspaces.

/** Where a cohort lives: at most one home in each workspace, the one where it was created included. */
export const homes = pgTable(
  'homes',
  {
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id, { onDelete: 'cascade' }),
    workspaceId: text('workspace_id').notNull(),
    /** The platform's id of the channel. */
    channel: text().notNull(),
    mentorRole: text('mentor_role'),
    /** The role or group that is notified of reminders, starts, rounds and closes. */
    pingRole: text('ping_role'),
    since: instant().notNull(),
    /** When it stopped being one: an organiser took it away, or the bot was removed from the workspace. */
    closedAt: instant('closed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.cohortId, table.workspaceId] }),
    index('homes_workspace').on(table.workspaceId).where(sql`closed_at is null`),
  ],
);
