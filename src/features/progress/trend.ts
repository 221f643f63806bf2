import { weekOf } from './boards.ts';

/** One week in which questions were answered. */
export interface WeekOfAnswers {
  /** A Monday. */
  monday: Temporal.PlainDate;
  answered: number;
  right: number;
}

/** How answers went week by week in a zone, oldest first, for at most so many weeks back; weeks without answers are left out. */
export function trendOf(
  answers: readonly { right: boolean; answeredAt: Temporal.Instant }[],
  now: Temporal.Instant,
  zone: string,
  weeks: number,
): WeekOfAnswers[] {
  const first = weekOf(now, zone, weeks - 1);
  const found = new Map<string, WeekOfAnswers>();
  for (const { right, answeredAt } of answers) {
    const monday = weekOf(answeredAt, zone);
    if (Temporal.PlainDate.compare(monday, first) < 0) continue;
    const before = found.get(monday.toString()) ?? { monday, answered: 0, right: 0 };
    found.set(monday.toString(), { monday, answered: before.answered + 1, right: before.right + Number(right) });
  }
  return [...found.values()].sort((one, other) => Temporal.PlainDate.compare(one.monday, other.monday));
}
