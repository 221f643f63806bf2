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

/** By which clock somebody lives from a moment on. */
interface Zoned {
  /** IANA name. */
  zone: string;
  since: Temporal.Instant;
}

/** A place in a cohort that somebody has or had, as far as it says by which clock they lived. */
export interface Place {
  /** The zone of the cohort, since ever, and what it was changed to since, in order. */
  zones: readonly [Zoned, ...Zoned[]];
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
  let [place, ...later] = places.toSorted((one, other) => Temporal.Instant.compare(one.from, other.from));
  const found: Zoned[] = [];
  for (let since = ALWAYS; place !== undefined; ) {
    const { until } = place;
    found.push(...within(place.zones, since, until));
    if (until === undefined) break;
    [place, ...later] = later.filter((one) => one.until === undefined || isAfter(one.until, until));
    since = place !== undefined && isAfter(place.from, until) ? place.from : until;
  }
  const [first = { zone: NOWHERE, since: ALWAYS }, ...others] = found;
  const changes = others.filter(({ zone }, at) => zone !== (others[at - 1] ?? first).zone);
  return [first, ...changes];
}

/** The zones of a cohort from a moment until another: the one that it has at the first, and what it is changed to. */
function within(zones: Place['zones'], since: Temporal.Instant, until: Temporal.Instant | undefined): Zoned[] {
  const then = zones.findLast((one) => !isAfter(one.since, since)) ?? zones[0];
  const changed = zones.filter(
    (one) => isAfter(one.since, since) && (until === undefined || isAfter(until, one.since)),
  );
  return [{ zone: then.zone, since }, ...changed];
}

function isAfter(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) > 0;
}
