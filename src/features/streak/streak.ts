import type { Wish } from '../../domain/streaks/wishes.ts';

/**
 * What became of a day. `extra`: learnt on a day that was not chosen. `frozen`: missed, and a freeze stood in for it. `travelled`:
 * missed around a change of zones, which costs nothing. `open`: today, with nothing yet. `free`: not chosen.
 */
export type DayMark = 'kept' | 'extra' | 'frozen' | 'travelled' | 'missed' | 'open' | 'free';

export interface StreakDay {
  date: Temporal.PlainDate;
  mark: DayMark;
}

export interface Streak {
  /** Chosen days that were kept, since the last one that was missed. */
  length: number;
  longest: number;
  freezes: number;
  /** Days of learning until the next freeze; undefined where there are as many as can be had. */
  untilFreeze: number | undefined;
  /** From the first day of learning to today, oldest first. */
  days: readonly StreakDay[];
}

/** Until this hour a night belongs to the day before. */
const DAY_BEGINS = 3;

/** So many days of learning earn a freeze, and so many freezes can be had. */
const FREEZE_COST = 5;
export const MOST_FREEZES = 2;

/** Whoever travels says so a few days late, and flies for a day: no day from so many before a change of zones to so many after it is missed. */
const BEFORE_CHANGE = 5;
const AFTER_CHANGE = 1;

/** The day to which a moment belongs by a zone's clock. */
export function dayOf(at: Temporal.Instant, zone: string): Temporal.PlainDate {
  const local = at.toZonedDateTimeISO(zone);
  return local.hour < DAY_BEGINS ? local.toPlainDate().subtract({ days: 1 }) : local.toPlainDate();
}

/**
 * How a streak stands now. `learnt` are the moments at which somebody did something, in any order; `wishes` are in the order in which
 * they were said, of which the first holds for all before it, too.
 */
export function streakOf(
  learnt: readonly Temporal.Instant[],
  wishes: readonly [Wish, ...Wish[]],
  now: Temporal.Instant,
): Streak {
  const active = new Set(learnt.map((at) => dayOf(at, wishAt(wishes, at).zone).toString()));
  const spared = changesOf(wishes);
  const today = dayOf(now, wishAt(wishes, now).zone);
  const dates = [...active].sort();
  const first = dates[0] === undefined ? undefined : Temporal.PlainDate.from(dates[0]);
  // Whoever flies over the date line may have learnt on a day that has not begun where they are now.
  const last = [today.toString(), dates.at(-1) ?? ''].sort().at(-1) ?? '';
  const days: StreakDay[] = [];
  let [length, longest, credit] = [0, 0, 0];
  for (let date = first; date !== undefined && date.toString() <= last; date = date.add({ days: 1 })) {
    const isChosen = wishOn(wishes, date).days.includes(date.dayOfWeek);
    const isActive = active.has(date.toString());
    const isPast = Temporal.PlainDate.compare(date, today) < 0;
    // Where there is nothing to keep, a freeze waits for better days.
    const canFreeze = length > 0 && credit >= FREEZE_COST;
    const mark = markOf({ isChosen, isActive, isPast, isSpared: spared(date), canFreeze });
    if (isActive) credit = Math.min(credit + 1, FREEZE_COST * MOST_FREEZES);
    if (mark === 'frozen') credit -= FREEZE_COST;
    if (mark === 'kept') length += 1;
    if (mark === 'missed') length = 0;
    longest = Math.max(longest, length);
    days.push({ date, mark });
  }
  const freezes = Math.floor(credit / FREEZE_COST);
  const untilFreeze = freezes === MOST_FREEZES ? undefined : FREEZE_COST - (credit % FREEZE_COST);
  return { length, longest, freezes, untilFreeze, days };
}

interface DayFacts {
  isChosen: boolean;
  isActive: boolean;
  isPast: boolean;
  isSpared: boolean;
  canFreeze: boolean;
}

function markOf({ isChosen, isActive, isPast, isSpared, canFreeze }: DayFacts): DayMark {
  if (isActive) return isChosen ? 'kept' : 'extra';
  if (!isChosen) return 'free';
  if (!isPast) return 'open';
  if (isSpared) return 'travelled';
  return canFreeze ? 'frozen' : 'missed';
}

/** The wish that held at a moment. */
function wishAt(wishes: readonly [Wish, ...Wish[]], at: Temporal.Instant): Wish {
  return wishes.findLast(({ since }) => Temporal.Instant.compare(since, at) <= 0) ?? wishes[0];
}

/** The wish that holds for a day: one that is said in its course holds for it already. */
function wishOn(wishes: readonly [Wish, ...Wish[]], date: Temporal.PlainDate): Wish {
  const isSaid = ({ since, zone }: Wish) => Temporal.PlainDate.compare(dayOf(since, zone), date) <= 0;
  return wishes.findLast(isSaid) ?? wishes[0];
}

/** Whether a day lies around a change of zones. */
function changesOf(wishes: readonly Wish[]): (date: Temporal.PlainDate) => boolean {
  const changes = wishes.flatMap((wish, index) => {
    const before = wishes[index - 1];
    return before === undefined || before.zone === wish.zone
      ? []
      : [{ from: before.zone, to: wish.zone, at: wish.since }];
  });
  const ranges = changes.map(({ from, to, at }) => {
    const [early = '', late = ''] = [dayOf(at, from), dayOf(at, to)].map(String).sort();
    return {
      first: Temporal.PlainDate.from(early).subtract({ days: BEFORE_CHANGE }).toString(),
      last: Temporal.PlainDate.from(late).add({ days: AFTER_CHANGE }).toString(),
    };
  });
  return (date) => ranges.some(({ first, last }) => first <= date.toString() && date.toString() <= last);
}

/** `1 day`, `12 days`. */
export function daysText(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}
