import type { Help } from '../../mentoring/help.ts';
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

/** Who wrote the replies that were said again, by the event of each. */
export type Authors = ReadonlyMap<number, string>;

/**
 * What a question brings others than whoever had it last. An author whose saved reply another mentor said to its asker, who was
 * helped: once for each question. And whoever solved it, for each question of somebody else that it answered when it was kept.
 */
export function eventsOfReplies({ id, memberId, help }: HelpRequest, authors: Authors): MentorEvent[] {
  const { holder, events, kept } = help;
  const resolved = events.findLast(({ kind }) => kind === 'resolved');
  const used = resolved === undefined || !hasHelped(help) ? [] : events.filter((event) => event.kind === 'spoke');
  const credited = new Map<string, MentorEvent>();
  for (const { by, from } of used) {
    const author = from === undefined || from === null ? undefined : authors.get(from);
    if (author === undefined || author === by || author === memberId || resolved === undefined) continue;
    const event = { kind: 'reply', what: 'saved', learnerId: memberId, mentorId: author, at: resolved.at } as const;
    credited.set(author, { id: `reply/${id}/${author}`, ...event });
  }
  const reused = kept === null || holder === null ? [] : events.filter((event) => event.kind === 'reused');
  const again = reused.flatMap(({ id: event, by, at }): MentorEvent[] => {
    if (holder === null || by === null || by === memberId || by === holder) return [];
    return [{ id: `kept/${id}/${event}`, kind: 'reply', what: 'kept', mentorId: holder, learnerId: by, at }];
  });
  return [...credited.values(), ...again];
}

/** Whether the asker said that it is solved or that it helped. A low mark is worth what no mark is, so that a board tells neither. */
function hasHelped({ mark }: Pick<Help, 'mark'>): boolean {
  return mark === 'solved' || mark === 'helped';
}

/**
 * Help is timely when whoever gave it took the question within a working day of the hours that the mentors had stated. Each of
 * their own takes must be: nobody becomes timely by giving a question back and taking it again.
 */
const TIMELY_HOURS = 8;

/**
 * What a question counts for that is resolved and of which its asker says that it is solved or helped: the help of whoever had it
 * last. And the asker's first answer on its skill after that, if it was right; `answers` are in the order in which they were given.
 * However much was said on the way is not asked.
 */
export function eventsOfHelp(request: HelpRequest, answers: readonly LaterAnswer[]): MentorEvent[] {
  const { id, memberId: learnerId, skill, help } = request;
  const { state, holder: mentorId, events } = help;
  const resolved = events.findLast(({ kind }) => kind === 'resolved');
  if (state !== 'resolved' || mentorId === null || resolved === undefined || !hasHelped(help)) return [];
  const takes = events.filter((event) => event.kind === 'taken').filter(({ by }) => by === mentorId);
  const isTimely = takes.length > 0 && takes.every(({ waited }) => waited <= TIMELY_HOURS * 3_600_000);
  const { at } = resolved;
  const next = answers.find(
    (answer) => answer.memberId === learnerId && answer.skill === skill && Temporal.Instant.compare(answer.at, at) > 0,
  );
  return [
    { id: `help/${id}`, kind: 'help', mentorId, learnerId, isTimely, at },
    ...(next?.right === true
      ? [{ id: `next/${id}`, kind: 'next-right' as const, mentorId, learnerId, at: next.at }]
      : []),
  ];
}
