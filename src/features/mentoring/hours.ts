/** When a mentor works, by the clock of their own zone. */
export interface Hours {
  /** IANA name. */
  zone: string;
  /** ISO weekdays, 1 is Monday; on each of them work begins. */
  days: readonly number[];
  from: Temporal.PlainTime;
  /** Earlier than `from`: work goes on past midnight. */
  until: Temporal.PlainTime;
  /** Days off, first and last included. */
  holidays: readonly DaysOff[];
  /** No work at all until they say that they are back. */
  isPaused: boolean;
  /** What they had stated before, the newest first: what counted then goes on counting for then. */
  earlier?: readonly Earlier[];
}

export interface Earlier {
  until: Temporal.Instant;
  hours: Omit<Hours, 'earlier'>;
}

export interface DaysOff {
  from: Temporal.PlainDate;
  until: Temporal.PlainDate;
}

/** Somebody works from one moment to another. */
export interface Span {
  from: Temporal.Instant;
  until: Temporal.Instant;
}

/** The hours of mentors who never stated any: office hours where the cohort lives. */
export function usualHours(zone: string): Hours {
  return {
    zone,
    days: [1, 2, 3, 4, 5],
    from: new Temporal.PlainTime(9),
    until: new Temporal.PlainTime(17),
    holidays: [],
    isPaused: false,
  };
}

/** What counts as a working day, in hours that were worked by somebody. */
export const WORKING_DAY_HOURS = 8;

/** How far ahead is looked for work, in days: who is away for longer is not waited for. */
const AHEAD_DAYS = 60;

/** When somebody with these hours works between two moments, in order. */
export function spansOf(hours: Hours, from: Temporal.Instant, until: Temporal.Instant): Span[] {
  const [before, ...earlier] = hours.earlier ?? [];
  if (before !== undefined && Temporal.Instant.compare(from, before.until) < 0) {
    const cut = earlierOf(before.until, until);
    // A day off that is stated late is one all the same.
    const holidays = [...before.hours.holidays, ...hours.holidays];
    const then = spansOf({ ...before.hours, holidays, earlier }, from, cut);
    return [...then, ...spansOf({ ...hours, earlier: [] }, cut, until)];
  }
  if (hours.isPaused || Temporal.Instant.compare(from, until) >= 0) return [];
  const spans: Span[] = [];
  const last = until.toZonedDateTimeISO(hours.zone).toPlainDate();
  // Work that began the day before may go on past midnight.
  let date = from.toZonedDateTimeISO(hours.zone).toPlainDate().subtract({ days: 1 });
  for (; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    if (!hours.days.includes(date.dayOfWeek) || isOff(hours, date)) continue;
    const span = within(shiftOn(hours, date), from, until);
    if (span !== undefined) spans.push(span);
  }
  return spans;
}

function isOff({ holidays }: Hours, date: Temporal.PlainDate): boolean {
  return holidays.some(
    (off) => Temporal.PlainDate.compare(off.from, date) <= 0 && Temporal.PlainDate.compare(date, off.until) <= 0,
  );
}

/** A wall-clock time that a change of the clocks leaves out is held as much later as the gap is long. */
function shiftOn({ zone, from, until }: Hours, date: Temporal.PlainDate): Span {
  const ends = Temporal.PlainTime.compare(until, from) > 0 ? date : date.add({ days: 1 });
  const at = (day: Temporal.PlainDate, plainTime: Temporal.PlainTime) =>
    day.toZonedDateTime({ timeZone: zone, plainTime }).toInstant();
  return { from: at(date, from), until: at(ends, until) };
}

function within(span: Span, from: Temporal.Instant, until: Temporal.Instant): Span | undefined {
  const cut = { from: later(span.from, from), until: earlierOf(span.until, until) };
  return Temporal.Instant.compare(cut.from, cut.until) < 0 ? cut : undefined;
}

function later(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) > 0 ? one : other;
}

function earlierOf(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) < 0 ? one : other;
}

/** When at least one of these people works between two moments, in order, no moment twice. */
export function staffedSpans(all: readonly Hours[], from: Temporal.Instant, until: Temporal.Instant): Span[] {
  const spans = all
    .flatMap((hours) => spansOf(hours, from, until))
    .sort((one, other) => Temporal.Instant.compare(one.from, other.from));
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last !== undefined && Temporal.Instant.compare(span.from, last.until) <= 0) {
      last.until = later(last.until, span.until);
    } else merged.push({ ...span });
  }
  return merged;
}

/** How long at least one of these people worked between two moments, in milliseconds. */
export function workedBetween(all: readonly Hours[], from: Temporal.Instant, until: Temporal.Instant): number {
  return staffedSpans(all, from, until).reduce((sum, span) => sum + lengthOf(span), 0);
}

function lengthOf({ from, until }: Span): number {
  return until.epochMilliseconds - from.epochMilliseconds;
}

/**
 * The moment at which these people together will have worked so many milliseconds since `from`; undefined where they do not
 * work that much in the next sixty days, or as many as are looked at.
 */
export function workedAfter(
  all: readonly Hours[],
  from: Temporal.Instant,
  milliseconds: number,
  ahead = AHEAD_DAYS,
): Temporal.Instant | undefined {
  let left = milliseconds;
  // A week at a time: the moment is nearly always in the first.
  for (let days = 0; days < ahead; days += 7) {
    const [start, end] = [from.add({ hours: 24 * days }), from.add({ hours: 24 * (days + 7) })];
    for (const span of staffedSpans(all, start, end)) {
      if (lengthOf(span) >= left) return span.from.add({ milliseconds: left });
      left -= lengthOf(span);
    }
  }
  return undefined;
}

/** This moment if somebody with these hours works then, else when they begin next; undefined where that is not in sight. */
export function nextAtWork(hours: Hours, now: Temporal.Instant): Temporal.Instant | undefined {
  return workedAfter([hours], now, 0);
}

/** A pause may have been long, and is over. */
const A_YEAR = 366;

/** How much somebody with these hours works in a week without days off, in milliseconds. */
function weekOf({ days, from, until }: Hours): number {
  const day = from.until(until).total('milliseconds');
  return days.length * (day > 0 ? day : day + 24 * 3_600_000);
}

/**
 * When a week of silence is over for these people: seven days have gone by by the clock of `zone`, they have worked for as long as
 * one of them does in a week, and somebody is at work. So days off and pauses count for nothing, and nobody hears of it outside of
 * their hours. Undefined where nobody works, or not in sight.
 */
export function weekAtWorkAfter(
  all: readonly Hours[],
  from: Temporal.Instant,
  zone: string,
): Temporal.Instant | undefined {
  const weeks = all.filter(({ isPaused }) => !isPaused).map(weekOf);
  const worked = weeks.length === 0 ? undefined : workedAfter(all, from, Math.min(...weeks), A_YEAR);
  return worked && workedAfter(all, later(worked, weekAfter(from, zone)), 0, A_YEAR);
}

/** Seven days later by the clock of a zone. */
export function weekAfter(from: Temporal.Instant, zone: string): Temporal.Instant {
  return from.toZonedDateTimeISO(zone).add({ days: 7 }).toInstant();
}
