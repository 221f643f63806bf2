import type { Services } from '../../context.ts';
import type { Item } from '../../curriculum/schema.ts';
import { sessionTitle } from '../../curriculum/sessions.ts';
import { aloud, followHome, inHomes, postIn } from '../../deliveries/posting.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { keyAt } from '../../domain/cohorts/homes.ts';
import { chooseRound } from './choosing.ts';
import { openView } from './round-views.ts';
import { isOver, questionsOf, type Round } from './rounds.ts';
import { listAskedItems, listRounds, type Opening, recordRound } from './store.ts';

/** How a round is opened. */
interface RoundPlan {
  /** The same for the same cause: opening twice opens one round. */
  roundId: string;
  now: Temporal.Instant;
  closesAt: Temporal.Instant;
  items: readonly Item[];
  /** The mentor who opens it by hand. */
  openedBy?: string;
}

/**
 * Opens a round of a cohort: first the rows, with the delivery that will close it, then the message. After a crash, a
 * second call does only what is missing; when another round of the session is open, nothing is opened and that one is
 * returned.
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
  if (isOver(kept, now)) return opening;
  const shown = openView(kept, questionsOf(kept, curriculum), { finished: kept.shownFinished });
  const posted = await inHomes(cohort, async (home) => {
    const key = keyAt(postKey(kept), cohort, home);
    if (opening.outcome === 'open-already') {
      // A round without its message, left so by a crash or by somebody who deleted it, gets it from whoever comes next.
      if (await mail.edit(key, aloud(shown, home))) return false;
      await mail.forget(key);
    }
    await postIn({ mail }, cohort, home, aloud(shown, home), postKey(kept));
    return true;
  });
  return posted.includes(true) ? { outcome: 'opened', round: kept } : opening;
}

/** Posts the rounds of a cohort that are open where they are not posted yet: in a home that was opened after them. */
export async function postOpenRounds(services: Services, cohort: Cohort, now: Temporal.Instant): Promise<void> {
  const open = (await listRounds(services.db, cohort.id)).filter((round) => !isOver(round, now));
  for (const round of open) {
    const shown = openView(round, questionsOf(round, services.curriculum), { finished: round.shownFinished });
    await followHome(services, cohort, shown, postKey(round));
  }
}

/** The key of a round's message. */
export function postKey({ id }: Pick<Round, 'id'>): string {
  return `round/${id}`;
}

/**
 * The items for a cohort's next round of a session: none it had before, and none that another cohort of one of its
 * workspaces is being asked now (its close shows the answers), as long as there are others.
 */
export async function chooseItems({ db, curriculum }: Services, cohort: Cohort, session: number): Promise<Item[]> {
  const used = (await listRounds(db, cohort.id)).flatMap(({ items }) => items);
  const asked = await listAskedItems(db, cohort.id);
  return chooseRound(curriculum, cohort.id, session, new Set([...used, ...asked]));
}
