/** What was said or done about a request. */
export type EntryKind =
  | 'requested'
  | 'added'
  | 'withdrawn'
  | 'taken'
  | 'released'
  | 'asked'
  | 'signed-off'
  | 'declined';

export interface Entry {
  id: number;
  memberId: string;
  name: string;
  kind: EntryKind;
  words: string;
  links: readonly string[];
  runs: readonly string[];
  at: Temporal.Instant;
}

/** Somebody who did something, and when. */
interface Deed {
  memberId: string;
  name: string;
  at: Temporal.Instant;
}

/** Where a request stands: whose turn it is, or how it ended. `holder` is the mentor who has it. */
export interface Standing {
  turn: 'mentors' | 'learner' | 'nobody';
  /** Since when that is so. */
  since: Temporal.Instant;
  holder: Deed | undefined;
  ended: (Deed & { as: 'signed-off' | 'declined' | 'withdrawn'; words: string }) | undefined;
}

/** How many days a mentor may keep a request that waits for them before another one may take it over. */
export const HELD_DAYS = 7;

/** Where a request stands after what was said and done, oldest first. The first entry is the request itself. */
export function standingOf(entries: readonly Entry[]): Standing {
  const [first] = entries;
  if (first === undefined) throw new RangeError('a request has at least one entry');
  return entries.reduce(after, { turn: 'mentors', since: first.at, holder: undefined, ended: undefined });
}

function after(before: Standing, entry: Entry): Standing {
  const { kind, memberId, name, at, words } = entry;
  switch (kind) {
    case 'requested':
      return before;
    case 'added':
      return before.turn === 'learner' ? { ...before, turn: 'mentors', since: at } : before;
    case 'taken':
      return { ...before, holder: { memberId, name, at } };
    case 'released':
      return { ...before, holder: undefined };
    case 'asked':
      return { ...before, turn: 'learner', since: at };
    case 'signed-off':
    case 'declined':
    case 'withdrawn':
      return { ...before, turn: 'nobody', since: at, ended: { as: kind, memberId, name, at, words } };
  }
}

/** Why something may not be done about a request now. */
export type Objection = 'own' | 'not-own' | 'ended' | 'held' | 'not-held' | 'waits-for-learner';

/** Why somebody may not do this about a learner's request now, or undefined. Rights in the cohort were checked before. */
export function objectionTo(
  kind: Exclude<EntryKind, 'requested'>,
  { learnerId, standing }: { learnerId: string; standing: Standing },
  memberId: string,
  now: Temporal.Instant,
): Objection | undefined {
  const isOwn = learnerId === memberId;
  switch (kind) {
    case 'added':
    case 'withdrawn':
      if (!isOwn) return 'not-own';
      return standing.ended === undefined ? undefined : 'ended';
    case 'taken':
      if (isOwn) return 'own';
      if (standing.ended !== undefined) return 'ended';
      return isHeldAgainst(standing, memberId, now) ? 'held' : undefined;
    case 'released':
    case 'asked':
    case 'signed-off':
    case 'declined':
      if (isOwn) return 'own';
      if (standing.ended !== undefined) return 'ended';
      if (standing.holder?.memberId !== memberId) return standing.holder === undefined ? 'not-held' : 'held';
      return kind === 'asked' && standing.turn === 'learner' ? 'waits-for-learner' : undefined;
  }
}

/** Whether another mentor has a request, and has not let it wait too long. */
function isHeldAgainst({ holder, turn, since }: Standing, memberId: string, now: Temporal.Instant): boolean {
  if (holder === undefined || holder.memberId === memberId) return false;
  if (turn === 'learner') return true;
  const waitingSince = Temporal.Instant.compare(holder.at, since) > 0 ? holder.at : since;
  return Temporal.Instant.compare(waitingSince.add({ hours: 24 * HELD_DAYS }), now) > 0;
}
