import { z } from 'zod';
import { type CalendarChange, Rhythm, rhythmOf } from '../../domain/cohorts/calendar.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { TRACK_SLUGS } from '../../domain/tracks/choice.ts';

/** What an organiser wants to change about a cohort; what is left out stays as it is. Kept as JSON, read back through this. */
export const Edit = z.object({
  name: z.string().optional(),
  /** Null: as many as come. */
  capacity: z.int().nullable().optional(),
  rhythm: Rhythm.optional(),
  /** How many changes the calendar had when the organiser looked, where the rhythm changes. */
  seen: z.int().optional(),
  /** The home channel in the workspace where it was asked. */
  channel: z.string().optional(),
  /** The roles of the workspace where it was asked. Null: none. */
  mentorRole: z.string().nullable().optional(),
  pingRole: z.string().nullable().optional(),
  /** Whether people may say how sure they are of an answer. */
  certainty: z.boolean().optional(),
  /** What practice, reviews and incidents put first, and what it was until then. */
  track: z.enum(TRACK_SLUGS).optional(),
  trackBefore: z.string().optional(),
  /** The cohort that people may join after the course, with its name then. Null: none. */
  alumni: z.object({ id: z.string(), name: z.string() }).nullable().optional(),
  /** Whether sessions stand among the workspace's own events. */
  events: z.boolean().optional(),
});

export type Edit = z.output<typeof Edit>;

/** The JSON of an edit, as it is kept. */
export function editToJson({ rhythm, ...edit }: Edit): Record<string, unknown> {
  return rhythm === undefined ? edit : { ...edit, rhythm: { ...rhythm, startTime: rhythm.startTime.toString() } };
}

/** The rhythm after some of it was changed; undefined when that changes nothing. */
export function renewedRhythm(cohort: Cohort, wanted: Partial<Rhythm>): Rhythm | undefined {
  const was = rhythmOf(cohort);
  const rhythm = { ...was, ...wanted };
  const isSame =
    rhythm.weekdays.join() === was.weekdays.join() &&
    rhythm.startTime.equals(was.startTime) &&
    rhythm.zone === was.zone;
  return isSame ? undefined : rhythm;
}

/** The change of the calendar that an edit brings. */
export function rhythmChange(cohort: Cohort, rhythm: Rhythm): CalendarChange {
  return { kind: 'rhythm', rhythm, was: rhythmOf(cohort) };
}
