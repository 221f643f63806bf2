import { bigint, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';

/** What the playground shows instead of a chat platform: its channels and threads. */
export const playgroundChannels = pgTable('playground_channels', {
  id: text().primaryKey(),
  name: text().notNull(),
  topic: text().notNull(),
  /** A thread's channel and message; a person's direct messages. */
  parent: text(),
  rootMessage: text('root_message').unique(),
  person: text().unique(),
  position: integer().notNull(),
});

/** The playground's messages, rendered. `visibleTo` is set on private replies. */
export const playgroundMessages = pgTable(
  'playground_messages',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    channel: text()
      .notNull()
      .references(() => playgroundChannels.id),
    key: text().unique(),
    visibleTo: text('visible_to'),
    /** The command a private reply answers, as its reader typed it: `/quiz start`. */
    answers: text(),
    /** Who typed it; null where it is the bot's. */
    author: text(),
    html: text().notNull(),
    /** What a press on it may say. Shape: `CarriedControl` in adapters/playground/render.ts. */
    controls: jsonb().notNull(),
    postedAt: instant('posted_at').notNull(),
    editedAt: instant('edited_at'),
  },
  (table) => [index('playground_messages_channel').on(table.channel, table.id)],
);
