import { Underway } from '../../chat/errors.ts';
import type { Services } from '../../context.ts';
import { tryEach } from '../../deliveries/posting.ts';
import { isQuiet, type Wishes } from '../notify/reminders.ts';
import { remindEach } from '../notify/reminding.ts';
import { readWishes } from '../notify/store.ts';
import { readToday } from './gathering.ts';
import { dayOf, nextAskAt } from './schedule.ts';
import { type Asking, listToAsk, recordAsked } from './settings-store.ts';
import { askView } from './views.ts';

/** How many are asked at one tick: what else a tick does must not wait for a thousand messages. */
const MOST_AT_ONCE = 20;

/** Found later than that, somebody is asked on their next day. */
const LATE_HOURS = 3;

/**
 * Asks everybody whose hour has come to review, in private, once a day, if anything is due. Where they can't be asked now, because
 * of their quiet hours or as they had enough messages, they are asked once they can be, unless they are asked on that day anyway.
 * Called every few seconds, it asks one question when nobody's hour has come.
 */
export async function sendReviews(services: Services, now: Temporal.Instant): Promise<void> {
  const asked = async (asking: Asking) => {
    const laterAt = await ask(services, asking, now);
    await recordAsked(services.db, asking, await findNext(services, asking, laterAt, now));
  };
  await tryEach(await listToAsk(services.db, now, MOST_AT_ONCE), asked, 'people could not be asked to review');
}

/** When they are looked at again: at the moment until which this hour was put off, unless they are asked on that day anyway; else at the next hour that they chose. */
async function findNext(
  { db }: Services,
  { memberId, settings }: Asking,
  laterAt: Temporal.Instant | undefined,
  now: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const next = nextAskAt(settings, now);
  if (laterAt === undefined || next === undefined) return next;
  const { quiet } = await readWishes(db, memberId);
  const isAskedThen = quiet === null || !isQuiet(quiet, next);
  const isThatDay = Temporal.PlainDate.compare(dayOf(next, settings.zone), dayOf(laterAt, settings.zone)) <= 0;
  return isAskedThen && isThatDay ? next : laterAt;
}

/** Returns until when it has to be put off; undefined where this hour is done with. */
async function ask(
  services: Services,
  { memberId, dueAt }: Asking,
  now: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  if (dueAt.until(now).total('hours') > LATE_HOURS) return undefined;
  const { cards } = await readToday(services, memberId, now);
  if (cards.length === 0) return undefined;
  const people = [{ memberId, reminder: askView(cards.length) }];
  try {
    // Counted at the hour that was chosen, so that being a second late one day does not forbid the next.
    const isWanted = (_: string, { reviews }: Wishes) => reviews === 'on';
    return (await remindEach(services, `review/${dueAt}`, people, isWanted, dueAt)).laterAt;
  } catch (error) {
    // Another process is writing it at this moment.
    if (!(error instanceof Underway)) throw error;
    return undefined;
  }
}
