import { z } from 'zod';
import { command, type Text, text } from '../../chat/text.ts';
import { zoneOrUtc } from '../../database/zones.ts';

/**
 * The calendar of a cohort: its plan (start date, weekdays, time, zone) folded with what organisers did to it.
 *
 * Wall-clock time in the cohort's zone is what is kept: 18:00 stays 18:00 through both clock changes. A time that the
 * clocks skip in spring (the gap) is held as much later as the gap is long; a time that comes twice in autumn (the fold)
 * is held the first time. That is Temporal's `compatible` disambiguation, everywhere.
 */
export interface CalendarPlan {
  startsOn: Temporal.PlainDate;
  /** ISO weekdays, 1 is Monday. */
  weekdays: readonly number[];
  startTime: Temporal.PlainTime;
  zone: string;
}

const date = z.iso.date().transform((value) => Temporal.PlainDate.from(value));

const time = z.iso.time().transform((value) => Temporal.PlainTime.from(value));

/** On which weekdays, when and where on Earth a cohort meets. */
export const Rhythm = z.strictObject({
  weekdays: z.array(z.int()),
  startTime: time,
  zone: z.string().transform(zoneOrUtc),
});

export type Rhythm = z.output<typeof Rhythm>;

/** What an organiser did. Kept as JSON, read back through this. */
export const CalendarChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('skip'), date }),
  z.strictObject({ kind: z.literal('move'), session: z.int(), date, time }),
  z.strictObject({ kind: z.literal('shift'), days: z.int() }),
  z.strictObject({ kind: z.literal('pause') }),
  z.strictObject({ kind: z.literal('resume') }),
  // A cohort keeps the newest rhythm; `was` is the one before, so that what came earlier is laid out as it was.
  z.strictObject({ kind: z.literal('rhythm'), rhythm: Rhythm, was: Rhythm }),
]);

export type CalendarChange = z.output<typeof CalendarChange>;

export interface MadeChange {
  change: CalendarChange;
  madeAt: Temporal.Instant;
}

/** One session's place on the calendar. */
export interface Slot {
  /** 1-12. */
  session: number;
  startsAt: Temporal.Instant;
  date: Temporal.PlainDate;
  time: Temporal.PlainTime;
}

const instant = z.iso.datetime().transform((value) => Temporal.Instant.from(value));

/** A session that is held at another moment than before. */
export const SlotMove = z.object({ session: z.int(), from: instant, to: instant });

export type SlotMove = z.output<typeof SlotMove>;

/** The sessions that are held at another moment after a change, in their order. */
export function movesBetween(before: readonly Slot[], after: readonly Slot[]): SlotMove[] {
  return before.flatMap(({ session, startsAt: from }) => {
    const to = after.find((slot) => slot.session === session)?.startsAt;
    return to === undefined || to.equals(from) ? [] : [{ session, from, to }];
  });
}

/**
 * Lays `count` sessions on the calendar. The same plan and changes always give the same slots. The plan has the newest
 * rhythm; the first change of it knows the one with which the cohort began.
 */
export function layOut(plan: CalendarPlan, changes: readonly MadeChange[], count: number): Slot[] {
  const [firstRhythm] = changes.flatMap(({ change }) => (change.kind === 'rhythm' ? [change.was] : []));
  const fresh: Layout = {
    slots: [],
    rhythm: firstRhythm ?? rhythmOf(plan),
    skipped: new Set(),
    offsetDays: 0,
    pausedAt: undefined,
    moved: new Set(),
  };
  const start: Layout = { ...fresh, slots: refill(fresh, [], plan.startsOn, count) };
  const folded = changes.reduce((layout, made) => applyChange(plan, layout, made, count), start);
  return [...folded.slots];
}

/** The rhythm of a plan. */
export function rhythmOf({ weekdays, startTime, zone }: CalendarPlan): Rhythm {
  return { weekdays: [...weekdays], startTime, zone };
}

interface Layout {
  slots: readonly Slot[];
  rhythm: Rhythm;
  skipped: ReadonlySet<string>;
  /** How far `shift` has moved the weekly pattern. */
  offsetDays: number;
  pausedAt: Temporal.Instant | undefined;
  /** Sessions that were put on a day of their own: they stay there as long as they come after the one before them. */
  moved: ReadonlySet<number>;
}

function applyChange(plan: CalendarPlan, layout: Layout, { change, madeAt }: MadeChange, count: number): Layout {
  const { rhythm } = layout;
  switch (change.kind) {
    case 'skip': {
      const skipped = new Set(layout.skipped).add(change.date.toString());
      const from = layout.slots.findIndex((slot) => slot.date.equals(change.date));
      if (from < 0) return { ...layout, skipped };
      const kept = layout.slots.slice(0, from);
      const next = { ...layout, skipped };
      return { ...next, slots: refill(next, kept, change.date.add({ days: 1 }), count) };
    }
    case 'move': {
      const moved = (slot: Slot) => placeSlot(rhythm, slot.session, change.date, change.time);
      const slots = layout.slots.map((slot) => (slot.session === change.session ? moved(slot) : slot));
      return { ...layout, slots, moved: new Set(layout.moved).add(change.session) };
    }
    case 'shift': {
      const later = (slot: Slot) => placeSlot(rhythm, slot.session, slot.date.add({ days: change.days }), slot.time);
      const slots = layout.slots.map((slot) => (isBefore(slot.startsAt, madeAt) ? slot : later(slot)));
      const shifted = { ...layout, slots, offsetDays: layout.offsetDays + change.days };
      // A session that would land on a skipped date goes on to the next free day, and the later ones with it.
      const hit = slots.findIndex(
        (slot) => !isBefore(slot.startsAt, madeAt) && layout.skipped.has(slot.date.toString()),
      );
      const day = slots[hit]?.date;
      return day === undefined ? shifted : { ...shifted, slots: refill(shifted, slots.slice(0, hit), day, count) };
    }
    case 'pause':
      return { ...layout, pausedAt: layout.pausedAt ?? madeAt };
    case 'resume': {
      const { pausedAt } = layout;
      if (pausedAt === undefined) return layout;
      const resumed = { ...layout, pausedAt: undefined };
      const from = layout.slots.findIndex((slot) => !isBefore(slot.startsAt, pausedAt));
      const first = layout.slots[from];
      if (first === undefined || !isBefore(first.startsAt, madeAt)) return resumed;
      const day = firstDayAfter(madeAt, rhythm);
      return { ...resumed, slots: refill(resumed, layout.slots.slice(0, from), day, count) };
    }
    case 'rhythm': {
      const renewed = { ...layout, rhythm: change.rhythm };
      const from = layout.slots.findIndex((slot) => !isBefore(slot.startsAt, madeAt));
      const first = layout.slots[from];
      if (first === undefined) return renewed;
      // One that was given a time of its own keeps it, in the new zone.
      const timeOf = (slot: Slot) => (slot.time.equals(rhythm.startTime) ? change.rhythm.startTime : slot.time);
      const slots = layout.slots.map((slot, index) =>
        index < from ? slot : placeSlot(change.rhythm, slot.session, slot.date, timeOf(slot)),
      );
      if (sameDays(rhythm, change.rhythm)) return { ...renewed, slots };
      const monday = first.date.subtract({ days: first.date.dayOfWeek - 1 });
      const earliest = from === 0 ? plan.startsOn : (layout.slots[from - 1]?.date.add({ days: 1 }) ?? plan.startsOn);
      const day = latestOf([monday, earliest, firstDayAfter(madeAt, change.rhythm)]);
      const repatterned = { ...renewed, slots, offsetDays: 0 };
      return { ...repatterned, slots: refill(repatterned, slots.slice(0, from), day, count) };
    }
  }
}

/** The first day whose session is still to come: today, or tomorrow where the hour is past. */
function firstDayAfter(moment: Temporal.Instant, { zone, startTime }: Rhythm): Temporal.PlainDate {
  const today = moment.toZonedDateTimeISO(zone);
  const laterToday = Temporal.PlainTime.compare(today.toPlainTime(), startTime) <= 0;
  return laterToday ? today.toPlainDate() : today.toPlainDate().add({ days: 1 });
}

function sameDays(one: Rhythm, other: Rhythm): boolean {
  return one.weekdays.join() === other.weekdays.join();
}

function latestOf(dates: readonly [Temporal.PlainDate, ...Temporal.PlainDate[]]): Temporal.PlainDate {
  return dates.reduce((one, other) => (Temporal.PlainDate.compare(one, other) < 0 ? other : one));
}

/**
 * Keeps `kept` and puts the sessions after it on the days of the weekly pattern, from `day` on. One that an organiser had
 * put on a day of its own stays there, where it still comes after the one before it.
 */
function refill(
  { slots: before, rhythm, skipped, offsetDays, moved }: Layout,
  kept: readonly Slot[],
  day: Temporal.PlainDate,
  count: number,
): Slot[] {
  const slots = [...kept];
  for (let date = day; slots.length < count; date = date.add({ days: 1 })) {
    const own = moved.has(slots.length + 1) ? before[slots.length] : undefined;
    const isFree = own !== undefined && !skipped.has(own.date.toString());
    if (own !== undefined && isFree && Temporal.PlainDate.compare(own.date, date) >= 0) {
      slots.push(own);
      date = own.date;
      continue;
    }
    const patternDay = date.subtract({ days: offsetDays }).dayOfWeek;
    if (!rhythm.weekdays.includes(patternDay) || skipped.has(date.toString())) continue;
    slots.push(placeSlot(rhythm, slots.length + 1, date, rhythm.startTime));
  }
  return slots;
}

function placeSlot({ zone }: Rhythm, session: number, date: Temporal.PlainDate, time: Temporal.PlainTime): Slot {
  const startsAt = date.toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant();
  return { session, startsAt, date, time };
}

/**
 * The sentence why a change can't be made, or undefined. A change is good when the sessions still follow one another
 * and nothing that has started or would already be over is touched.
 */
export function reasonAgainstChange(
  plan: CalendarPlan,
  changes: readonly MadeChange[],
  change: CalendarChange,
  now: Temporal.Instant,
  count: number,
): Text | undefined {
  const before = layOut(plan, changes, count);
  const after = layOut(plan, [...changes, { change, madeAt: now }], count);
  switch (change.kind) {
    case 'skip': {
      const slot = before.find((candidate) => candidate.date.equals(change.date));
      if (slot === undefined) {
        return text`There is no session on ${String(change.date)}. ${command('schedule')} shows the dates.`;
      }
      if (isBefore(slot.startsAt, now))
        return text`Session ${slot.session} on ${String(change.date)} has already started.`;
      return undefined;
    }
    case 'move': {
      const old = before.find((slot) => slot.session === change.session);
      const moved = after.find((slot) => slot.session === change.session);
      if (old === undefined || moved === undefined)
        return text`There is no session ${change.session}: they are 1-${count}.`;
      if (isBefore(old.startsAt, now)) return text`Session ${change.session} has already started.`;
      if (isBefore(moved.startsAt, now)) return text`That moment is in the past.`;
      return outOfOrder(after, change.session);
    }
    case 'shift': {
      if (change.days === 0) return text`Shift by at least one day.`;
      const next = before.findIndex((slot) => !isBefore(slot.startsAt, now));
      if (next < 0) return text`All sessions have started: there is nothing left to shift.`;
      const shifted = after[next];
      if (shifted !== undefined && isBefore(shifted.startsAt, now)) {
        return text`That would put session ${shifted.session} in the past.`;
      }
      return shifted === undefined ? undefined : outOfOrder(after, shifted.session);
    }
    case 'rhythm': {
      const next = before.findIndex((slot) => !isBefore(slot.startsAt, now));
      if (next < 0) return text`All sessions have started: there are no dates left to change.`;
      const changed = after[next];
      if (changed !== undefined && isBefore(changed.startsAt, now)) {
        return text`That would put session ${changed.session} in the past.`;
      }
      return after.map(({ session }) => outOfOrder(after, session)).find((reason) => reason !== undefined);
    }
    case 'pause':
    case 'resume':
      return undefined;
  }
}

function outOfOrder(slots: readonly Slot[], session: number): Text | undefined {
  const [previous, moved, next] = [slots[session - 2], slots[session - 1], slots[session]];
  if (moved === undefined) return undefined;
  if (previous !== undefined && !isBefore(previous.startsAt, moved.startsAt)) {
    return text`Session ${session} must stay after session ${session - 1} (${spell(previous)}).`;
  }
  if (next !== undefined && !isBefore(moved.startsAt, next.startsAt)) {
    return text`Session ${session} must stay before session ${session + 1} (${spell(next)}). Use ${command('organise shift')} to move all the rest.`;
  }
  return undefined;
}

function spell({ date, time }: Slot): string {
  return `${date} ${time.toString({ smallestUnit: 'minute' })}`;
}

/** The JSON of a change, as it is kept. */
export function changeToJson(change: CalendarChange): Record<string, unknown> {
  switch (change.kind) {
    case 'skip':
      return { ...change, date: change.date.toString() };
    case 'move':
      return { ...change, date: change.date.toString(), time: change.time.toString() };
    case 'shift':
    case 'pause':
    case 'resume':
      return { ...change };
    case 'rhythm':
      return { ...change, rhythm: rhythmToJson(change.rhythm), was: rhythmToJson(change.was) };
  }
}

function rhythmToJson({ startTime, ...rhythm }: Rhythm): Record<string, unknown> {
  return { ...rhythm, startTime: startTime.toString() };
}

function isBefore(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) < 0;
}
