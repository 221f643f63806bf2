import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { LEVELS } from '../../curriculum/assessment-schema.ts';
import { addedColumns, instant } from '../../database/columns.ts';
import { cohorts } from '../../domain/cohorts/tables.ts';
import { members } from '../../domain/people/tables.ts';

/** The final project of somebody in a cohort: one. What it is and how far it is are its entries. */
export const capstones = pgTable(
  'capstones',
  {
    id: text().primaryKey(),
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
  },
  (table) => [uniqueIndex('capstones_one').on(table.cohortId, table.memberId)],
);

/** What its learner said about a capstone, in order, only added. */
export const capstoneEntries = pgTable(
  'capstone_entries',
  {
    ...addedColumns(),
    capstoneId: text('capstone_id')
      .notNull()
      .references(() => capstones.id, { onDelete: 'cascade' }),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    kind: text({ enum: ['chosen', 'updated', 'delivered', 'submitted'] }).notNull(),
    /** Of what was chosen: the option's slug. Of what was delivered: the milestone's. */
    about: text(),
    title: text(),
    words: text().notNull(),
    links: jsonb().$type<readonly string[]>().notNull(),
  },
  (table) => [index('capstone_entries_capstone').on(table.capstoneId, table.id)],
);

/** Who assesses a capstone: two, and a third where they are far apart. A seat that was left is free again. */
export const assessors = pgTable(
  'assessors',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    capstoneId: text('capstone_id')
      .notNull()
      .references(() => capstones.id, { onDelete: 'cascade' }),
    seat: integer().notNull(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    /** Whether the mentor took the seat or was given it. */
    how: text({ enum: ['took', 'given'] }).notNull(),
    since: instant().notNull(),
    leftAt: instant('left_at'),
    /** When the marks were handed in, which are final then. */
    handedInAt: instant('handed_in_at'),
  },
  (table) => [
    uniqueIndex('assessors_seat').on(table.capstoneId, table.seat).where(sql`left_at is null`),
    uniqueIndex('assessors_once').on(table.capstoneId, table.memberId).where(sql`left_at is null`),
  ],
);

/** The level that an assessor gave a row of the rubric, and why, only added: the last one of a row counts. */
export const assessmentMarks = pgTable(
  'assessment_marks',
  {
    ...addedColumns(),
    assessorId: bigint('assessor_id', { mode: 'number' })
      .notNull()
      .references(() => assessors.id, { onDelete: 'cascade' }),
    capstoneId: text('capstone_id')
      .notNull()
      .references(() => capstones.id, { onDelete: 'cascade' }),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    row: text().notNull(),
    level: text({ enum: LEVELS }).notNull(),
    words: text().notNull(),
  },
  (table) => [index('assessment_marks_assessor').on(table.assessorId, table.id)],
);
