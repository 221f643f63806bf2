import type { Enrolled } from '../../domain/cohorts/store.ts';
import { freeQuarters, type Hours, isAway } from './hours.ts';
import type { Candidate } from './matching.ts';
import type { Known, PairWishes } from './wishes-store.ts';

/** Until how many days after they are told the pairs of a module are asked whether they met. */
export const MEET_DAYS = 2;

/** The hours in which people are taken to be awake where only their zone is known. */
const AWAKE = { from: Temporal.PlainTime.from('08:00'), until: Temporal.PlainTime.from('22:00') };

/** Why somebody takes no part in a round that is told on a day; undefined when they do. */
export function reasonOut(
  { takesPart, away }: PairWishes,
  isHidden: boolean,
  toldOn: Temporal.PlainDate,
): 'said-no' | 'hidden' | 'away' | undefined {
  if (takesPart === false) return 'said-no';
  if (isHidden && takesPart !== true) return 'hidden';
  if (away !== null && isAway(away, toldOn, toldOn.add({ days: MEET_DAYS }))) return 'away';
  return undefined;
}

/** The people of a round that is told on a day, as the matching sees them. */
export function candidatesFor(
  learners: readonly Enrolled[],
  known: ReadonlyMap<string, Known>,
  toldOn: Temporal.PlainDate,
): Candidate[] {
  return learners.flatMap(({ memberId, hidden }) => {
    const about = known.get(memberId);
    if (about === undefined || reasonOut(about.wishes, hidden, toldOn) !== undefined) return [];
    const hours = hoursOf(about);
    const free = hours === undefined ? undefined : freeQuarters(hours, toldOn);
    return [{ id: memberId, level: levelOf(about), free }];
  });
}

function hoursOf({ wishes, zone }: Known): Hours | undefined {
  return wishes.hours ?? (zone === null ? undefined : { ...AWAKE, zone });
}

/** The share of right answers, drawn to the middle while there are few. */
function levelOf({ answered, right }: Known): number {
  return (right + 2) / (answered + 4);
}
