import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, zoneName } from '../../database/columns.ts';
import { members } from '../people/tables.ts';

/** On which days people want to learn, and by which clock, only added: each row holds until the next. */
export const streakWishes = pgTable(
  'streak_wishes',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    /** ISO weekdays, 1 is Monday. */
    days: integer().array().notNull(),
    /** IANA name. */
    zone: zoneName().notNull(),
    at: instant().notNull(),
  },
  (table) => [
    index('streak_wishes_member').on(table.memberId, table.id),
    check('streak_wishes_days', sql`cardinality(${table.days}) between 1 and 7`),
  ],
);
