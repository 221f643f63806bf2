import { sql } from 'drizzle-orm';
import { boolean, check, doublePrecision, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { addedColumns, instant, wallTime, zoneName } from '../../database/columns.ts';
import { members } from '../../domain/people/tables.ts';

/** One thing that a person reviews. What is remembered of it is a fold over its reviews, kept in the transaction that adds one. */
export const cards = pgTable(
  'cards',
  {
    id: text().primaryKey(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    kind: text({ enum: ['item', 'belief', 'scenario'] }).notNull(),
    /** A slug of the curriculum. */
    subject: text().notNull(),
    source: text({ enum: ['round', 'practice', 'debrief'] }).notNull(),
    /** Under which id its letters were drawn when they were last seen. */
    seenAs: text('seen_as'),
    madeAt: instant('made_at').notNull(),
    reviews: integer().notNull().default(0),
    stability: doublePrecision(),
    difficulty: doublePrecision(),
    misses: integer().notNull().default(0),
    streak: integer().notNull().default(0),
    lastAt: instant('last_at'),
    dueAt: instant('due_at').notNull(),
  },
  (table) => [
    uniqueIndex('cards_subject').on(table.memberId, table.kind, table.subject),
    index('cards_due').on(table.memberId, table.dueAt),
  ],
);

/** Every review of a card, only added. */
export const reviews = pgTable(
  'reviews',
  {
    ...addedColumns(),
    cardId: text('card_id')
      .notNull()
      .references(() => cards.id, { onDelete: 'cascade' }),
    /** The how manieth of its card, from 1. */
    number: integer().notNull(),
    /** `asked`: here, by its card. `missed`: again in a round, in practice or in an incident. */
    cause: text({ enum: ['asked', 'missed'] }).notNull(),
    grade: text({ enum: ['again', 'hard', 'good'] }).notNull(),
  },
  (table) => [uniqueIndex('reviews_number').on(table.cardId, table.number)],
);

/** When people want to be asked, where they said so. */
export const reviewSettings = pgTable(
  'review_settings',
  {
    memberId: text('member_id')
      .primaryKey()
      .references(() => members.id),
    /** ISO weekdays, 1 is Monday. */
    days: integer().array().notNull(),
    at: wallTime(),
    /** IANA name. */
    zone: zoneName().notNull(),
    /** Cards a day. */
    most: integer().notNull(),
    paused: boolean().notNull().default(false),
    /** When they are asked next; null: not unasked. */
    nextAt: instant('next_at'),
  },
  (table) => [
    index('review_settings_next').on(table.nextAt).where(sql`next_at is not null`),
    check('review_settings_most', sql`${table.most} between 1 and 50`),
  ],
);
