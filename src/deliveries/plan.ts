import type { Slot } from '../domain/cohorts/calendar.ts';
import type { DeliveryKind } from './job.ts';

/** A row of the calendar before it is kept. */
export interface PlannedDelivery {
  key: string;
  cohortId: string;
  kind: DeliveryKind;
  session: number | null;
  dueAt: Temporal.Instant;
  uselessAt: Temporal.Instant | null;
}

/** The kinds that follow from the calendar alone, and that are planned anew when it changes. */
export const CALENDAR_KINDS = [
  'prework',
  'reminder',
  'start',
  'round',
  'scenario',
  'digest',
] as const satisfies readonly DeliveryKind[];

interface PlanInput {
  cohortId: string;
  zone: string;
  slots: readonly Slot[];
  /** How long a session lasts, in minutes, by its number. */
  minutesOf: (session: number) => number;
}

/**
 * Everything the calendar will post by itself, when, and until when that is of use (what was missed while the bot was
 * down is posted late until then, and skipped after):
 *
 * - pre-work two calendar days before a session, at its wall-clock time; until the session starts
 * - the reminder an hour before; until the session starts
 * - the session's thread at the start; until it ends
 * - the session's round at the end; however late
 * - the session's scenario a day after the end; for a week, because later the cohort is busy with another one
 * - the digest on Mondays at 09:00 in the cohort's zone, from the first after session 1 to the first after the last
 *   round has closed; for a day
 *
 * Keys say what a thing is, not when it is due: planning again after a move changes the time of the same row. Only a
 * reminder is about one moment, so a session that is moved is reminded of again.
 */
export function planDeliveries({ cohortId, zone, slots, minutesOf }: PlanInput): PlannedDelivery[] {
  const sessions = slots.flatMap((slot) => planSession(cohortId, zone, slot, minutesOf(slot.session)));
  const [first, last] = [slots[0], slots.at(-1)];
  if (first === undefined || last === undefined) return [];
  const end = last.startsAt.add({ minutes: minutesOf(last.session), hours: ROUND_HOURS });
  return [...sessions, ...planDigests(cohortId, zone, first.startsAt, end)];
}

/** How long a round stays open, in elapsed hours. */
export const ROUND_HOURS = 24;

/** How long after a session its scenario opens, and how long it stays open. Elapsed hours. */
const SCENARIO_AFTER_HOURS = 24;

export const SCENARIO_HOURS = 72;

const SCENARIO_LATE_HOURS = 7 * 24;

function planSession(cohortId: string, zone: string, { session, startsAt }: Slot, minutes: number): PlannedDelivery[] {
  const endsAt = startsAt.add({ minutes });
  const scenarioAt = endsAt.add({ hours: SCENARIO_AFTER_HOURS });
  const twoDaysBefore = startsAt.toZonedDateTimeISO(zone).subtract({ days: 2 }).toInstant();
  const prefix = `${cohortId}/s${String(session).padStart(2, '0')}`;
  const planned = (
    kind: DeliveryKind,
    key: string,
    dueAt: Temporal.Instant,
    uselessAt: Temporal.Instant | null,
  ): PlannedDelivery => ({ key: `${prefix}/${key}`, cohortId, kind, session, dueAt, uselessAt });
  return [
    planned('prework', 'prework', twoDaysBefore, startsAt),
    planned('reminder', `reminder/${startsAt.toString()}`, startsAt.subtract({ hours: 1 }), startsAt),
    planned('start', 'start', startsAt, endsAt),
    planned('round', 'round', endsAt, null),
    planned('scenario', 'scenario', scenarioAt, scenarioAt.add({ hours: SCENARIO_LATE_HOURS })),
  ];
}

function planDigests(cohortId: string, zone: string, from: Temporal.Instant, end: Temporal.Instant): PlannedDelivery[] {
  const digests: PlannedDelivery[] = [];
  let monday = mondayAfter(from, zone);
  while (true) {
    const dueAt = monday.toZonedDateTime({ timeZone: zone, plainTime: '09:00' }).toInstant();
    if (Temporal.Instant.compare(dueAt, from) > 0) {
      const key = `${cohortId}/digest/${monday.toString()}`;
      digests.push({ key, cohortId, kind: 'digest', session: null, dueAt, uselessAt: dueAt.add({ hours: 24 }) });
      if (Temporal.Instant.compare(dueAt, end) >= 0) return digests;
    }
    monday = monday.add({ days: 7 });
  }
}

/** The Monday of the next week, or today when it is Monday. */
function mondayAfter(moment: Temporal.Instant, zone: string): Temporal.PlainDate {
  const date = moment.toZonedDateTimeISO(zone).toPlainDate();
  return date.add({ days: (8 - date.dayOfWeek) % 7 });
}
