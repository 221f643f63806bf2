import { idFrom } from '../../domain/ids.ts';
import type { Named } from '../../domain/people/names.ts';

/** Who stands on a board, before ranking. */
export interface Entry extends Named {
  memberId: string;
  hidden: boolean;
  /** What they want to be called on boards. */
  pseudonym?: string | null;
  points: number;
}

export interface Ranked extends Entry {
  /** 1 is first; equal points share a rank and the next rank is left out (1, 2, 2, 4). */
  rank: number;
}

/**
 * What stands for somebody in a control of a board. It follows from what the board calls them and nothing else: whoever goes by
 * another name is found by their account nowhere, also not by trying the accounts of everybody.
 */
export function boardKeyOf({ memberId, pseudonym = null }: Pick<Entry, 'memberId' | 'pseudonym'>): string {
  return idFrom(pseudonym === null ? memberId : `board/${pseudonym}`);
}

/** Ranks by points. Whoever asked to be hidden is left out, and nobody's rank counts them. */
export function rankEntries(entries: readonly Entry[]): Ranked[] {
  const ordered = entries.filter(({ hidden }) => !hidden).sort(compare);
  let rank = 0;
  return ordered.map((entry, index) => {
    if (entry.points !== ordered[index - 1]?.points) rank = index + 1;
    return { ...entry, rank };
  });
}

/** One collator for all comparisons: `localeCompare` would make one for each of a thousand names. */
const byName = new Intl.Collator('en');

function compare(one: Entry, other: Entry): number {
  return (
    other.points - one.points ||
    byName.compare(one.pseudonym ?? one.name, other.pseudonym ?? other.name) ||
    Number(one.memberId > other.memberId) - Number(one.memberId < other.memberId)
  );
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

/** The Monday on which the week of a moment begins in a zone. `weeksAgo` counts back. */
export function weekOf(now: Temporal.Instant, zone: string, weeksAgo = 0): Temporal.PlainDate {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  return today.subtract({ days: today.dayOfWeek - 1 + 7 * weeksAgo });
}
