import { z } from 'zod';

/** How people type dates, weekdays, times and zones. Each schema's message says what to type instead. */

/** The longest that any of them gets, however it is spelled. */
export const WHEN_LENGTH = 100;

export const dateInput = z.string().transform((typed, context) => {
  try {
    // Another calendar may be named behind a date: `2026-12-01[u-ca=japanese]`. Ours has one.
    const date = Temporal.PlainDate.from(typed.trim()).withCalendar('iso8601');
    if (date.year >= 2000 && date.year < 2200) return date;
  } catch {
    // Not a date: the sentence below says so.
  }
  context.addIssue({ code: 'custom', message: 'must be a date like 2026-11-24' });
  return z.NEVER;
});

export const timeInput = z.string().transform((typed, context) => {
  const time = parseTime(typed);
  if (time !== undefined) return time;
  context.addIssue({ code: 'custom', message: 'must be a time of day like 18:00' });
  return z.NEVER;
});

/** `2026-11-24 18:00`, or a date alone, which keeps the time. */
export const momentInput = z.string().transform((typed, context) => {
  const [date = '', time, ...rest] = typed.trim().split(/[ T]+/);
  const parsed = { date: dateInput.safeParse(date), time: time === undefined ? undefined : parseTime(time) };
  if (parsed.date.success && rest.length === 0 && (time === undefined) === (parsed.time === undefined)) {
    return { date: parsed.date.data, time: parsed.time };
  }
  context.addIssue({ code: 'custom', message: 'must be a date, or a date and a time, like 2026-11-24 18:00' });
  return z.NEVER;
});

export const weekdaysInput = z.string().transform((typed, context) => {
  const days = spellRanges(typed.toLowerCase().match(/[a-z]+|[-–]/g) ?? []).map(
    (word) => WEEKDAYS.findIndex((day) => word.length >= 2 && day.startsWith(word.replace(/s$/, ''))) + 1,
  );
  if (days.length > 0 && days.every((day) => day > 0)) return [...new Set(days)].sort((one, other) => one - other);
  context.addIssue({ code: 'custom', message: 'must be weekdays like `Tue, Thu`' });
  return z.NEVER;
});

export const zoneInput = z.string().transform((typed, context) => {
  const zone = findZone(typed);
  if (zone !== undefined) return zone;
  context.addIssue({ code: 'custom', message: 'must be a time zone like `Europe/Berlin`: type a city and pick one' });
  return z.NEVER;
});

/** Words and dashes as words alone: a range written with a dash or `to` becomes all the days it means. */
function spellRanges(tokens: readonly string[]): string[] {
  const words: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const [from = '', sign, to] = tokens.slice(at, at + 3);
    if (from === 'and' || from === '-' || from === '–') continue;
    if (to === undefined || (sign !== '-' && sign !== '–' && sign !== 'to')) {
      words.push(from);
      continue;
    }
    words.push(...spellRange(from, to));
    at += 2;
  }
  return words;
}

/** `mon` to `fri` as the five days it means. */
function spellRange(from: string, to: string): readonly string[] {
  const [first, last] = [from, to].map((word) => WEEKDAYS.findIndex((day) => word.length >= 2 && day.startsWith(word)));
  if (first === undefined || last === undefined || first < 0 || last < first) return [from, to];
  return WEEKDAYS.slice(first, last + 1);
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** Usual pairs of weekdays; those that fit what is typed come first. */
export function suggestDays(typed: string): { label: string; value: string }[] {
  const fits = (days: string) => days.toLowerCase().startsWith(typed.trim().toLowerCase());
  const pairs = [
    'Tue, Thu',
    'Mon, Wed',
    'Tue, Fri',
    'Mon, Thu',
    'Wed, Fri',
    'Sat',
    'Sun',
    'Mon',
    'Tue',
    'Wed',
    'Thu',
    'Fri',
  ];
  return [...pairs.filter(fits), ...pairs.filter((days) => !fits(days))].map((days) => ({ label: days, value: days }));
}

/** The names of ISO weekdays: `Tue, Thu`. */
export function weekdayNames(weekdays: readonly number[]): string {
  return weekdays
    .map((day) => (WEEKDAYS[day - 1] ?? '').slice(0, 3).replace(/^./, (letter) => letter.toUpperCase()))
    .join(', ');
}

function parseTime(typed: string): Temporal.PlainTime | undefined {
  const match = /^(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?$/i.exec(typed.trim());
  if (match === null) return undefined;
  const [, hours = '', minutes = '00', half] = match;
  if (match[2] === undefined && half === undefined) return undefined;
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  const outOfRange =
    hour > 23 || Number(minutes) > 59 || (half !== undefined && (Number(hours) < 1 || Number(hours) > 12));
  return outOfRange ? undefined : new Temporal.PlainTime(hour, Number(minutes));
}

/** The runtime still lists some cities under the spelling of long ago. */
const RENAMED: Readonly<Record<string, string>> = {
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Europe/Kiev': 'Europe/Kyiv',
};

const ZONES: readonly string[] = [
  ...new Set([...Intl.supportedValuesOf('timeZone').map((zone) => RENAMED[zone] ?? zone), 'UTC']),
].sort();

/** The zone of exactly this name, whatever its letters' case. */
function findZone(typed: string): string | undefined {
  const wanted = typed.trim().toLowerCase().replaceAll(' ', '_');
  const listed = ZONES.find((zone) => zone.toLowerCase() === wanted);
  if (listed !== undefined) return listed;
  // Names that are links to others (US/Eastern, Asia/Calcutta) are not listed, but known.
  if (!/^[a-z]+\/[a-z_+\-/0-9]+$/.test(wanted)) return undefined;
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: wanted }).resolvedOptions().timeZone;
    return RENAMED[known] ?? known;
  } catch {
    return undefined;
  }
}

/** Zones for what somebody has typed so far: "new york", "berl", "asia/k". City matches come first. */
export function suggestZones(typed: string, now: Temporal.Instant): { label: string; value: string }[] {
  const wanted = typed.trim().toLowerCase().replaceAll(/[ _]+/g, '_');
  const city = (zone: string) => zone.slice(zone.lastIndexOf('/') + 1).toLowerCase();
  const rank = (zone: string) => {
    if (city(zone).startsWith(wanted)) return 0;
    if (city(zone).includes(wanted)) return 1;
    return zone.toLowerCase().includes(wanted) ? 2 : 3;
  };
  const pool = wanted === '' ? COMMON : ZONES.filter((zone) => rank(zone) < 3);
  const best = [...pool].sort((one, other) => (wanted === '' ? 0 : rank(one) - rank(other)));
  return best
    .slice(0, 25)
    .map((zone) => ({ label: `${zone.replaceAll('_', ' ')} (${offset(zone, now)})`, value: zone }));
}

const COMMON = [
  'UTC',
  'America/Los_Angeles',
  'America/Chicago',
  'America/New_York',
  'America/Sao_Paulo',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Paris',
  'Africa/Lagos',
  'Africa/Nairobi',
  'Asia/Kolkata',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Australia/Sydney',
];

function offset(zone: string, now: Temporal.Instant): string {
  return `UTC${now.toZonedDateTimeISO(zone).offset}`;
}
