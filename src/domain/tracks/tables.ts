import { pgTable, text } from 'drizzle-orm/pg-core';
import { instant } from '../../database/columns.ts';
import { cohorts } from '../cohorts/tables.ts';
import { members } from '../people/tables.ts';

/** The way through the course that a person chose: a slug of `tracks.yaml`. */
export const chosenTracks = pgTable('chosen_tracks', {
  memberId: text('member_id')
    .primaryKey()
    .references(() => members.id),
  track: text().notNull(),
  at: instant().notNull(),
});

/** The way that an organiser chose for a cohort; each of its people may choose another one. */
export const cohortTracks = pgTable('cohort_tracks', {
  cohortId: text('cohort_id')
    .primaryKey()
    .references(() => cohorts.id, { onDelete: 'cascade' }),
  track: text().notNull(),
  at: instant().notNull(),
});
