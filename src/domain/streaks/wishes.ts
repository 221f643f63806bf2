/** Days and a clock, by which somebody's days of learning are told apart. */
export interface Rhythm {
  /** ISO weekdays, 1 is Monday. */
  days: readonly number[];
  /** IANA name. */
  zone: string;
}

/** On which days somebody wants to learn, and by which clock; from a moment on. */
export interface Wish extends Rhythm {
  since: Temporal.Instant;
}

/** The days of somebody who never chose any. */
export const USUAL_DAYS: readonly number[] = [1, 2, 3, 4, 5];

/** Since when the first wish of somebody holds. */
export const ALWAYS = Temporal.Instant.fromEpochMilliseconds(0);

export function isSameRhythm(one: Rhythm, other: Rhythm): boolean {
  return one.zone === other.zone && String(one.days) === String(other.days);
}
