import { altText, type Drawing } from '../../pictures/drawing.ts';
import { column, type Mark, mark, type Part, row, space, words } from '../../pictures/parts.ts';
import { card } from '../../pictures/ready/card.ts';
import { type DayMark, daysText, type Streak, type StreakDay } from './streak.ts';

const WEEKS = 6;

const SIGNS: Readonly<Record<DayMark, Mark>> = {
  kept: mark('tick', { tone: 'good', size: 40 }),
  extra: mark('disc', { tone: 'good', size: 40 }),
  frozen: mark('half', { tone: 'accent', size: 40 }),
  travelled: mark('half', { tone: 'quiet', size: 40 }),
  // No louder than a day of rest: what is over is over.
  missed: mark('stroke', { tone: 'track', size: 40 }),
  open: mark('ring', { tone: 'accent', size: 40 }),
  free: mark('stroke', { tone: 'track', size: 40 }),
};

/** What a sign means, for those that are there. */
const MEANINGS: Readonly<Partial<Record<DayMark, string>>> = {
  kept: 'learnt',
  extra: 'learnt, on a day of rest',
  frozen: 'a freeze stood in',
  travelled: 'on the way',
  open: 'today is open',
};

/** The last weeks, Monday to Sunday, a sign for each day. */
export function streakPicture({ length, longest, days }: Streak): Drawing {
  const weeks = weeksOf(days).slice(-WEEKS);
  const shown = weeks.flat().flatMap((day) => (day === undefined ? [] : [day.mark]));
  const head = line(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].map((name) => middle(small(name))));
  const grid = weeks.map((week) => line(week.map((day) => (day === undefined ? small('') : middle(SIGNS[day.mark])))));
  const marks = Object.keys(MEANINGS) as DayMark[];
  const legend = marks
    .filter((one) => one !== 'kept' && shown.includes(one))
    .map((one) =>
      row([{ ...SIGNS[one], size: 24 }, words(MEANINGS[one] ?? '', { size: 22, tone: 'quiet', grows: true })]),
    );
  const title = length === 0 ? 'The next day begins a new streak' : `${daysText(length)} in a row`;
  const alt = altText(title, [
    `longest ${longest}`,
    ...marks
      .filter((one) => shown.includes(one))
      .map((one) => `${MEANINGS[one]}: ${count(shown, one)} of the days shown`),
  ]);
  const tree = card(title, longest > length ? `Longest: ${daysText(longest)}` : undefined, [
    column([head, ...grid], 16),
    ...(legend.length === 0 ? [] : [space(8), column(legend, 8)]),
  ]);
  return { name: 'streak', alt, tree, width: 720 };
}

function count(marks: readonly DayMark[], wanted: DayMark): number {
  return marks.filter((one) => one === wanted).length;
}

function small(text: string): Part {
  return words(text, { size: 22, tone: 'quiet', lines: 1, align: 'middle', grows: true });
}

/** A day's place among seven of the same width. */
function line(parts: readonly Part[]): Part {
  return row(parts, { gap: 0, widths: parts.map(() => 92) });
}

function middle(part: Part): Part {
  return part.kind === 'mark' ? row([words('', { grows: true }), part, words('', { grows: true })], { gap: 0 }) : part;
}

/** Weeks of seven, with gaps where a day is not in the list. */
function weeksOf(days: readonly StreakDay[]): (StreakDay | undefined)[][] {
  const weeks: (StreakDay | undefined)[][] = [];
  for (const day of days) {
    if (weeks.length === 0 || day.date.dayOfWeek === 1) weeks.push([]);
    const week = weeks.at(-1) ?? [];
    while (week.length < day.date.dayOfWeek - 1) week.push(undefined);
    week.push(day);
  }
  for (const week of weeks) while (week.length < 7) week.push(undefined);
  return weeks;
}
