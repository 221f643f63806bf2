import { pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';
import { members } from '../../domain/people/tables.ts';

/** Who asked to be deleted, until it is done. */
export const deletionRequests = pgTable('deletion_requests', {
  memberId: text('member_id')
    .primaryKey()
    .references(() => members.id),
  askedAt: instant('asked_at').notNull(),
  dueAt: instant('due_at').notNull(),
});

/** Which accounts were deleted, to be deleted again from a database that was restored: of each only a hash. */
export const deletions = pgTable('deletions', {
  /** SHA-256 of the member's id. */
  account: text().primaryKey(),
  deletedAt: instant('deleted_at').notNull(),
});
