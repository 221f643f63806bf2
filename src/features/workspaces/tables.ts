import { pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';

/** `discord:123`: the platform and its own id of the server, team or playground. */
export const workspaces = pgTable('workspaces', {
  id: text().primaryKey(),
  platform: text().notNull(),
  externalId: text('external_id').notNull(),
  /** Whoever has this role is an organiser too. */
  organiserRole: text('organiser_role'),
  /** When the bot was removed from it; null where it is, and again when it is back. */
  leftAt: instant('left_at'),
  /** When the names and words of its people were deleted, some time after. */
  forgottenAt: instant('forgotten_at'),
});
