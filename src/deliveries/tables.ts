import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../database/columns.ts';
import { cohorts } from '../domain/cohorts/tables.ts';
import type { DeliveryKind } from './kinds.ts';

/** What the calendar must post, each once. Planned again whenever the calendar changes; a settled row never changes back. */
export const deliveries = pgTable(
  'deliveries',
  {
    /** `cohort/s03/reminder`: stable, so that planning twice is harmless. */
    key: text().primaryKey(),
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id),
    kind: text().$type<DeliveryKind>().notNull(),
    session: integer(),
    /** What this kind needs to know beyond the session; its shape stands with the kind. */
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

/** A cohort whose posts do not arrive until somebody acts: what they can do, and since when. No row: all is well. */
export const troubles = pgTable('troubles', {
  cohortId: text('cohort_id')
    .primaryKey()
    .references(() => cohorts.id, { onDelete: 'cascade' }),
  /** A sentence for an organiser. */
  remedy: text().notNull(),
  since: instant().notNull(),
});

/** When a cohort was last looked after, and what lacked then in each home: told once, and once more when it is there again. */
export const checkups = pgTable('checkups', {
  cohortId: text('cohort_id')
    .primaryKey()
    .references(() => cohorts.id, { onDelete: 'cascade' }),
  at: instant().notNull(),
  /** By workspace and channel: what was missing. Shape: `Found` in deliveries/checkups.ts. */
  found: jsonb().$type<Record<string, string[]>>().notNull(),
});

/** Every message in a channel, claimed before it is sent: if a claim has no message, look before posting. */
export const posts = pgTable('posts', {
  key: text().primaryKey(),
  workspaceId: text('workspace_id').notNull(),
  claimedAt: instant('claimed_at').notNull(),
  /** When it was first tried: where to look for it. */
  triedAt: instant('tried_at').notNull(),
  channel: text(),
  message: text(),
});
