import type { Named } from '../../domain/people/names.ts';

/** Who stands on a board, before ranking. */
export interface Entry extends Named {
  memberId: string;
  hidden: boolean;
  points: number;
}

export interface Ranked extends Entry {
  /** 1 is first; equal points share a rank and the next rank is left out (1, 2, 2, 4). */
  rank: number;
}

/** Ranks by points. Whoever asked to be hidden is left out, and nobody's rank counts them. */
export function rankEntries(entries: readonly Entry[]): Ranked[] {
  const shown = entries.filter(({ hidden }) => !hidden);
  const ordered = [...shown].sort((one, other) => other.points - one.points || compareNames(one, other));
  return ordered.map((entry) => ({ ...entry, rank: ordered.findIndex(({ points }) => points === entry.points) + 1 }));
}

function compareNames(one: Entry, other: Entry): number {
  return one.name.localeCompare(other.name, 'en') || (one.memberId < other.memberId ? -1 : 1);
}

/** A board as one person sees it: the first three, and two on either side of themselves. `undefined` is a gap. */
export function neighbourhood(ranked: readonly Ranked[], memberId: string): (Ranked | undefined)[] {
  const own = ranked.findIndex((entry) => entry.memberId === memberId);
  const isShown = (index: number) => index < TOP || (own >= 0 && Math.abs(index - own) <= BESIDE);
  const seen = ranked.map((entry, index) => (isShown(index) ? entry : undefined));
  const last = seen.findLastIndex((entry) => entry !== undefined);
  return seen.slice(0, last + 1).filter((entry, index) => entry !== undefined || seen[index - 1] !== undefined);
}

const TOP = 3;

const BESIDE = 2;

/** The start of the week in a zone: Monday, midnight. `weeksAgo` counts back. */
export function startOfWeek(now: Temporal.Instant, zone: string, weeksAgo = 0): Temporal.Instant {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 + 7 * weeksAgo });
  return monday.toZonedDateTime(zone).toInstant();
}
