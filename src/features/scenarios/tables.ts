import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { addedColumns, instant } from '../../database/columns.ts';
import { cohorts } from '../../domain/cohorts/tables.ts';
import { members } from '../../domain/people/tables.ts';

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
    /** Whether only the team sees it. */
    isThreadPrivate: boolean('is_thread_private').notNull().default(false),
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
    ...addedColumns(),
    investigationId: text('investigation_id')
      .notNull()
      .references(() => investigations.id, { onDelete: 'cascade' }),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    /** Shape: `Move` in scenarios/moves.ts. */
    move: jsonb().notNull(),
  },
  (table) => [index('investigation_moves_run').on(table.investigationId, table.id)],
);

/** What became of an investigation's post-mortem: handed in by those who investigated, approved or commented on by a mentor. */
export const postMortems = pgTable(
  'post_mortems',
  {
    ...addedColumns(),
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
  },
  (table) => [index('post_mortems_run').on(table.investigationId, table.id)],
);
