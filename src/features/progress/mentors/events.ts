import type { HelpRequest } from '../../mentoring/requests.ts';
import type { MentorEvent } from './formula.ts';

/** An answer whose verdict is told, as the board needs it. */
export interface LaterAnswer {
  memberId: string;
  /** The slug of the item's skill. */
  skill: string;
  right: boolean;
  at: Temporal.Instant;
}

/** Help is timely when it was taken within a working day of the hours that the mentors had stated. */
const TIMELY_HOURS = 8;

/**
 * What a question counts for that is resolved: the help of whoever had it last, by the asker's mark; an asker who closes it
 * without one says that it helped, and nobody else can say so. And the asker's first answer on its skill after that, if it was
 * right; `answers` are in the order in which they were given. However much was said on the way is not asked.
 */
export function eventsOfHelp(request: HelpRequest, answers: readonly LaterAnswer[]): MentorEvent[] {
  const { id, memberId: learnerId, skill, help } = request;
  const { state, holder: mentorId, mark: given, events } = help;
  const resolved = events.findLast(({ kind }) => kind === 'resolved');
  if (state !== 'resolved' || mentorId === null || resolved === undefined) return [];
  const mark = given ?? (resolved.by === learnerId ? 'helped' : null);
  const taken = events.find((event) => event.kind === 'taken');
  const isTimely = taken !== undefined && taken.waited <= TIMELY_HOURS * 3_600_000;
  const { at } = resolved;
  const next = answers.find(
    (answer) => answer.memberId === learnerId && answer.skill === skill && Temporal.Instant.compare(answer.at, at) > 0,
  );
  const hasHelped = mark === 'solved' || mark === 'helped';
  return [
    { id: `help/${id}`, kind: 'help', mentorId, learnerId, mark, isTimely, at },
    ...(hasHelped && next?.right === true
      ? [{ id: `next/${id}`, kind: 'next-right' as const, mentorId, learnerId, at: next.at }]
      : []),
  ];
}
