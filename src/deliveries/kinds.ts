import { z } from 'zod';
import { CalendarChange, SlotMove } from '../domain/cohorts/calendar.ts';

const Lack = z.object({ what: z.string(), loss: z.string(), remedy: z.string() });

const aboutCohort = z.object({});
const aboutHome = z.object({ workspaceId: z.string(), channel: z.string() });
const aboutSession = z.object({ session: z.int() });

/** What the people of a cohort are told when something has happened to it. */
export const Notice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('moved-up'), memberId: z.string() }),
  // Rows of an older version do not say what moved.
  z.object({ kind: z.literal('calendar'), change: CalendarChange, moved: z.array(SlotMove).default([]) }),
  z.object({ kind: z.literal('archived') }),
  z.object({ kind: z.literal('edited') }),
  z.object({ kind: z.literal('replanned'), moved: z.array(SlotMove), fresh: z.array(z.int()), gone: z.array(z.int()) }),
  z.object({ kind: z.literal('handed-over'), memberId: z.string() }),
  z.object({ kind: z.literal('home-opened'), workspaceId: z.string() }),
  // The channel is there where an organiser took the home away, and the bot can still say so in it.
  z.object({ kind: z.literal('home-closed'), workspaceId: z.string(), channel: z.string().optional() }),
  z.object({ kind: z.literal('home-back'), workspaceId: z.string() }),
  z.object({ kind: z.literal('home-moved'), workspaceId: z.string() }),
  z.object({ kind: z.literal('troubled'), remedy: z.string(), of: z.string().optional() }),
  z.object({ kind: z.literal('mended') }),
  z.object({ kind: z.literal('lacking'), home: aboutHome, lacks: z.array(Lack) }),
  z.object({ kind: z.literal('lacks-mended'), home: aboutHome }),
  z.object({ kind: z.literal('ownerless'), memberId: z.string() }),
  z.object({ kind: z.literal('amiss'), what: z.string(), remedy: z.string() }),
  z.object({ kind: z.literal('amiss-over'), what: z.string() }),
  z.object({ kind: z.literal('would-mentor'), memberId: z.string() }),
  z.object({ kind: z.literal('brought-in'), memberId: z.string() }),
  z.object({ kind: z.literal('absent'), memberIds: z.array(z.string()) }),
  z.object({ kind: z.literal('threadless'), remedy: z.string(), session: z.int() }),
]);

export type Notice = z.output<typeof Notice>;

/** What happens to a delivery that is found after its time, for example because the bot was down: it is late, then it is skipped. */
export const LATE = {
  always: 'posted however late',
  'session-starts': 'posted until the session starts, then skipped',
  'session-ends': 'posted until the session ends, then skipped',
  'three-hours': 'posted for three hours, then skipped',
  'three-days': 'posted for three days, then skipped',
  week: 'posted for a week, then skipped',
  day: 'posted for a day, then skipped',
} as const;

export type Late = keyof typeof LATE;

interface Kind {
  /** What its row says beyond when and where; read back through this. */
  about: z.ZodObject;
  /** Whether it follows from the calendar alone, and is planned again when that changes. */
  isCalendar: boolean;
  late: Late;
  /** Whether it is words for a channel and nothing else, so that nothing is left to do for a cohort without a home. */
  isOnlyWords: boolean;
  /** Present where it reaches no channel, so that its success says nothing of one. */
  isPrivate?: true;
  /** Present where it belongs to one question among many: organisers are shown it only while it does not arrive. */
  isUnlisted?: true;
  /** What it is, for people who move the clock or read the documents. */
  words: (session: number | string) => string;
}

/** Every kind of delivery. With the job that carries it out, this is all there is to one. */
export const KINDS = {
  announce: {
    about: aboutCohort,
    isCalendar: false,
    late: 'always',
    isOnlyWords: true,
    words: () => 'the announcement',
  },
  event: {
    about: aboutSession,
    isCalendar: true,
    late: 'session-starts',
    isOnlyWords: true,
    isPrivate: true,
    words: (session) => `session ${session} among Discord’s events`,
  },
  prework: {
    about: aboutSession,
    isCalendar: true,
    late: 'session-starts',
    isOnlyWords: true,
    words: (session) => `pre-work for session ${session}`,
  },
  reminder: {
    about: aboutSession,
    isCalendar: true,
    late: 'session-starts',
    isOnlyWords: true,
    words: (session) => `the reminder of session ${session}`,
  },
  'session-reminder': {
    about: aboutSession,
    isCalendar: true,
    late: 'session-starts',
    isOnlyWords: true,
    isPrivate: true,
    words: (session) => `reminders of session ${session} in private`,
  },
  start: {
    about: aboutSession,
    isCalendar: true,
    late: 'session-ends',
    isOnlyWords: true,
    words: (session) => `session ${session} begins`,
  },
  round: {
    about: aboutSession,
    isCalendar: true,
    late: 'always',
    isOnlyWords: true,
    words: (session) => `the round of session ${session}`,
  },
  'round-reminder': {
    about: z.object({ session: z.int(), detail: z.object({ round: z.string() }) }),
    isCalendar: false,
    late: 'three-hours',
    isOnlyWords: true,
    isPrivate: true,
    words: (session) => `reminders of the round of session ${session} in private`,
  },
  close: {
    about: z.object({ session: z.int(), detail: z.object({ round: z.string() }) }),
    isCalendar: false,
    late: 'always',
    isOnlyWords: false,
    words: (session) => `the round of session ${session} closes`,
  },
  result: {
    about: z.object({ detail: z.object({ of: z.enum(['round', 'incident']), id: z.string() }) }),
    isCalendar: false,
    late: 'day',
    isOnlyWords: true,
    isPrivate: true,
    words: () => 'results to those who took part and want them, in private',
  },
  // Later than that the cohort is busy with another one.
  scenario: {
    about: aboutSession,
    isCalendar: true,
    late: 'week',
    isOnlyWords: true,
    words: (session) => `the scenario of session ${session}`,
  },
  debrief: {
    about: z.object({ session: z.int(), detail: z.object({ incident: z.string() }) }),
    isCalendar: false,
    late: 'always',
    isOnlyWords: false,
    words: (session) => `the debrief of session ${session}'s scenario`,
  },
  pairs: {
    about: aboutSession,
    isCalendar: true,
    late: 'three-days',
    isOnlyWords: false,
    isPrivate: true,
    words: (session) => `pairs of the module of session ${session} are drawn`,
  },
  'pairs-out': {
    about: z.object({ session: z.int(), detail: z.object({ round: z.string() }) }),
    isCalendar: false,
    late: 'three-days',
    isOnlyWords: true,
    words: (session) => `pairs of the module of session ${session} are told`,
  },
  'pairs-met': {
    about: z.object({ session: z.int(), detail: z.object({ round: z.string() }) }),
    isCalendar: false,
    late: 'three-days',
    isOnlyWords: true,
    isPrivate: true,
    words: (session) => `whether the pairs of the module of session ${session} met, in private`,
  },
  'checkpoint-prompt': {
    about: aboutSession,
    isCalendar: true,
    late: 'week',
    isOnlyWords: true,
    isPrivate: true,
    words: (session) => `checkpoints at the end of the module of session ${session}, in private`,
  },
  'checkpoint-waiting': {
    about: aboutCohort,
    isCalendar: false,
    late: 'day',
    isOnlyWords: true,
    isPrivate: true,
    words: () => 'checkpoints that wait, to mentors in private',
  },
  'checkpoint-told': {
    about: z.object({ detail: z.object({ request: z.string(), entry: z.int() }) }),
    isCalendar: false,
    late: 'always',
    isOnlyWords: false,
    isPrivate: true,
    words: () => 'what became of a checkpoint, in private',
  },
  'at-risk': {
    about: aboutCohort,
    isCalendar: true,
    late: 'day',
    isOnlyWords: true,
    isPrivate: true,
    words: () => 'how many learners are slipping, to mentors in private',
  },
  nudge: {
    about: z.object({ detail: z.object({ nudge: z.string() }) }),
    isCalendar: false,
    late: 'three-days',
    isOnlyWords: true,
    isPrivate: true,
    words: () => "a mentor's word to a learner, in private",
  },
  'capstone-choice': {
    about: z.object({ detail: z.object({ again: z.boolean() }) }),
    isCalendar: true,
    late: 'week',
    isOnlyWords: true,
    isPrivate: true,
    words: () => 'the choice of a capstone, in private',
  },
  'capstone-milestone': {
    about: z.object({ detail: z.object({ capstone: z.string(), milestone: z.string() }) }),
    isCalendar: true,
    late: 'day',
    isOnlyWords: true,
    isPrivate: true,
    words: () => 'a milestone of the capstone, in private',
  },
  'capstone-seats': {
    about: z.object({ detail: z.object({ capstone: z.string() }) }),
    isCalendar: false,
    late: 'always',
    isOnlyWords: false,
    isPrivate: true,
    words: () => 'free seats of a capstone’s assessment are given to mentors',
  },
  'capstone-told': {
    about: z.object({
      detail: z.object({ capstone: z.string(), to: z.string(), what: z.enum(['seated', 'result']) }),
    }),
    isCalendar: false,
    late: 'always',
    isOnlyWords: false,
    isPrivate: true,
    words: () => 'an assessment, to whom it concerns in private',
  },
  farewell: {
    about: aboutCohort,
    isCalendar: true,
    late: 'week',
    isOnlyWords: true,
    isPrivate: true,
    words: () => 'what somebody did in the course and what can come next, in private',
  },
  'graduation-ask': {
    about: aboutCohort,
    isCalendar: true,
    late: 'week',
    isOnlyWords: true,
    isPrivate: true,
    words: () => 'whom to name at graduation, asked in private',
  },
  graduation: {
    about: aboutCohort,
    isCalendar: true,
    late: 'week',
    isOnlyWords: true,
    words: () => 'graduation',
  },
  'certificate-told': {
    about: z.object({ detail: z.object({ certificate: z.string() }) }),
    isCalendar: false,
    late: 'always',
    isOnlyWords: false,
    isPrivate: true,
    words: () => 'that a certificate was revoked, in private',
  },
  digest: {
    about: aboutCohort,
    isCalendar: true,
    late: 'day',
    isOnlyWords: true,
    words: () => "Monday's digest",
  },
  help: {
    about: z.object({ detail: z.object({ request: z.string(), event: z.int() }) }),
    isCalendar: false,
    late: 'always',
    isOnlyWords: true,
    isPrivate: true,
    isUnlisted: true,
    words: () => 'what happened to a question',
  },
  'help-check': {
    about: z.object({ detail: z.object({ request: z.string(), check: z.enum(['lock', 'waiting', 'silent']) }) }),
    isCalendar: false,
    late: 'always',
    isOnlyWords: false,
    isPrivate: true,
    isUnlisted: true,
    words: () => 'a look at a question that waits',
  },
  'help-call': {
    // Of one mentor, whose hours have begun; or of all.
    about: z.object({ detail: z.object({ member: z.string().nullable() }) }),
    isCalendar: false,
    late: 'always',
    isOnlyWords: true,
    isUnlisted: true,
    words: () => 'which questions wait for a mentor',
  },
  notice: {
    about: z.object({ detail: Notice }),
    isCalendar: false,
    late: 'day',
    isOnlyWords: true,
    words: () => 'a notice',
  },
} as const satisfies Record<string, Kind>;

export type DeliveryKind = keyof typeof KINDS;

type KindWhere<Wanted> = { [K in DeliveryKind]: (typeof KINDS)[K] extends Wanted ? K : never }[DeliveryKind];

export type CalendarKind = KindWhere<{ isCalendar: true }>;

/** The kinds of the calendar that come once for each session. */
export type SessionKind = CalendarKind & KindWhere<{ about: typeof aboutSession }>;

/** The kinds that are planned again when the calendar changes. */
export const CALENDAR_KINDS = (Object.keys(KINDS) as DeliveryKind[]).filter((kind) => KINDS[kind].isCalendar);

/** The kinds that organisers are shown only while they do not arrive. */
export const UNLISTED_KINDS = (Object.keys(KINDS) as DeliveryKind[]).filter((kind) => 'isUnlisted' in KINDS[kind]);

/** When a delivery is late and skipped; null when it never is. Kinds that are tied to a session need its moments. */
export function uselessAt(
  late: Late,
  dueAt: Temporal.Instant,
  session?: { startsAt: Temporal.Instant; endsAt: Temporal.Instant },
): Temporal.Instant | null {
  switch (late) {
    case 'always':
      return null;
    case 'session-starts':
      return session?.startsAt ?? null;
    case 'session-ends':
      return session?.endsAt ?? null;
    case 'three-hours':
      return dueAt.add({ hours: 3 });
    case 'three-days':
      return dueAt.add({ hours: 3 * 24 });
    case 'week':
      return dueAt.add({ hours: 7 * 24 });
    case 'day':
      return dueAt.add({ hours: 24 });
  }
}
