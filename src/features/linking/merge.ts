import { z } from 'zod';

/** Who is made one with whom: all rows go to the primary. */
export interface Pair {
  primaryId: string;
  secondaryId: string;
}

/** A column that says whose a row is. `key` names the row. */
export interface Owned {
  table: string;
  column: string;
  key: string;
  /**
   * Two rows with the same values here are about the same thing, of which a person has one: the primary's is kept. Left
   * out where no two rows are ever the same. `only` narrows it to rows with one value.
   */
  same?: { columns: readonly string[]; only?: { column: string; value: string } };
  /** What a row is called as a source of points, before its key: the points follow the row. */
  source?: string;
  /** Rows that are parts of one that is set aside, and go with it. */
  parts?: readonly { table: string; column: string }[];
}

/**
 * Every column of the database that says whose a row is, in one place: a link gives all of them to the primary. A new table
 * that refers to a member is added here; a test says so. The ledger has rules of its own, and so have places in a
 * cohort that are held now.
 */
export const OWNED: readonly Owned[] = [
  {
    table: 'attendance',
    column: 'member_id',
    key: 'id',
    same: { columns: ['cohort_id', 'session'], only: { column: 'said', value: 'present' } },
  },
  { table: 'attendance_corrections', column: 'member_id', key: 'id' },
  { table: 'answers', column: 'member_id', key: 'id', same: { columns: ['round_id', 'item'] }, source: 'answer' },
  { table: 'rounds', column: 'member_id', key: 'id' },
  { table: 'prework_done', column: 'member_id', key: 'id', same: { columns: ['session'] } },
  { table: 'roadmaps', column: 'member_id', key: 'id' },
  { table: 'roadmap_ticks', column: 'member_id', key: 'id' },
  { table: 'chosen_tracks', column: 'member_id', key: 'member_id', same: { columns: [] } },
  { table: 'selftests', column: 'member_id', key: 'id' },
  { table: 'selftest_answers', column: 'member_id', key: 'id' },
  { table: 'help_requests', column: 'member_id', key: 'id' },
  { table: 'help_events', column: 'member_id', key: 'id' },
  { table: 'help_events', column: 'other_id', key: 'id' },
  { table: 'mentor_hours', column: 'member_id', key: 'id' },
  {
    table: 'investigations',
    column: 'member_id',
    key: 'id',
    same: { columns: ['incident_id'] },
    parts: [
      { table: 'investigation_moves', column: 'investigation_id' },
      { table: 'post_mortems', column: 'investigation_id' },
    ],
  },
  // A member is once in an investigation, so that it names the row among those of one member.
  { table: 'investigators', column: 'member_id', key: 'investigation_id', same: { columns: ['incident_id'] } },
  { table: 'investigation_moves', column: 'member_id', key: 'id' },
  { table: 'post_mortems', column: 'member_id', key: 'id' },
  {
    table: 'checkpoint_requests',
    column: 'member_id',
    key: 'id',
    same: { columns: ['area'], only: { column: 'standing', value: 'live' } },
    parts: [
      { table: 'checkpoint_entries', column: 'request_id' },
      { table: 'checkpoint_ticks', column: 'request_id' },
    ],
  },
  {
    table: 'capstones',
    column: 'member_id',
    key: 'id',
    same: { columns: ['cohort_id'] },
    parts: [
      { table: 'capstone_entries', column: 'capstone_id' },
      { table: 'assessors', column: 'capstone_id' },
      { table: 'assessment_marks', column: 'capstone_id' },
    ],
  },
  { table: 'capstone_entries', column: 'member_id', key: 'id' },
  {
    table: 'assessors',
    column: 'member_id',
    key: 'id',
    same: { columns: ['capstone_id'] },
    parts: [{ table: 'assessment_marks', column: 'assessor_id' }],
  },
  { table: 'assessment_marks', column: 'member_id', key: 'id' },
  {
    table: 'certificates',
    column: 'member_id',
    key: 'id',
    same: { columns: ['cohort_id'], only: { column: 'standing', value: 'live' } },
  },
  // A person has one wish in a cohort, so that it names the row among those of one member.
  { table: 'graduation_wishes', column: 'member_id', key: 'cohort_id', same: { columns: ['cohort_id'] } },
  { table: 'checkpoint_entries', column: 'member_id', key: 'id' },
  { table: 'checkpoint_ticks', column: 'member_id', key: 'id', same: { columns: ['request_id', 'step'] } },
  { table: 'enrolments', column: 'member_id', key: 'id' },
  {
    table: 'cards',
    column: 'member_id',
    key: 'id',
    same: { columns: ['kind', 'subject'] },
    parts: [{ table: 'reviews', column: 'card_id' }],
  },
  { table: 'celebrations', column: 'member_id', key: 'id', same: { columns: ['kind', 'about'] } },
  { table: 'streak_wishes', column: 'member_id', key: 'id' },
  { table: 'deletion_requests', column: 'member_id', key: 'member_id', same: { columns: [] } },
  { table: 'review_settings', column: 'member_id', key: 'member_id', same: { columns: [] } },
  // A person has one row of wishes: of two, the primary's.
  { table: 'reminder_wishes', column: 'member_id', key: 'member_id', same: { columns: [] } },
  { table: 'reminders', column: 'member_id', key: 'key' },
  { table: 'pair_wishes', column: 'member_id', key: 'member_id', same: { columns: [] } },
  // A member has one place in a round, so that it names the row among those of one member.
  { table: 'pair_places', column: 'member_id', key: 'round_id', same: { columns: ['round_id'] } },
  { table: 'nudges', column: 'member_id', key: 'id' },
  { table: 'nudges', column: 'sent_by', key: 'id' },
  { table: 'pair_meetings', column: 'member_id', key: 'id' },
];

/** Points are the same when what earned them is. */
export const LEDGER: Owned = { table: 'ledger', column: 'member_id', key: 'id' };

/** How what was moved is called in `Merged`. */
export function nameOf({ table, column }: Owned): string {
  return `${table}.${column}`;
}

/** What a link did, so that it can be undone. */
export const Merged = z.object({
  /** Rows that went to the primary, by `table.column`. */
  moved: z.record(z.string(), z.array(z.string())),
  /** Sources of points that named the secondary, as they were. */
  sources: z.array(z.object({ id: z.string(), source: z.string() })),
  /** Rows that would have been the same thing a second time, whole. */
  aside: z.array(z.object({ table: z.string(), row: z.record(z.string(), z.unknown()) })),
  /** Whether the primary was hidden from boards before. */
  hidden: z.boolean(),
});

export type Merged = z.output<typeof Merged>;

/** A source of points with one member's id in place of another's: `practice:cohort:member:item`. */
export function renameSource(source: string, from: string, to: string): string {
  const at = `:${source}:`.indexOf(`:${from}:`);
  return at < 0 ? source : `${source.slice(0, at)}${to}${source.slice(at + from.length)}`;
}

/** A present place in a cohort. */
export interface Place {
  id: number;
  role: 'learner' | 'mentor';
}

/** Which of two places in the same cohort is kept: staff's before a learner's, else the older one. */
export function betterPlace<P extends Place>(one: P, other: P): P {
  if (one.role !== other.role) return one.role === 'mentor' ? one : other;
  return one.id < other.id ? one : other;
}
