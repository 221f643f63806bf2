import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { addedColumns } from '../../database/columns.ts';
import { cohorts } from '../../domain/cohorts/tables.ts';
import { members } from '../../domain/people/tables.ts';

/** A checkpoint that somebody asked to have signed off. What became of it are its entries. */
export const checkpointRequests = pgTable(
  'checkpoint_requests',
  {
    /** Made of the event that asked, so that a repeated delivery asks once. */
    id: text().primaryKey(),
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    /** The slug of the competency area. */
    area: text().notNull(),
    /** `live`: it waits or it is on the record, and a person has one of these an area. `over`: declined or withdrawn. */
    standing: text({ enum: ['live', 'over'] }).notNull(),
  },
  (table) => [
    uniqueIndex('checkpoint_requests_live').on(table.memberId, table.area).where(sql`standing = 'live'`),
    index('checkpoint_requests_cohort').on(table.cohortId),
  ],
);

/** What was said and done about a request, in order, only added. */
export const checkpointEntries = pgTable(
  'checkpoint_entries',
  {
    ...addedColumns(),
    requestId: text('request_id')
      .notNull()
      .references(() => checkpointRequests.id, { onDelete: 'cascade' }),
    /** Who did it: the learner or a mentor. */
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    kind: text({
      enum: ['requested', 'added', 'withdrawn', 'taken', 'released', 'asked', 'signed-off', 'declined'],
    }).notNull(),
    words: text().notNull(),
    /** Addresses, each http or https. */
    links: jsonb().$type<readonly string[]>().notNull(),
    /** Ids of investigations. */
    runs: jsonb().$type<readonly string[]>().notNull(),
  },
  (table) => [index('checkpoint_entries_request').on(table.requestId, table.id)],
);

/** Which steps of the verification a mentor has ticked: theirs alone, and there when they come back. */
export const checkpointTicks = pgTable(
  'checkpoint_ticks',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    requestId: text('request_id')
      .notNull()
      .references(() => checkpointRequests.id, { onDelete: 'cascade' }),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    /** Counted from 0: the steps, then the questions. */
    step: integer().notNull(),
  },
  (table) => [uniqueIndex('checkpoint_ticks_step').on(table.requestId, table.memberId, table.step)],
);
