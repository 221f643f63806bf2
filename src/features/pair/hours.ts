/** Hours of a day that suit somebody, by the clock of their own zone; `from` later than `until` goes through midnight. */
export interface Hours {
  from: Temporal.PlainTime;
  until: Temporal.PlainTime;
  /** IANA name. */
  zone: string;
}

/** How many quarters of an hour a day has. */
export const QUARTERS = 96;

/** For how many quarters of an hour people should be free together to meet. */
export const ENOUGH_QUARTERS = 4;

/** The quarters of a day in UTC in which somebody is free: 1 for each that lies wholly in their hours, by the offset that their zone has that noon. */
export function freeQuarters({ from, until, zone }: Hours, on: Temporal.PlainDate): Uint8Array {
  const noon = on.toZonedDateTime({ timeZone: 'UTC', plainTime: '12:00' }).toInstant();
  const offset = noon.toZonedDateTimeISO(zone).offsetNanoseconds / 60e9;
  const [first, last] = [minuteOf(from), minuteOf(until)];
  const length = (last - first + DAY) % DAY;
  const isFree = (quarter: number) => {
    const into = (quarter * 15 + offset - first + 2 * DAY) % DAY;
    return into + 15 <= length;
  };
  return Uint8Array.from({ length: QUARTERS }, (_, quarter) => Number(isFree(quarter)));
}

const DAY = 24 * 60;

function minuteOf({ hour, minute }: Temporal.PlainTime): number {
  return hour * 60 + minute;
}

/** The longest time in which all of them are free, from a quarter to before another one, which may lie in the next day; undefined when there is none. */
export function longestShared(all: readonly Uint8Array[]): { from: number; until: number } | undefined {
  const isShared = (quarter: number) => all.every((free) => free[quarter % QUARTERS] === 1);
  let best: { from: number; until: number } | undefined;
  for (let from = 0; from < QUARTERS; from += 1) {
    if (!isShared(from) || (from > 0 && isShared(from - 1))) continue;
    let until = from + 1;
    while (until < from + QUARTERS && isShared(until)) until += 1;
    if (best === undefined || until - from > best.until - best.from) best = { from, until };
  }
  return best;
}

/** Days on which somebody is not there, both included. */
export interface Away {
  from: Temporal.PlainDate;
  until: Temporal.PlainDate;
}

/** Whether somebody is away on one of the days from `first` to `last`. */
export function isAway({ from, until }: Away, first: Temporal.PlainDate, last: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(from, last) <= 0 && Temporal.PlainDate.compare(until, first) >= 0;
}
