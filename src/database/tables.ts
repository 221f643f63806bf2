import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';

/** The program's own settings that outlive it, like how far the playground's clock was moved. */
export const settings = pgTable('settings', { name: text().primaryKey(), value: jsonb().notNull() });
