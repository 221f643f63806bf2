import { type Text, text, time } from '../../chat/text.ts';
import type { Curriculum, Item } from '../../curriculum/schema.ts';
import { ROUND_HOURS } from '../../deliveries/plan.ts';
import { onceFor } from '../../domain/once.ts';
import { chooseRound } from './choosing.ts';
import type { ItemsNear } from './held-store.ts';

/** When each item that is held back becomes free again, by its slug. */
export type HeldItems = ReadonlyMap<string, Temporal.Instant>;

/**
 * The items whose right answers may not be told in any way: they are asked in a round that is open near somebody, or
 * the calendar will ask them soon. Which items a round to come will ask follows from what its cohort has had.
 */
export function heldItems({ asked, planned }: ItemsNear, curriculum: Curriculum): HeldItems {
  const held = new Map<string, Temporal.Instant>();
  const hold = (item: string, until: Temporal.Instant) => {
    const before = held.get(item);
    if (before === undefined || Temporal.Instant.compare(before, until) < 0) held.set(item, until);
  };
  for (const { item, until } of asked) hold(item, until);
  for (const { cohortId, session, opensAt, used } of planned) {
    const had = new Set(used);
    // Where a small curriculum asks an item again, its people have been told the answer before: it is no secret from them.
    const items = choose(curriculum, cohortId, session, had).filter(({ slug }) => !had.has(slug));
    for (const { slug } of items) hold(slug, opensAt.add({ hours: ROUND_HOURS }));
  }
  return held;
}

/** The same for everybody near, and it draws lots for the whole curriculum: so it is done once for what a cohort has had. */
function choose(curriculum: Curriculum, cohortId: string, session: number, had: ReadonlySet<string>): readonly Item[] {
  return chosenOnce(curriculum, `${cohortId}/${session}/${[...had].join()}`, () =>
    chooseRound(curriculum, cohortId, session, had),
  );
}

const chosenOnce = onceFor<Curriculum, readonly Item[]>();

/** Why an answer is not told now. */
export function heldText(until: Temporal.Instant | undefined): Text {
  const when = until === undefined ? text`later` : text`${time(until)}`;
  return text`This is a question of a round that is open or comes soon, so its answer stays closed for now. It opens ${when}.`;
}
