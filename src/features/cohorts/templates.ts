/** Rhythms that courses usually have, and the days that follow from them. All dates are of the cohort's own zone. */

export interface Template {
  label: string;
  /** ISO weekdays, 1 is Monday. */
  weekdays: readonly number[];
  /** Like `18:00`. */
  startTime: string;
  /** Every so many meeting days one is free: time to catch up. */
  restEvery?: number;
}

export const TEMPLATES = {
  twice: { label: '6 weeks, twice a week: Tue and Thu 18:00', weekdays: [2, 4], startTime: '18:00' },
  calm: {
    label: '8 weeks: Tue and Thu 18:00, every fourth day free',
    weekdays: [2, 4],
    startTime: '18:00',
    restEvery: 4,
  },
  evenings: { label: '6 weeks, evenings: Mon and Wed 19:30', weekdays: [1, 3], startTime: '19:30' },
  once: { label: '12 weeks, once a week: Tue 18:00', weekdays: [2], startTime: '18:00' },
  saturdays: { label: '12 weeks, on Saturdays: 10:00', weekdays: [6], startTime: '10:00' },
} as const satisfies Readonly<Record<string, Template>>;

export type TemplateName = keyof typeof TEMPLATES;

export const TEMPLATE_NAMES = Object.keys(TEMPLATES) as [TemplateName, ...TemplateName[]];

/** The labels of all templates, by name. */
export const TEMPLATE_CHOICE = Object.fromEntries(
  TEMPLATE_NAMES.map((name) => [name, TEMPLATES[name].label]),
) as Record<TemplateName, string>;

/** The free days of a template among the meeting days of `count` sessions. */
export function restsOf(
  name: TemplateName | undefined,
  { startsOn, weekdays }: { startsOn: Temporal.PlainDate; weekdays: readonly number[] },
  count: number,
): Temporal.PlainDate[] {
  const template: Template | undefined = name === undefined ? undefined : TEMPLATES[name];
  const every = template?.restEvery;
  if (every === undefined) return [];
  const needed = count + Math.ceil(count / (every - 1));
  return meetingDays(startsOn, weekdays, needed).filter((_, index) => index % every === every - 1);
}

/** The next `count` days from `from` on that are one of these weekdays. */
export function meetingDays(
  from: Temporal.PlainDate,
  weekdays: readonly number[],
  count: number,
): Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = [];
  for (let day = from; days.length < count && weekdays.length > 0; day = day.add({ days: 1 })) {
    if (weekdays.includes(day.dayOfWeek)) days.push(day);
  }
  return days;
}

/** How long people need to hear of a course before it begins. */
const NOTICE_DAYS = 7;

/** The first day of a course where nobody said one: the first of its weekdays, a week from now or a little later. */
export function usualStart(today: Temporal.PlainDate, weekdays: readonly number[]): Temporal.PlainDate {
  const soon = today.add({ days: NOTICE_DAYS });
  return meetingDays(soon, weekdays.slice(0, 1), 1)[0] ?? soon;
}

/** Month and day of what many people around the world have free. */
const FEASTS: ReadonlySet<string> = new Set(['12-24', '12-25', '12-26', '12-31', '01-01']);

/** Whether many people are away on that day, wherever they are. */
export function isFeast(day: Temporal.PlainDate): boolean {
  return FEASTS.has(day.toString().slice(5));
}

/** Another cohort, and which of our sessions (1-12) are held at the same time as one of its. */
export interface Clash {
  name: string;
  sessions: readonly number[];
}

interface Held {
  session: number;
  startsAt: Temporal.Instant;
}

/** Which sessions overlap with those of other cohorts; only cohorts with an overlap are returned. */
export function clashesWith(
  slots: readonly Held[],
  others: readonly { name: string; slots: readonly Held[] }[],
  minutesOf: (session: number) => number,
): Clash[] {
  const endOf = ({ session, startsAt }: Held) => startsAt.add({ minutes: minutesOf(session) });
  const overlap = (one: Held, other: Held) =>
    Temporal.Instant.compare(one.startsAt, endOf(other)) < 0 &&
    Temporal.Instant.compare(other.startsAt, endOf(one)) < 0;
  return others.flatMap(({ name, slots: theirs }) => {
    const sessions = slots.filter((slot) => theirs.some((one) => overlap(slot, one))).map(({ session }) => session);
    return sessions.length === 0 ? [] : [{ name, sessions }];
  });
}
