import { type AnyPgColumn, boolean, index, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';

/** `discord:123/456`: one person in one workspace. The name is what the platform said last. */
export const members = pgTable(
  'members',
  {
    id: text().primaryKey(),
    workspaceId: text('workspace_id').notNull(),
    externalId: text('external_id').notNull(),
    name: text().notNull(),
    hidden: boolean().notNull().default(false),
    /** What boards call the person, where they chose a name for that. */
    pseudonym: text(),
    /** On what ground the person's pictures stand, where they chose. */
    theme: text({ enum: ['light', 'dark'] }),
    seenAt: instant('seen_at').notNull(),
    /** The member of another workspace who is the same person and to whom all rows belong. */
    primaryId: text('primary_id').references((): AnyPgColumn => members.id),
    /** On a primary: the member under which the person was last seen, and is written to. Null: never under another. */
    directId: text('direct_id'),
  },
  (table) => [
    index('members_workspace').on(table.workspaceId),
    index('members_primary').on(table.primaryId),
    index('members_account').on(table.externalId),
  ],
);
