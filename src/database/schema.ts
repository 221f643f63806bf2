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
import { day, instant, wallTime } from './columns.ts';

/** `discord:123`: the platform and its own id of the server, team or playground. */
export const workspaces = pgTable('workspaces', {
  id: text().primaryKey(),
  platform: text().notNull(),
  externalId: text('external_id').notNull(),
  /** Whoever has this role is an organiser too. */
  organiserRole: text('organiser_role'),
  /** When the bot was removed from it; null where it is, and again when it is back. */
  leftAt: instant('left_at'),
  /** When the names and words of its people were deleted, some time after. */
  forgottenAt: instant('forgotten_at'),
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
    /** The member of another workspace who is the same person and to whom all rows belong. */
    primaryId: text('primary_id').references((): AnyPgColumn => members.id),
    /** On a primary: the member as whom the person was seen last, and is written to. Null: never as another one. */
    directId: text('direct_id'),
  },
  (table) => [index('members_workspace').on(table.workspaceId), index('members_primary').on(table.primaryId)],
);

export const cohorts = pgTable(
  'cohorts',
  {
    id: text().primaryKey(),
    /** Where it was created, and where its name is unique. Where it lives stands in `homes`. */
    workspaceId: text('workspace_id').notNull(),
    name: text().notNull(),
    status: text({ enum: ['draft', 'active', 'paused', 'archived'] }).notNull(),
    startsOn: day('starts_on').notNull(),
    /** ISO weekdays, 1 is Monday. */
    weekdays: integer().array().notNull(),
    startTime: wallTime('start_time').notNull(),
    /** IANA name. */
    zone: text().notNull(),
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
    kind: text({
      enum: ['announce', 'prework', 'reminder', 'start', 'round', 'close', 'scenario', 'debrief', 'digest', 'notice'],
    }).notNull(),
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

/** The Slack workspaces that installed the app by themselves, and with which token each is spoken to. */
export const slackInstallations = pgTable('slack_installations', {
  /** Slack's id of the team, or of the organisation that installed for all of its teams. */
  id: text().primaryKey(),
  /** Encrypted, as adapters/slack/crypt.ts writes it. */
  botToken: text('bot_token').notNull(),
  botId: text('bot_id').notNull(),
  botUserId: text('bot_user_id').notNull(),
  installedAt: instant('installed_at').notNull(),
});

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
    since: instant().notNull(),
    /** When it stopped being one: an organiser took it away, or the bot was removed from the workspace. */
    closedAt: instant('closed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.cohortId, table.workspaceId] }),
    index('homes_workspace').on(table.workspaceId).where(sql`closed_at is null`),
  ],
);

/** People who are organisers by name, beside those who manage the workspace and those with its role. Per account, not per person. */
export const organisers = pgTable(
  'organisers',
  {
    workspaceId: text('workspace_id').notNull(),
    /** Not a reference: they may be named before they have used anything. */
    memberId: text('member_id').notNull(),
    namedBy: text('named_by').notNull(),
    namedAt: instant('named_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.memberId] })],
);

/** People who are mentors of a cohort by name, beside those with the mentors' role of one of its homes. */
export const mentors = pgTable(
  'mentors',
  {
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id, { onDelete: 'cascade' }),
    /** Not a reference: they may be named before they have used anything. */
    memberId: text('member_id').notNull(),
    namedBy: text('named_by').notNull(),
    namedAt: instant('named_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.cohortId, table.memberId] })],
);

/** One-time codes that join two homes or two members. Of the code itself only what finds it and what proves it is kept. */
export const codes = pgTable(
  'codes',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    purpose: text({ enum: ['cohort', 'person'] }).notNull(),
    /** The cohort, or the member, it is about. */
    subject: text().notNull(),
    /** The first letters, which find it; a wrong ending counts against it. */
    selector: text().notNull(),
    hash: text().notNull(),
    madeBy: text('made_by').notNull(),
    expiresAt: instant('expires_at').notNull(),
    tries: integer().notNull().default(0),
    usedAt: instant('used_at'),
    /** The event that used it, so that a repeated delivery is known. */
    usedBy: text('used_by').unique(),
    /** The event that asked for it, so that a repeated delivery makes no second one. */
    eventId: text('event_id').notNull().unique(),
  },
  (table) => [index('codes_selector').on(table.selector)],
);

/** Who tried a code that was none, and when, so that guessing has an end. */
export const codeTries = pgTable(
  'code_tries',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    memberId: text('member_id').notNull(),
    at: instant().notNull(),
    eventId: text('event_id').notNull().unique(),
  },
  (table) => [index('code_tries_member').on(table.memberId, table.at)],
);

/** Which members were made one person, and which of those were made two again. Only added. */
export const links = pgTable(
  'links',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    primaryId: text('primary_id')
      .notNull()
      .references(() => members.id),
    secondaryId: text('secondary_id')
      .notNull()
      .references(() => members.id),
    /** Set on a row that undoes another. */
    undoes: bigint({ mode: 'number' }).unique(),
    /** What it takes to undo it. Shape: `Merged` in linking/merge.ts. */
    merged: jsonb(),
    madeBy: text('made_by').notNull(),
    madeAt: instant('made_at').notNull(),
    eventId: text('event_id').notNull().unique(),
  },
  (table) => [index('links_primary').on(table.primaryId), index('links_secondary').on(table.secondaryId)],
);

/** The address of a cohort's calendar feed: whoever has it can read the dates. */
export const calendarFeeds = pgTable('calendar_feeds', {
  cohortId: text('cohort_id')
    .primaryKey()
    .references(() => cohorts.id, { onDelete: 'cascade' }),
  token: text().notNull().unique(),
});

// Expert-debugging scenarios.

/** A scenario that was posted to a cohort, for teams and for people on their own, until it closes with the debrief. */
export const incidents = pgTable(
  'incidents',
  {
    id: text().primaryKey(),
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id, { onDelete: 'cascade' }),
    /** The scenario's slug. */
    scenario: text().notNull(),
    openedAt: instant('opened_at').notNull(),
    closesAt: instant('closes_at').notNull(),
    closedAt: instant('closed_at'),
  },
  (table) => [
    index('incidents_cohort').on(table.cohortId, table.openedAt),
    index('incidents_open').on(table.scenario).where(sql`closed_at is null`),
  ],
);

/** One person's (`memberId` is set) or team's run of a scenario. Where it stands follows from its moves. */
export const investigations = pgTable(
  'investigations',
  {
    id: text().primaryKey(),
    kind: text({ enum: ['solo', 'team'] }).notNull(),
    workspaceId: text('workspace_id').notNull(),
    /** Whose board its points go to. */
    cohortId: text('cohort_id').references(() => cohorts.id, { onDelete: 'cascade' }),
    incidentId: text('incident_id').references(() => incidents.id, { onDelete: 'cascade' }),
    memberId: text('member_id').references(() => members.id),
    /** A team's number within its incident, from 1. */
    number: integer(),
    scenario: text().notNull(),
    /** The scenario's version when it began: moves that mean nothing in a later one are ignored. */
    version: text().notNull(),
    openedAt: instant('opened_at').notNull(),
    closesAt: instant('closes_at'),
    closedAt: instant('closed_at'),
    /** How it ended, and the score it had then. */
    outcome: text({ enum: ['fixed', 'gave-up', 'closed'] }),
    score: integer(),
    /** The platform's id of the team's thread. */
    thread: text(),
  },
  (table) => [
    index('investigations_member').on(table.memberId, table.openedAt),
    index('investigations_incident').on(table.incidentId),
    uniqueIndex('investigations_team').on(table.incidentId, table.number),
    uniqueIndex('investigations_own').on(table.incidentId, table.memberId),
    check('investigations_owner', sql`(${table.kind} = 'solo') = (${table.memberId} is not null)`),
  ],
);

/** Who is in a team. A person is in one team of an incident. */
export const investigators = pgTable(
  'investigators',
  {
    investigationId: text('investigation_id')
      .notNull()
      .references(() => investigations.id, { onDelete: 'cascade' }),
    incidentId: text('incident_id')
      .notNull()
      .references(() => incidents.id, { onDelete: 'cascade' }),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    joinedAt: instant('joined_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.investigationId, table.memberId] }),
    uniqueIndex('investigators_once').on(table.incidentId, table.memberId),
    index('investigators_member').on(table.memberId),
  ],
);

/** What was done in an investigation, in order, only added. */
export const investigationMoves = pgTable(
  'investigation_moves',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    investigationId: text('investigation_id')
      .notNull()
      .references(() => investigations.id, { onDelete: 'cascade' }),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    /** Shape: `Move` in scenarios/moves.ts. */
    move: jsonb().notNull(),
    at: instant().notNull(),
    eventId: text('event_id').notNull().unique(),
  },
  (table) => [index('investigation_moves_run').on(table.investigationId, table.id)],
);

/** What became of an investigation's post-mortem: handed in by who investigated, approved or commented on by a mentor. */
export const postMortems = pgTable(
  'post_mortems',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    investigationId: text('investigation_id')
      .notNull()
      .references(() => investigations.id, { onDelete: 'cascade' }),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    kind: text({ enum: ['handed-in', 'approved', 'commented'] }).notNull(),
    /** The filled blanks of what was handed in. Shape: `Blanks` in scenarios/post-mortem.ts. */
    blanks: jsonb(),
    /** What the mentor says. */
    words: text(),
    at: instant().notNull(),
    eventId: text('event_id').notNull().unique(),
  },
  (table) => [index('post_mortems_run').on(table.investigationId, table.id)],
);
