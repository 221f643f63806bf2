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

/** A place in a cohort that somebody has or had, as far as it says by which clock they lived. */
export interface Place {
  /** IANA name of the cohort's zone. */
  zone: string;
  from: Temporal.Instant;
  /** Undefined while they are in it. */
  until: Temporal.Instant | undefined;
}

/** The zone of who was never in a cohort. */
const NOWHERE = 'UTC';

/**
 * By which clock somebody lived who never said it: that of the cohort that they joined first; once they are out of it that of the one
 * they had joined first of all later ones, from then on, so that no day before becomes another one. A cohort that is over leaves its clock.
 */
export function zonesOf(places: readonly Place[]): [Zoned, ...Zoned[]] {
  const ordered = places.toSorted((one, other) => Temporal.Instant.compare(one.from, other.from));
  let [place, ...later] = ordered;
  const zones: [Zoned, ...Zoned[]] = [{ zone: place?.zone ?? NOWHERE, since: ALWAYS }];
  for (let left = place?.until; left !== undefined; left = place?.until) {
    const end = left;
    later = later.filter(({ until }) => until === undefined || Temporal.Instant.compare(until, end) > 0);
    [place, ...later] = later;
    if (place === undefined) break;
    const since = Temporal.Instant.compare(place.from, end) > 0 ? place.from : end;
    if (place.zone !== zones.at(-1)?.zone) zones.push({ zone: place.zone, since });
  }
  return zones;
}

interface Zoned {
  zone: string;
  since: Temporal.Instant;
}
