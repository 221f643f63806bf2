import { bigint, boolean, index, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';
import { members } from '../../domain/people/tables.ts';

/** Each time that somebody takes the self-test, in however many sittings. */
export const selftests = pgTable(
  'selftests',
  {
    id: text().primaryKey(),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    /** The results (slugs) whose claims they made of themselves before the first question. */
    claims: text().array().notNull(),
    /** Whether the mentors of their cohorts may see what it says. */
    shared: boolean().notNull().default(false),
    begunAt: instant('begun_at').notNull(),
    /** When the last question was answered. */
    finishedAt: instant('finished_at'),
  },
  (table) => [index('selftests_member').on(table.memberId, table.begunAt)],
);

/** Each answer as it was given; the first to an item counts. None of them earns points. */
export const selftestAnswers = pgTable(
  'selftest_answers',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    selftestId: text('selftest_id')
      .notNull()
      .references(() => selftests.id),
    memberId: text('member_id')
      .notNull()
      .references(() => members.id),
    item: text().notNull(),
    /** Shape: `Response` in quizzes/marking.ts; null is "I don't know". */
    response: jsonb(),
    right: boolean().notNull(),
    answeredAt: instant('answered_at').notNull(),
  },
  (table) => [unique('selftest_answers_once').on(table.selftestId, table.item)],
);
