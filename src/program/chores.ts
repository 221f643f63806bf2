import type { Services } from '../context.ts';
import { removeFull } from '../domain/allowances/store.ts';
import { lookAfter, offerPlacesOn } from '../features/cohorts/absence.ts';
import { gatherStragglers } from '../features/linking/stragglers.ts';
import { eraseDue } from '../features/privacy/erasing-store.ts';
import { forgetGone } from '../features/privacy/store.ts';
import { refreshRounds } from '../features/quizzes/jobs.ts';
import { sendReviews } from '../features/review/sending.ts';
import { findNextAsk } from '../features/review/settings-store.ts';
import { sendMonths } from '../features/roadmap/sending.ts';
import { findNextMonth } from '../features/roadmap/store.ts';

/** What a tick does besides deliveries, in this order: nobody waits to be deleted until messages are out. */
export const CHORES: Readonly<Record<string, (services: Services, now: Temporal.Instant) => Promise<unknown>>> = {
  'rounds are refreshed': refreshRounds,
  'stragglers are gathered': ({ db }, now) => gatherStragglers(db, now),
  'who left is looked for': lookAfter,
  'places are offered on': offerPlacesOn,
  'people are deleted': ({ db, random }, now) => eraseDue(db, random, now),
  'workspaces that left are forgotten': ({ db }, now) => forgetGone(db, now),
  'full allowances are removed': ({ db }, now) => removeFull(db, now),
  'reviews are sent': sendReviews,
  'months are sent': sendMonths,
};

/** The moments at which one of them has something to do that nothing else is due for. */
export async function listNextChores({ db }: Services): Promise<Temporal.Instant[]> {
  return [await findNextAsk(db), await findNextMonth(db)].filter((moment) => moment !== undefined);
}
