/** When somebody wants to be asked, and how much. */
export interface Settings {
  /** ISO weekdays, 1 is Monday; empty: never unasked. */
  days: readonly number[];
  /** By the clock of the zone; null before one was chosen. */
  at: Temporal.PlainTime | null;
  /** IANA name. */
  zone: string;
  /** Cards a day. */
  most: number;
  isPaused: boolean;
}

/** Cards a day of somebody who never chose: about five minutes. */
export const USUAL_MOST = 10;

export const EVERY_DAY: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

/** Late at night belongs to the day before, until three. */
const DAY_BEGINS = 3;

/** The day on which a moment falls for somebody who goes to bed late. */
export function dayOf(now: Temporal.Instant, zone: string): Temporal.PlainDate {
  const there = now.toZonedDateTimeISO(zone);
  return there.toPlainDate().subtract({ days: there.hour < DAY_BEGINS ? 1 : 0 });
}

/** When such a day begins. A moment is in the day whose beginning is the last before it. */
export function startOfDay(day: Temporal.PlainDate, zone: string): Temporal.Instant {
  return day.toZonedDateTime({ timeZone: zone, plainTime: new Temporal.PlainTime(DAY_BEGINS) }).toInstant();
}

/** The day's cards are all that are due before it ends, whatever the hour: this moment. */
export function endOfDay(now: Temporal.Instant, zone: string): Temporal.Instant {
  return startOfDay(dayOf(now, zone).add({ days: 1 }), zone);
}

/** When somebody is to be asked next, after a moment; undefined: not unasked. Wall-clock time is kept over changes of the clock. */
export function nextAskAt(
  { days, at, zone, isPaused }: Settings,
  after: Temporal.Instant,
): Temporal.Instant | undefined {
  if (isPaused || at === null || days.length === 0) return undefined;
  const today = after.toZonedDateTimeISO(zone).toPlainDate();
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const day = today.add({ days: ahead });
    if (!days.includes(day.dayOfWeek)) continue;
    const moment = day.toZonedDateTime({ timeZone: zone, plainTime: at }).toInstant();
    if (Temporal.Instant.compare(moment, after) > 0) return moment;
  }
  return undefined;
}
