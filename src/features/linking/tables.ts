import { bigint, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { addedColumns, instant } from '../../database/columns.ts';
import { members } from '../../domain/people/tables.ts';

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

/** Who tried a code that does not exist, and when, so that guessing has an end. */
export const codeTries = pgTable(
  'code_tries',
  {
    ...addedColumns(),
    memberId: text('member_id').notNull(),
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
