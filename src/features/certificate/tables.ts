import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';
import { cohorts } from '../../domain/cohorts/tables.ts';
import { members } from '../../domain/people/tables.ts';
import type { Shown } from './certifying.ts';

/** A certificate, as its holder agreed to it. Whoever knows its id can read it. */
export const certificates = pgTable(
  'certificates',
  {
    /** Made of chance, so that nobody finds one by guessing. */
    id: text().primaryKey(),
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    shown: jsonb().$type<Shown>().notNull(),
    issuedAt: instant('issued_at').notNull(),
    /** `live`: a person has one in a cohort. */
    standing: text({ enum: ['live', 'replaced', 'withdrawn', 'revoked'] }).notNull(),
    endedAt: instant('ended_at'),
    endedBy: text('ended_by'),
    /** An organiser's, for the holder; the page does not say it. */
    reason: text(),
    eventId: text('event_id').notNull().unique(),
  },
  (table) => [
    uniqueIndex('certificates_live').on(table.cohortId, table.memberId).where(sql`standing = 'live'`),
    index('certificates_member').on(table.memberId),
  ],
);

/** Who wants to be named at graduation: nobody who did not say so. */
export const graduationWishes = pgTable(
  'graduation_wishes',
  {
    cohortId: text('cohort_id')
      .notNull()
      .references(() => cohorts.id),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    named: boolean().notNull(),
    at: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.cohortId, table.memberId] })],
);
