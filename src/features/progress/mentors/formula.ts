/**
 * The mentors' board: what a ledger of help is worth. README.md has the same in words. The number of messages is in no event,
 * so that it can't count.
 */

/** Something that a mentor did for a learner, or for all. */
export type MentorEvent = {
  /** What it was, once: the same id twice is one event. */
  id: string;
  mentorId: string;
  at: Temporal.Instant;
} /**
 * A question whose asker said that it is solved, or that it helped: which of the two is in no event, and a question of which they
 * said "not yet" is in none, as one of which they said nothing.
 */ & (
  | { kind: 'help'; learnerId: string; isTimely: boolean }
  /** The first answer on the skill of a question that its asker gave after it was helped, and had right. */
  | { kind: 'next-right'; learnerId: string }
  | { kind: 'checkpoint'; learnerId: string }
  | { kind: 'review'; learnerId: string }
  | { kind: 'assessment'; learnerId: string }
  /** A reply that they had saved, said by another mentor, helped this learner; or what solved a question with them did, when it was kept. */
  | { kind: 'reply'; learnerId: string; what: 'saved' | 'kept' }
  | { kind: 'there'; what: 'session' | 'round' }
);

/** What each thing is worth. */
export const WORTH = {
  help: 8,
  /** On top of help, when it was taken within a working day of the mentors' stated hours. */
  timely: 2,
  nextRight: 4,
  checkpoint: 6,
  review: 4,
  assessment: 8,
  reply: 3,
  there: 1,
} as const;

/** What one learner can bring a mentor in a week. */
export const PAIR_WEEK = 12;

/**
 * How much more one learner can bring a mentor than all their other learners together: less than the least that two learners bring,
 * so that one pair alone stands below whoever helped two.
 */
export const PAIR_AHEAD =
  2 * Math.min(WORTH.help, WORTH.nextRight, WORTH.checkpoint, WORTH.review, WORTH.assessment, WORTH.reply) - 1;

/** What being there can bring a mentor in a week. */
export const THERE_WEEK = 2;

/** What replies that others said again can bring their author in a week. */
export const REPLY_WEEK = 6;

/** Between two who help each other, everything counts for one part in so many. */
const MUTUAL = 4;

/** An event with what it counts for, after the caps. */
export interface Line {
  event: MentorEvent;
  points: number;
  /** Why it counts for less than such a thing is worth. */
  less: 'mutual' | 'week' | undefined;
}

/** A mentor's score, and what it is made of, the oldest first. */
export interface MentorScore {
  mentorId: string;
  points: number;
  lines: readonly Line[];
  /** What one learner alone brought beyond what may be, and does not count. */
  oneSided: number;
}

/**
 * The score of every mentor of a ledger, whatever the order in which its events are listed, and however often. With `since` only what
 * was done from then on counts; who helps each other is found in all of it.
 */
export function scoreMentors(
  ledger: readonly MentorEvent[],
  zone: string,
  since?: Temporal.Instant,
): Map<string, MentorScore> {
  const events = [...new Map(ledger.map((event) => [event.id, event])).values()].sort(inOrder);
  const helps = new Set(events.flatMap((event) => (worthOf(event) > 0 && learnerOf(event) ? [pairOf(event)] : [])));
  const isMutual = (event: MentorEvent) => helps.has(`${learnerOf(event)} ${event.mentorId}`);
  const counted = since === undefined ? events : events.filter(({ at }) => Temporal.Instant.compare(at, since) >= 0);
  const byMentor = Map.groupBy(counted, ({ mentorId }) => mentorId);
  return new Map(
    [...byMentor].map(([mentorId, own]) => [mentorId, scoreOf(mentorId, linesOf(own, isMutual, zone))] as const),
  );
}

function inOrder(one: MentorEvent, other: MentorEvent): number {
  return Temporal.Instant.compare(one.at, other.at) || (one.id < other.id ? -1 : 1);
}

function learnerOf(event: MentorEvent): string | undefined {
  return event.kind === 'there' ? undefined : event.learnerId;
}

function pairOf(event: MentorEvent): string {
  return `${event.mentorId} ${learnerOf(event)}`;
}

/** What an event is worth before the caps: one's own is worth nothing. */
export function worthOf(event: MentorEvent): number {
  if (learnerOf(event) === event.mentorId) return 0;
  switch (event.kind) {
    case 'help':
      return WORTH.help + (event.isTimely ? WORTH.timely : 0);
    case 'next-right':
      return WORTH.nextRight;
    case 'checkpoint':
    case 'review':
    case 'assessment':
    case 'reply':
    case 'there':
      return WORTH[event.kind];
  }
}

function linesOf(own: readonly MentorEvent[], isMutual: (event: MentorEvent) => boolean, zone: string): Line[] {
  const spent = new Map<string, number>();
  return own.map((event) => {
    const mutual = isMutual(event);
    const worth = mutual ? Math.floor(worthOf(event) / MUTUAL) : worthOf(event);
    const caps = capsOf(event, zone);
    const left = caps.map(({ key, most }) => most - (spent.get(key) ?? 0));
    const points = Math.max(0, Math.min(worth, ...left));
    for (const { key } of caps) spent.set(key, (spent.get(key) ?? 0) + points);
    return { event, points, less: points < worth ? 'week' : mutual ? 'mutual' : undefined };
  });
}

/** What holds an event down: what being there, one learner, and replies may bring in its week. */
function capsOf(event: MentorEvent, zone: string): { key: string; most: number }[] {
  const week = weekOfEvent(event, zone);
  if (event.kind === 'there') return [{ key: week, most: THERE_WEEK }];
  const pair = { key: `${week} ${event.learnerId}`, most: PAIR_WEEK };
  return event.kind === 'reply' ? [pair, { key: `${week}/replies`, most: REPLY_WEEK }] : [pair];
}

/** The Monday of an event, in the cohort's zone. */
function weekOfEvent({ at }: MentorEvent, zone: string): string {
  const day = at.toZonedDateTimeISO(zone).toPlainDate();
  return day.subtract({ days: day.dayOfWeek - 1 }).toString();
}

function scoreOf(mentorId: string, lines: readonly Line[]): MentorScore {
  const byLearner = new Map<string, number>();
  let [there, pairs] = [0, 0];
  for (const { event, points } of lines) {
    const learner = learnerOf(event);
    if (learner === undefined) {
      there += points;
      continue;
    }
    pairs += points;
    byLearner.set(learner, (byLearner.get(learner) ?? 0) + points);
  }
  const most = Math.max(0, ...byLearner.values());
  const oneSided = Math.max(0, most - (pairs - most) - PAIR_AHEAD);
  return { mentorId, points: there + pairs - oneSided, lines, oneSided };
}
