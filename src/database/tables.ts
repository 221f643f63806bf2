import { bigint, jsonb, pgTable, text } from 'drizzle-orm/pg-core';

/** The program's own settings that outlive it, like how far the playground's clock was moved. */
export const settings = pgTable('settings', { name: text().primaryKey(), value: jsonb().notNull() });

/** What one process at a time holds. Its holder counts up; when the count stands still, anybody may take it. */
export const leases = pgTable('leases', {
  name: text().primaryKey(),
  holder: text().notNull(),
  beat: bigint({ mode: 'number' }).notNull(),
});
