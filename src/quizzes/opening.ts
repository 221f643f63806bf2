import { postHome } from '../cohorts/home.ts';
import type { Cohort } from '../cohorts/rules.ts';
import { sessionTitle } from '../cohorts/views.ts';
import type { Services } from '../context.ts';
import type { Item } from '../curriculum/schema.ts';
import { chooseRound } from './choosing.ts';
import { openView } from './round-views.ts';
import { isOver, questionsOf, type Round } from './rounds.ts';
import { listAskedItems, listRounds, type Opening, recordRound } from './store.ts';

/** How a round is opened. */
export interface RoundPlan {
  /** The same for the same cause: opening twice opens one round. */
  roundId: string;
  now: Temporal.Instant;
  closesAt: Temporal.Instant;
  items: readonly Item[];
  /** The mentor who opens it by hand. */
  openedBy?: string;
}

/**
 * Opens a round of a cohort: first the rows, with the delivery that will close it, then the message. Whoever comes again
 * after a crash does only what is missing; when another round of the session is open, nothing is opened and that one is
 * answered.
 */
export async function openRound(
  { db, mail, curriculum }: Services,
  cohort: Cohort,
  session: number,
  { roundId, now, closesAt, items, openedBy }: RoundPlan,
): Promise<Opening> {
  const round = {
    id: roundId,
    kind: 'cohort',
    workspaceId: cohort.workspaceId,
    cohortId: cohort.id,
    memberId: null,
    session,
    title: sessionTitle(curriculum, session),
    items: items.map(({ slug }) => slug),
    openedAt: now,
    closesAt,
    closedAt: null,
    shownFinished: 0,
  } as const;
  const opening = await recordRound(db, round, openedBy);
  const kept = opening.round;
  const key = postKey(kept);
  if (isOver(kept, now)) return opening;
  const shown = openView(kept, questionsOf(kept, curriculum), kept.shownFinished);
  if (opening.outcome === 'open-already') {
    // A round without its message, left so by a crash or by somebody who deleted it, gets it from whoever comes next.
    if (await mail.edit(key, shown)) return opening;
    await mail.forget(key);
  }
  await postHome({ mail }, cohort, shown, key);
  return { outcome: 'opened', round: kept };
}

/** The key of a round's message. */
export function postKey({ id }: Pick<Round, 'id'>): string {
  return `round/${id}`;
}

/**
 * The items for a cohort's next round of a session: none it had before, and none that another cohort of the workspace is
 * being asked now (its close shows the answers), as long as there are others.
 */
export async function chooseItems({ db, curriculum }: Services, cohort: Cohort, session: number): Promise<Item[]> {
  const used = (await listRounds(db, cohort.id)).flatMap(({ items }) => items);
  const asked = await listAskedItems(db, cohort.workspaceId);
  return chooseRound(curriculum, cohort.id, session, new Set([...used, ...asked]));
}
