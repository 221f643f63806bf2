import { z } from 'zod';
import { whenOption } from '../../chat/input.ts';
import { findZone } from './zones.ts';

/** How people type dates, weekdays, times and zones. Each schema's message says what to type instead. */

/** The longest that any of them gets, however it is spelled. */
export const WHEN_LENGTH = 100;

export const dateInput = z.string().transform((typed, context) => {
  const date = parseDate(typed.trim());
  if (date !== undefined) return date;
  context.addIssue({ code: 'custom', message: 'must be a date like 2026-11-24 or 24 Nov 2026' });
  return z.NEVER;
});

function parseDate(typed: string): Temporal.PlainDate | undefined {
  // A time behind it would be dropped without a word.
  if (/\d[\sT]+\d+[:.h]/i.test(typed)) return undefined;
  try {
    // Another calendar may be named behind a date: `2026-12-01[u-ca=japanese]`. Ours has one.
    const date = Temporal.PlainDate.from(spelledDate(typed) ?? typed).withCalendar('iso8601');
    return date.year >= 2000 && date.year < 2200 ? date : undefined;
  } catch {
    return undefined;
  }
}

/**
 * `24 Nov 2026`, `Nov 24, 2026`, `24.11.2026`, and `24/11/2026` where the first can only be a day: the date as we write
 * it. `11/12/2026` is two dates, and is none.
 */
function spelledDate(typed: string): string | undefined {
  const words = typed.toLowerCase().replaceAll(',', ' ').split(/\s+/);
  const month = MONTHS.findIndex((name) =>
    words.some((word) => word.length >= 3 && name.startsWith(word.replace(/\.$/, ''))),
  );
  const numbers = words.flatMap((word) => /^(\d{1,4})(?:st|nd|rd|th|\.)?$/.exec(word)?.[1] ?? []);
  if (month >= 0 && words.length === 3 && numbers.length === 2) {
    const year = numbers.find((number) => number.length === 4);
    const day = numbers.find((number) => number.length <= 2);
    return year === undefined || day === undefined ? undefined : isoDate(year, String(month + 1), day);
  }
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(typed);
  if (dotted !== null) return isoDate(dotted[3], dotted[2], dotted[1]);
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(typed);
  if (slashed === null) return undefined;
  const [, one = '', other = '', year] = slashed;
  if (Number(one) > 12) return isoDate(year, other, one);
  return Number(other) > 12 ? isoDate(year, one, other) : undefined;
}

function isoDate(year = '', month = '', day = ''): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Nobody leaves out more days of one course. */
const MOST_DATES = 40;

/** Several dates, each as one is spelled: `2026-12-24, 2026-12-31`. */
export const datesInput = z.string().transform((typed, context) => {
  // A comma may stand before a year, too.
  const parts = typed.split(/[;\n]|,(?!\s{0,9}\d{4}\s{0,9}(?:[,;]|$))/, MOST_DATES + 1);
  const dates = parts.length > MOST_DATES ? [undefined] : parts.map((one) => parseDate(one.trim()));
  const read = dates.filter((date) => date !== undefined);
  if (read.length === dates.length) return read;
  context.addIssue({ code: 'custom', message: 'must be dates like 2026-12-24, 2026-12-31' });
  return z.NEVER;
});

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

export const timeInput = z.string().transform((typed, context) => {
  const time = parseTime(typed);
  if (time !== undefined) return time;
  context.addIssue({ code: 'custom', message: 'must be a time of day like 18:00' });
  return z.NEVER;
});

/** A date and a time as either is spelled alone, or a date, which keeps the time. */
export const momentInput = z.string().transform((typed, context) => {
  const words = typed
    .trim()
    .replace(/(\d)T(?=\d)/, '$1 ')
    .split(/[\s,]+/);
  for (let length = 1; length <= Math.min(words.length, MOST_WORDS); length += 1) {
    const date = parseDate(words.slice(0, length).join(' '));
    const rest = words.slice(length).join(' ').replace(/^at /, '');
    const time = rest === '' ? undefined : parseTime(rest);
    if (date !== undefined && (rest === '') === (time === undefined)) return { date, time };
  }
  context.addIssue({ code: 'custom', message: 'must be a date, or a date and a time, like 2026-11-24 18:00' });
  return z.NEVER;
});

/** A day, a time of day, and a day with a time where it is said: typed as people type them, picked where the platform lets them. */
export function dateOption(description: string) {
  return whenOption('date', description, WHEN_LENGTH, dateInput);
}

export function timeOption(description: string) {
  return whenOption('time', description, WHEN_LENGTH, timeInput);
}

export function momentOption(description: string) {
  return whenOption('moment', description, WHEN_LENGTH, momentInput);
}

/** A date has at most so many words. */
const MOST_WORDS = 3;

export const weekdaysInput = z.string().transform((typed, context) => {
  const days = readDays(typed);
  if (days.length > 0 && days.every((day) => day > 0)) return [...new Set(days)].sort((one, other) => one - other);
  context.addIssue({ code: 'custom', message: 'must be weekdays like `Tue, Thu`' });
  return z.NEVER;
});

/** ISO weekdays; 0 for a word or a sign that is none: a sign that is dropped may have meant a range. */
function readDays(typed: string): number[] {
  const tokens = typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=\p{L})\.(?!\.)/gu, ' ')
    .replace(/\bweek ?days\b|\bworking days\b/g, 'mon - fri')
    .replace(/\bweek-?ends?\b/g, 'sat - sun')
    .replace(/\b(?:every ?day|daily|all days)\b/g, 'mon - sun')
    .match(/\p{L}+|\d+|\.{2,}|[^\s,/&+;]/gu);
  const days: number[] = [];
  const words = (tokens ?? []).filter((token) => token !== 'and' && token !== 'every' && token !== 'on');
  for (let at = 0; at < words.length; at += 1) {
    const [word = '', sign = '', to] = words.slice(at, at + 3);
    if (to !== undefined && RANGE.test(sign)) {
      days.push(...daysBetween(dayOf(word), dayOf(to)));
      at += 2;
    } else {
      days.push(dayOf(word));
    }
  }
  return days;
}

/** Any dash, a minus, and what else stands between the ends of a range; `…` is three stops by then. */
const RANGE = /^(?:[-\u2010-\u2015\u2212~→]|\.{2,}|to|through|until|till)$/;

function dayOf(word: string): number {
  const bare = word.length > 3 ? word.replace(/s$/, '') : word;
  return bare.length < 2 ? 0 : WEEKDAYS.findIndex((day) => day.startsWith(bare)) + 1;
}

/** The days from one to another, over the end of the week as people mean it: Friday to Monday is four days. */
function daysBetween(from: number, to: number): number[] {
  if (from === 0 || to === 0) return [0];
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, index) => ((from - 1 + index) % 7) + 1);
}

export const zoneInput = z.string().transform((typed, context) => {
  const zone = findZone(typed);
  if (zone !== undefined) return zone;
  context.addIssue({ code: 'custom', message: 'must be a time zone like `Europe/Berlin`: type a city and pick one' });
  return z.NEVER;
});

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
