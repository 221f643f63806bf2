import { bigint, boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';
import { members } from '../../domain/people/tables.ts';

/** Each roadmap that somebody laid; the newest is theirs. */
export const roadmaps = pgTable(
  'roadmaps',
  {
    id: text().primaryKey(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    track: text().notNull(),
    hoursAWeek: integer('hours_a_week').notNull(),
    laidAt: instant('laid_at').notNull(),
    months: integer().notNull(),
    /** Shape: `PlannedStage[]` in roadmap/laying.ts. */
    stages: jsonb().notNull(),
    later: text().array().notNull(),
    /** When its next month begins, of which the person is told if they want; null when it is over or another one was laid. */
    nextAt: instant('next_at'),
  },
  (table) => [index('roadmaps_member').on(table.memberId, table.laidAt), index('roadmaps_next').on(table.nextAt)],
);

/** What people say of a stage themselves, only added: the last word counts. */
export const roadmapTicks = pgTable(
  'roadmap_ticks',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    track: text().notNull(),
    /** The stage's title. */
    stage: text().notNull(),
    done: boolean().notNull(),
    at: instant().notNull(),
  },
  (table) => [index('roadmap_ticks_member').on(table.memberId, table.track)],
);
