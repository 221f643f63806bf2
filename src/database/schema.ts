import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { day, instant, wallTime } from './columns.ts';

/** `discord:123`: the platform and its own id of the server, team or playground. */
export const workspaces = pgTable('workspaces', {
  id: text().primaryKey(),
  platform: text().notNull(),
  externalId: text('external_id').notNull(),
  /** Whoever has this role is an organiser too. */
  organiserRole: text('organiser_role'),
});

/** `discord:123/456`: one person in one workspace. The name is what the platform said last. */
export const members = pgTable(
  'members',
  {
    id: text().primaryKey(),
    workspaceId: text('workspace_id').notNull(),
    externalId: text('external_id').notNull(),
    name: text().notNull(),
    hidden: boolean().notNull().default(false),
    seenAt: instant('seen_at').notNull(),
  },
  (table) => [index('members_workspace').on(table.workspaceId)],
);

export const cohorts = pgTable(
  'cohorts',
  {
    id: text().primaryKey(),
    workspaceId: text('workspace_id').notNull(),
    name: text().notNull(),
    status: text({ enum: ['draft', 'active', 'paused', 'archived'] }).notNull(),
    /** The platform's id of the home channel. */
    channel: text().notNull(),
    startsOn: day('starts_on').notNull(),
    /** ISO weekdays, 1 is Monday. */
    weekdays: integer().array().notNull(),
    startTime: wallTime('start_time').notNull(),
    /** IANA name. */
    zone: text().notNull(),
    mentorRole: text('mentor_role'),
    capacity: integer(),
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
  },
  (table) => [
    uniqueIndex('enrolments_present').on(table.cohortId, table.memberId).where(sql`left_at is null`),
    index('enrolments_member').on(table.memberId),
  ],
);

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

/** A set of items, posted to a cohort or taken alone (`memberId` is set). */
export const rounds = pgTable(
  'rounds',
  {
    id: text().primaryKey(),
    kind: text({ enum: ['cohort', 'practice'] }).notNull(),
    workspaceId: text('workspace_id').notNull(),
    cohortId: text('cohort_id').references(() => cohorts.id),
    memberId: text('member_id').references(() => members.id),
    /** The session it belongs to, where it belongs to one. */
    session: integer(),
    title: text().notNull(),
    /** Item slugs, in the order they are asked. */
    items: text().array().notNull(),
    openedAt: instant('opened_at').notNull(),
    closesAt: instant('closes_at'),
    closedAt: instant('closed_at'),
    /** How many had finished when the message in the channel was last written. */
    shownFinished: integer('shown_finished').notNull().default(0),
  },
  (table) => [
    index('rounds_cohort').on(table.cohortId, table.openedAt),
    index('rounds_open').on(table.closesAt).where(sql`closed_at is null and kind = 'cohort'`),
    check('rounds_owner', sql`(${table.kind} = 'practice') = (${table.memberId} is not null)`),
  ],
);

/** Every answer as it was given. In a cohort's round the last one of a person to an item counts, in practice the first. */
export const answers = pgTable(
  'answers',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    roundId: text('round_id')
      .notNull()
      .references(() => rounds.id),
    item: text().notNull(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    /** Shape: `Response` in quizzes/marking.ts. */
    response: jsonb().notNull(),
    right: boolean().notNull(),
    answeredAt: instant('answered_at').notNull(),
    eventId: text('event_id').notNull().unique(),
  },
  (table) => [
    index('answers_round').on(table.roundId, table.memberId, table.item),
    index('answers_member').on(table.memberId, table.answeredAt),
  ],
);

/** Points, only added: `source` names what earned them, once. */
export const ledger = pgTable(
  'ledger',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    board: text({ enum: ['learners', 'mentors'] }).notNull(),
    points: integer().notNull(),
    /** What it was for, in the words of progress/points.ts. */
    reason: text().notNull(),
    source: text().notNull().unique(),
    at: instant().notNull(),
  },
  (table) => [index('ledger_board').on(table.cohortId, table.board, table.at)],
);

/** What the calendar must post, each once. Planned anew whenever the calendar changes; a settled row never changes back. */
export const deliveries = pgTable(
  'deliveries',
  {
    /** `cohort/s03/reminder`: stable, so that planning twice is harmless. */
    key: text().primaryKey(),
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id),
    kind: text({ enum: ['announce', 'prework', 'reminder', 'start', 'round', 'close', 'digest', 'notice'] }).notNull(),
    session: integer(),
    /** What this kind needs to know beyond the session: a round's id, a notice's words. */
    detail: jsonb(),
    dueAt: instant('due_at').notNull(),
    /** After this it is too late to be of use, and is skipped. */
    uselessAt: instant('useless_at'),
    /** When it was handed to the queue. Retries are the queue's affair and never touch `dueAt`. */
    queuedAt: instant('queued_at'),
    settledAt: instant('settled_at'),
    outcome: text({ enum: ['posted', 'skipped', 'failed'] }),
    note: text(),
  },
  (table) => [
    index('deliveries_due').on(table.dueAt).where(sql`queued_at is null`),
    index('deliveries_cohort').on(table.cohortId, table.dueAt),
  ],
);

/** Every message in a channel, claimed before it is sent: whoever finds a claim without a message looks before posting. */
export const posts = pgTable('posts', {
  key: text().primaryKey(),
  workspaceId: text('workspace_id').notNull(),
  claimedAt: instant('claimed_at').notNull(),
  /** When it was first tried: where to look for it. */
  triedAt: instant('tried_at').notNull(),
  channel: text(),
  message: text(),
});

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

/** What the playground shows instead of a chat platform: its channels and threads. */
export const playgroundChannels = pgTable('playground_channels', {
  id: text().primaryKey(),
  name: text().notNull(),
  topic: text().notNull(),
  /** A thread's channel and message; a person's direct messages. */
  parent: text(),
  rootMessage: text('root_message').unique(),
  person: text().unique(),
  position: integer().notNull(),
});

/** The playground's messages, rendered. `visibleTo` is set on private replies. */
export const playgroundMessages = pgTable(
  'playground_messages',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    channel: text()
      .notNull()
      .references(() => playgroundChannels.id),
    key: text().unique(),
    visibleTo: text('visible_to'),
    /** The command a private reply answers, as its reader typed it: `/quiz start`. */
    answers: text(),
    html: text().notNull(),
    /** What a press on it may say. Shape: `CarriedControl` in adapters/playground/render.ts. */
    controls: jsonb().notNull(),
    postedAt: instant('posted_at').notNull(),
    editedAt: instant('edited_at'),
  },
  (table) => [index('playground_messages_channel').on(table.channel, table.id)],
);

/** The program's own settings that outlive it, like how far the playground's clock was moved. */
export const settings = pgTable('settings', { name: text().primaryKey(), value: jsonb().notNull() });
