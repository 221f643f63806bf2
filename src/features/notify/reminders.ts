/** What somebody wants to be reminded of in private, and when not. */
export interface Wishes {
  /** `coming`: of sessions to which they said they are coming; `all`: of every session of theirs. */
  sessions: 'coming' | 'all' | 'off';
  /** Of rounds that they have begun and not finished. */
  rounds: 'on' | 'off';
  /** Of checkpoints at the end of a module, of the capstone and what it asks for next. */
  course: 'on' | 'off';
  /** Of their pair in each module, and whether it met. */
  pairs: 'on' | 'off';
  /** Of cards to review, at the hour that they chose for it. */
  reviews: 'on' | 'off';
  /** Of a mentor's word when they slip. */
  nudges: 'on' | 'off';
  /** For mentors: of learners who are slipping, on Mondays. */
  risk: 'on' | 'off';
  /** For mentors, of questions that wait: named in the channel, by direct message, or not at all. */
  questions: 'ping' | 'direct' | 'off';
  /** Of questions that they asked or took: whose turn it is, how it went, thanks. */
  talks: 'on' | 'off';
  /** Of their own result when a round closes. */
  results: 'on' | 'off';
  /** Of each new month of their roadmap. */
  months: 'on' | 'off';
  quiet: Quiet | null;
}

/** Hours without reminders, by the clock of the person's own zone; `from` later than `until` goes through midnight. */
export interface Quiet {
  from: Temporal.PlainTime;
  until: Temporal.PlainTime;
  /** IANA name. */
  zone: string;
}

/** The settings of somebody who never chose any. */
export const USUAL: Wishes = {
  sessions: 'coming',
  rounds: 'on',
  course: 'on',
  pairs: 'on',
  reviews: 'on',
  nudges: 'on',
  risk: 'on',
  questions: 'ping',
  talks: 'on',
  results: 'off',
  months: 'off',
  quiet: null,
};

/** How many reminders at most reach a person within 24 hours, whatever they want and however many cohorts they are in. */
export const MOST_A_DAY = 2;

/** Why somebody is not reminded now, or undefined: `sentAt` are the moments of the reminders that they got. */
export function reasonNotNow(
  { quiet }: Pick<Wishes, 'quiet'>,
  sentAt: readonly Temporal.Instant[],
  now: Temporal.Instant,
): 'quiet' | 'enough' | undefined {
  if (quiet !== null && isQuiet(quiet, now)) return 'quiet';
  const dayAgo = now.subtract({ hours: 24 });
  const lately = sentAt.filter((at) => Temporal.Instant.compare(at, dayAgo) > 0);
  return lately.length >= MOST_A_DAY ? 'enough' : undefined;
}

/** The first moment from now on at which somebody may be reminded: when their quiet hours have ended, and a reminder is a day old where they had enough. */
export function nextReminderAt(
  wishes: Pick<Wishes, 'quiet'>,
  sentAt: readonly Temporal.Instant[],
  now: Temporal.Instant,
): Temporal.Instant {
  const reason = reasonNotNow(wishes, sentAt, now);
  if (reason === undefined) return now;
  const { quiet } = wishes;
  const next = reason === 'quiet' && quiet !== null ? quietEndsAt(quiet, now) : oldestAt(sentAt).add({ hours: 24 });
  // A clock that is set back can bring the same hour twice: a step of a minute is always one forward.
  return nextReminderAt(wishes, sentAt, latest(next, now.add({ minutes: 1 })));

  function oldestAt(all: readonly Temporal.Instant[]): Temporal.Instant {
    return all.toSorted(Temporal.Instant.compare).at(-MOST_A_DAY) ?? now;
  }
}

function quietEndsAt({ until, zone }: Quiet, now: Temporal.Instant): Temporal.Instant {
  const day = now.toZonedDateTimeISO(zone).toPlainDate();
  const endOn = (date: Temporal.PlainDate) => date.toZonedDateTime({ timeZone: zone, plainTime: until }).toInstant();
  const today = endOn(day);
  return Temporal.Instant.compare(today, now) > 0 ? today : endOn(day.add({ days: 1 }));
}

function latest(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) > 0 ? one : other;
}

/** Whether a moment lies in somebody's quiet hours: the first minute is quiet, the last moment is not. */
export function isQuiet({ from, until, zone }: Quiet, now: Temporal.Instant): boolean {
  const clock = now.toZonedDateTimeISO(zone).toPlainTime();
  const isAfter = Temporal.PlainTime.compare(clock, from) >= 0;
  const isBefore = Temporal.PlainTime.compare(clock, until) < 0;
  return Temporal.PlainTime.compare(from, until) <= 0 ? isAfter && isBefore : isAfter || isBefore;
}

/** Reads hours like `22-7`, `22:30 to 07:00` or `10 pm - 7 am`; undefined where they are none. */
export function parseHours(typed: string): Pick<Quiet, 'from' | 'until'> | undefined {
  const [from, until, ...more] = typed.trim().split(/\s*(?:-|–|\bto\b)\s*/i);
  const [first, last] = [parseHour(from), parseHour(until)];
  if (first === undefined || last === undefined || more.length > 0 || first.equals(last)) return undefined;
  return { from: first, until: last };
}

function parseHour(typed = ''): Temporal.PlainTime | undefined {
  const match = /^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$/i.exec(typed.trim());
  if (match === null) return undefined;
  const [, hours = '', minutes = '00', half] = match;
  if (half !== undefined && (Number(hours) < 1 || Number(hours) > 12)) return undefined;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  return hour > 23 || Number(minutes) > 59 ? undefined : new Temporal.PlainTime(hour, Number(minutes));
}
