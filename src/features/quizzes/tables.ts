import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';
import { cohorts } from '../../domain/cohorts/tables.ts';
import { members } from '../../domain/people/tables.ts';
import { CERTAINTIES } from './certainty.ts';

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
    /** How sure the person said they were, where their cohort asks and they said it. */
    certainty: text({ enum: CERTAINTIES }),
    answeredAt: instant('answered_at').notNull(),
    eventId: text('event_id').notNull().unique(),
  },
  (table) => [
    index('answers_round').on(table.roundId, table.memberId, table.item),
    index('answers_member').on(table.memberId, table.answeredAt),
  ],
);
