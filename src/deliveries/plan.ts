import type { Slot } from '../domain/cohorts/calendar.ts';
import type { DeliveryOf } from './job.ts';
import { type CalendarKind, KINDS, type SessionKind, uselessAt } from './kinds.ts';
import { morningAfter } from './mornings.ts';

/** A row of the calendar before it is kept. */
export type PlannedDelivery = DeliveryOf<CalendarKind>;

interface PlanInput {
  cohortId: string;
  zone: string;
  slots: readonly Slot[];
  /** How long a session lasts, in minutes, by its number. */
  minutesOf: (session: number) => number;
  /** The sessions at whose start pairs are drawn: none where nobody is paired. */
  pairsAt?: readonly number[];
  /** The last session of each module, by its number. */
  moduleEnds: readonly number[];
  /** Whether sessions stand among the workspaces' own events. */
  hasEvents?: boolean;
  /** The options of the capstone, with their milestones. */
  capstones?: readonly PlannedCapstone[];
}

/** What of an option of the capstone is due when: with a session, or so many weeks after the last. */
interface PlannedCapstone {
  slug: string;
  milestones: readonly { slug: string; due: { session: number } | { weeksAfter: number } }[];
}

/**
 * Everything the calendar will post by itself, and when. Its kind says how long that is of use.
 *
 * - three weeks before a session, its entry among the workspace's own events, where that is wished
 * - pre-work in the morning two days before a session, but not before the morning after the session before it
 * - the reminder an hour before, and with it those in private
 * - the session's thread at the start, and the pairs of a module at the start of its first session
 * - the session's round at the end
 * - the session's scenario a day after the end
 * - checkpoints, in private, in the second morning after the last session of a module
 * - the choice of a capstone, in private, in the mornings before and after the first session with a milestone
 * - in private, in the second morning after the last session, what somebody did and what can come next
 * - graduation in the second week after the last milestone, and a week before it, in private, whom to name
 * - milestones, in private, in the morning two days before each is due
 * - the digest, and with it in private to mentors how many are slipping, on Mondays at 09:00 in the cohort's zone, from the first after session 1 to the first after the last
 *   round has closed
 *
 * Keys say what a thing is, not when it is due: planning again after a move changes the time of the same row. Only
 * reminders are about one moment, so a session that is moved is reminded of again.
 */
export function planDeliveries({
  cohortId,
  zone,
  slots,
  minutesOf,
  moduleEnds,
  capstones = [],
  pairsAt = [],
  hasEvents = false,
}: PlanInput): PlannedDelivery[] {
  const sessions = slots.flatMap((slot, index) => [
    ...planSession(cohortId, slot, preworkAt(zone, slot, slots[index - 1]), minutesOf(slot.session)),
    ...(moduleEnds.includes(slot.session) ? [planPrompt(cohortId, zone, slot)] : []),
    ...(hasEvents ? [planEvent(cohortId, slot)] : []),
  ]);
  const pairs = slots.filter(({ session }) => pairsAt.includes(session)).map((slot) => planPairs(cohortId, slot));
  const [first, last] = [slots[0], slots.at(-1)];
  if (first === undefined || last === undefined) return [];
  const end = last.startsAt.add({ minutes: minutesOf(last.session), hours: ROUND_HOURS });
  const projects = [
    ...planChoice(cohortId, zone, slots, capstones),
    ...planMilestones(cohortId, zone, slots, capstones),
    ...planGraduation(cohortId, zone, slots, capstones),
  ];
  const digests = planDigests(cohortId, zone, first.startsAt, end);
  return [...sessions, ...pairs, ...projects, planFarewell(cohortId, zone, last), ...digests];
}

/** The morning after the session's day still belongs to its round. */
function planFarewell(cohortId: string, zone: string, { startsAt }: Slot): PlannedDelivery {
  const dueAt = morningAfter(startsAt, zone, 2);
  const useless = uselessAt(KINDS.farewell.late, dueAt);
  return { key: `${cohortId}/farewell`, cohortId, kind: 'farewell', dueAt, uselessAt: useless };
}

/** How long a round stays open, in elapsed hours. */
export const ROUND_HOURS = 24;

/** How many elapsed hours before a round's close those who have begun it are reminded. */
export const ROUND_REMINDER_HOURS = 3;

/** How long after a session its scenario opens, and how long it stays open. Elapsed hours. */
const SCENARIO_AFTER_HOURS = 24;

export const SCENARIO_HOURS = 72;

const MORNING = '09:00';

/** How long before a session it stands among the workspace's own events. */
export const EVENT_DAYS = 21;

function planEvent(cohortId: string, { session, startsAt }: Slot): PlannedDelivery {
  const key = `${cohortId}/s${String(session).padStart(2, '0')}/event`;
  const useless = uselessAt(KINDS.event.late, startsAt, { startsAt, endsAt: startsAt });
  const dueAt = startsAt.subtract({ hours: 24 * EVENT_DAYS });
  return { key, cohortId, kind: 'event', session, dueAt, uselessAt: useless };
}

/** When checkpoints are spoken of: the morning after the session's day still belongs to its round and its scenario. */
function planPrompt(cohortId: string, zone: string, { session, startsAt }: Slot): PlannedDelivery {
  const dueAt = morningAfter(startsAt, zone, 2);
  const key = `${cohortId}/s${String(session).padStart(2, '0')}/checkpoint-prompt`;
  const useless = uselessAt(KINDS['checkpoint-prompt'].late, dueAt);
  return { key, cohortId, kind: 'checkpoint-prompt', session, dueAt, uselessAt: useless };
}

function planChoice(
  cohortId: string,
  zone: string,
  slots: readonly Slot[],
  capstones: readonly PlannedCapstone[],
): PlannedDelivery[] {
  const sessions = capstones.flatMap(({ milestones }) =>
    milestones.flatMap(({ due }) => ('session' in due ? due.session : [])),
  );
  const first = slots.find(({ session }) => session === Math.min(...sessions));
  if (first === undefined) return [];
  return [false, true].map((again) => {
    const dueAt = morningAfter(first.startsAt, zone, again ? 1 : -1);
    const key = `${cohortId}/capstone-choice${again ? '/again' : ''}`;
    const useless = uselessAt(KINDS['capstone-choice'].late, dueAt);
    return { key, cohortId, kind: 'capstone-choice', detail: { again }, dueAt, uselessAt: useless };
  });
}

function planMilestones(
  cohortId: string,
  zone: string,
  slots: readonly Slot[],
  capstones: readonly PlannedCapstone[],
): PlannedDelivery[] {
  return capstones.flatMap(({ slug: capstone, milestones }) =>
    milestones.flatMap(({ slug: milestone, due }) => {
      const at = milestoneAt(due, slots, zone);
      if (at === undefined) return [];
      const dueAt = morningAfter(at, zone, -2);
      const key = `${cohortId}/capstone/${capstone}/${milestone}`;
      const useless = uselessAt(KINDS['capstone-milestone'].late, dueAt);
      return {
        key,
        cohortId,
        kind: 'capstone-milestone' as const,
        detail: { capstone, milestone },
        dueAt,
        uselessAt: useless,
      };
    }),
  );
}

function planGraduation(
  cohortId: string,
  zone: string,
  slots: readonly Slot[],
  capstones: readonly PlannedCapstone[],
): PlannedDelivery[] {
  const dues = capstones.flatMap(({ milestones }) =>
    milestones.flatMap(({ due }) => milestoneAt(due, slots, zone) ?? []),
  );
  const last = dues.toSorted(Temporal.Instant.compare).at(-1);
  if (last === undefined) return [];
  return (['graduation-ask', 'graduation'] as const).map((kind) => {
    const dueAt = morningAfter(last, zone, kind === 'graduation' ? 8 : 1);
    return { key: `${cohortId}/${kind}`, cohortId, kind, dueAt, uselessAt: uselessAt(KINDS[kind].late, dueAt) };
  });
}

/** When a milestone is due in a cohort: at a session's start, or so many weeks after the last one, by the cohort's clock. */
export function milestoneAt(
  due: { session: number } | { weeksAfter: number },
  slots: readonly Slot[],
  zone: string,
): Temporal.Instant | undefined {
  if ('session' in due) return slots.find(({ session }) => session === due.session)?.startsAt;
  return slots.at(-1)?.startsAt.toZonedDateTimeISO(zone).add({ weeks: due.weeksAfter }).toInstant();
}

/** When pre-work is posted: at nine in the cohort's zone. Where sessions follow too closely for that, two days before. */
function preworkAt(zone: string, { startsAt }: Slot, previous: Slot | undefined): Temporal.Instant {
  const usual = morningAfter(startsAt, zone, -2);
  if (previous === undefined) return usual;
  const dayAfter = morningAfter(previous.startsAt, zone, 1);
  const isBetween = Temporal.Instant.compare(dayAfter, usual) > 0 && Temporal.Instant.compare(dayAfter, startsAt) < 0;
  return isBetween ? dayAfter : usual;
}

function planSession(
  cohortId: string,
  { session, startsAt }: Slot,
  preworkDueAt: Temporal.Instant,
  minutes: number,
): PlannedDelivery[] {
  const endsAt = startsAt.add({ minutes });
  const hourBefore = startsAt.subtract({ hours: 1 });
  const prefix = `${cohortId}/s${String(session).padStart(2, '0')}`;
  const planned = (kind: SessionKind, dueAt: Temporal.Instant, key: string = kind): PlannedDelivery => {
    const useless = uselessAt(KINDS[kind].late, dueAt, { startsAt, endsAt });
    return { key: `${prefix}/${key}`, cohortId, kind, session, dueAt, uselessAt: useless };
  };
  return [
    planned('prework', preworkDueAt),
    planned('reminder', hourBefore, `reminder/${startsAt.toString()}`),
    planned('session-reminder', hourBefore, `session-reminder/${startsAt.toString()}`),
    planned('start', startsAt),
    planned('round', endsAt),
    planned('scenario', endsAt.add({ hours: SCENARIO_AFTER_HOURS })),
  ];
}

function planPairs(cohortId: string, { session, startsAt: dueAt }: Slot): PlannedDelivery {
  const key = `${cohortId}/s${String(session).padStart(2, '0')}/pairs`;
  return { key, cohortId, kind: 'pairs', session, dueAt, uselessAt: uselessAt(KINDS.pairs.late, dueAt) };
}

function planDigests(cohortId: string, zone: string, from: Temporal.Instant, end: Temporal.Instant): PlannedDelivery[] {
  const digests: PlannedDelivery[] = [];
  let monday = mondayAfter(from, zone);
  while (true) {
    const dueAt = monday.toZonedDateTime({ timeZone: zone, plainTime: MORNING }).toInstant();
    if (Temporal.Instant.compare(dueAt, from) > 0) {
      const key = `${cohortId}/digest/${monday.toString()}`;
      digests.push({ key, cohortId, kind: 'digest', dueAt, uselessAt: uselessAt(KINDS.digest.late, dueAt) });
      const risk = `${cohortId}/at-risk/${monday.toString()}`;
      digests.push({ key: risk, cohortId, kind: 'at-risk', dueAt, uselessAt: uselessAt(KINDS['at-risk'].late, dueAt) });
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
