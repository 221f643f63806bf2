import { sql } from 'drizzle-orm';
import { check, index, pgTable, text } from 'drizzle-orm/pg-core';
import { instant, wallTime, zoneName } from '../../database/columns.ts';
import { members } from '../../domain/people/tables.ts';

/** What people want to be reminded of, where they said so. */
export const reminderWishes = pgTable(
  'reminder_wishes',
  {
    memberId: text('member_id')
      .primaryKey()
      .references(() => members.id),
    sessions: text({ enum: ['coming', 'all', 'off'] }).notNull(),
    rounds: text({ enum: ['on', 'off'] }).notNull(),
    course: text({ enum: ['on', 'off'] })
      .notNull()
      .default('on'),
    pairs: text({ enum: ['on', 'off'] })
      .notNull()
      .default('on'),
    reviews: text({ enum: ['on', 'off'] })
      .notNull()
      .default('on'),
    nudges: text({ enum: ['on', 'off'] })
      .notNull()
      .default('on'),
    risk: text({ enum: ['on', 'off'] })
      .notNull()
      .default('on'),
    questions: text({ enum: ['ping', 'direct', 'off'] })
      .notNull()
      .default('ping'),
    talks: text({ enum: ['on', 'off'] })
      .notNull()
      .default('on'),
    results: text({ enum: ['on', 'off'] })
      .notNull()
      .default('off'),
    months: text({ enum: ['on', 'off'] })
      .notNull()
      .default('off'),
    /** Quiet hours: all three or none. */
    zone: zoneName(),
    quietFrom: wallTime('quiet_from'),
    quietUntil: wallTime('quiet_until'),
  },
  (table) => [
    check('reminder_wishes_quiet', sql`num_nulls(${table.zone}, ${table.quietFrom}, ${table.quietUntil}) in (0, 3)`),
  ],
);

/** Every reminder that was sent to somebody in private, which is what says how many they got. */
export const reminders = pgTable(
  'reminders',
  {
    /** The key of the message. */
    key: text().primaryKey(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    at: instant().notNull(),
  },
  (table) => [index('reminders_member').on(table.memberId, table.at)],
);
