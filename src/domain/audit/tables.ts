import { bigint, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';

/** What organisers and mentors did, what learners did with them, and when; kept for a year. A row is written before the work and completed after it. */
export const deeds = pgTable(
  'deeds',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    workspaceId: text('workspace_id').notNull(),
    /** Not a reference: a draft may be thrown away. Null where it was about the workspace. */
    cohortId: text('cohort_id'),
    memberId: text('member_id').notNull(),
    /** The route that did it. */
    route: text().notNull(),
    /** Its words in the past tense: `moved a session`. */
    did: text().notNull(),
    /** What organisers and mentors typed or chose, by option; of learners nothing. */
    options: jsonb().$type<Record<string, string>>().notNull(),
    at: instant().notNull(),
    /** Null while it is under way, and for ever where it was cut off. */
    doneAt: instant('done_at'),
    eventId: text('event_id').notNull().unique(),
  },
  (table) => [
    index('deeds_cohort').on(table.cohortId, table.id),
    index('deeds_workspace').on(table.workspaceId, table.at),
  ],
);

/** Events that did what another may take back, for as long as a platform may deliver them again. */
export const doneEvents = pgTable(
  'done_events',
  { eventId: text('event_id').primaryKey(), at: instant().notNull() },
  (table) => [index('done_events_at').on(table.at)],
);
