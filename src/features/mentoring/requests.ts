import type { Help } from './help.ts';

export const URGENCIES = ['blocked', 'soon', 'whenever'] as const;

export type Urgency = (typeof URGENCIES)[number];

export const URGENCY_LABELS = {
  blocked: 'I am stuck until it is answered',
  soon: 'In the next days',
  whenever: 'Whenever somebody has time',
} as const satisfies Record<Urgency, string>;

export const PLACES = ['thread', 'private'] as const;

/** Where a request is answered: in a thread that the cohort can read, or by one mentor alone. */
export type HelpPlace = (typeof PLACES)[number];

export const PLACE_LABELS = {
  thread: 'In a thread in the channel: others learn from it',
  private: 'In private, with one mentor',
} as const satisfies Record<HelpPlace, string>;

/** A learner's request, with how it stands. Names are what the platform said last. */
export interface HelpRequest {
  id: string;
  workspaceId: string;
  cohortId: string | null;
  memberId: string;
  asker: string;
  question: string;
  about: string | null;
  tried: string | null;
  urgency: Urgency;
  place: HelpPlace;
  /** A slug. */
  skill: string | null;
  askedAt: Temporal.Instant;
  /** Whoever has it, or had it last. */
  mentor: string | null;
  help: Help;
}

/** What `/questions` shows. */
export interface QueueFilter {
  show: 'all' | 'oldest' | 'mine' | 'skills';
  /** Whose queue it is. */
  mentorId: string;
  /** The skills that this mentor has helped with or named. */
  skills: ReadonlySet<string>;
}

/** The order of a queue: what waits stands before what somebody has, who is stuck before who is not, then the oldest first. */
export function inOrder(requests: readonly HelpRequest[]): HelpRequest[] {
  const rank = ({ help, urgency }: HelpRequest) =>
    (help.state === 'waiting' ? 0 : 10) + (urgency === 'blocked' ? 0 : 1);
  return requests.toSorted(
    (one, other) => rank(one) - rank(other) || Temporal.Instant.compare(sinceOf(one), sinceOf(other)),
  );
}

function byAge(requests: readonly HelpRequest[]): HelpRequest[] {
  return requests.toSorted((one, other) => Temporal.Instant.compare(sinceOf(one), sinceOf(other)));
}

/** Since when a request waits: one that came back keeps the place that it had. */
function sinceOf({ help, askedAt }: HelpRequest): Temporal.Instant {
  return help.askedAt ?? askedAt;
}

/** How many of those that wait stand before a request; undefined when it does not wait. */
export function placeInLine(requests: readonly HelpRequest[], id: string): number | undefined {
  const place = inOrder(requests.filter(({ help }) => help.state === 'waiting')).findIndex((one) => one.id === id);
  return place < 0 ? undefined : place;
}

/** The requests that somebody asked to see. */
export function shownIn(requests: readonly HelpRequest[], { show, mentorId, skills }: QueueFilter): HelpRequest[] {
  const ordered = show === 'oldest' ? byAge(requests) : inOrder(requests);
  return ordered.filter(({ help, skill }) => {
    if (show === 'mine') return help.holder === mentorId;
    return show !== 'skills' || (skill !== null && skills.has(skill));
  });
}
