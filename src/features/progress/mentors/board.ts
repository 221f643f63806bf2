import type { Services } from '../../../context.ts';
import type { Db } from '../../../database/client.ts';
import type { Cohort } from '../../../domain/cohorts/cohort.ts';
import { type Entry, weekOf } from '../boards.ts';
import { listEntriesOf } from '../store.ts';
import { listMentorEvents } from './events-store.ts';
import { type MentorScore, scoreMentors } from './formula.ts';

export type Period = 'week' | 'cohort';

/** What the mentors of a cohort did in a period, scored: in this week, or in all. */
export async function readScores(
  { db, curriculum }: Pick<Services, 'db' | 'curriculum'>,
  cohort: Cohort,
  period: Period,
  now: Temporal.Instant,
): Promise<Map<string, MentorScore>> {
  const events = await listMentorEvents(db, cohort.id, curriculum);
  const monday = weekOf(now, cohort.zone).toZonedDateTime(cohort.zone).toInstant();
  return scoreMentors(events, cohort.zone, period === 'week' ? monday : undefined);
}

/** Everybody on the mentors' board, with their points: who is there as a mentor, and whoever has helped. */
export async function listMentorEntries(
  db: Db,
  cohort: Cohort,
  scores: ReadonlyMap<string, MentorScore>,
): Promise<Entry[]> {
  const entries = await listEntriesOf(db, cohort.id, [...scores.keys()]);
  return entries.map((entry) => ({ ...entry, points: scores.get(entry.memberId)?.points ?? 0 }));
}
