import { Underway } from '../../chat/errors.ts';
import type { Services } from '../../context.ts';
import { tryEach } from '../../deliveries/posting.ts';
import { remindEach } from '../notify/reminding.ts';
import { readToday } from './gathering.ts';
import { type Asking, listToAsk, recordAsked } from './settings-store.ts';
import { askView } from './views.ts';

/** How many are asked at one tick: what else a tick does must not wait for a thousand messages. */
const MOST_AT_ONCE = 20;

/** Found later than that, somebody is asked on their next day. */
const LATE_HOURS = 3;

/**
 * Asks everybody whose hour has come to review, in private, once a day, if anything is due and they have not had enough
 * messages. Called every few seconds, it asks one question when nobody's hour has come.
 */
export async function sendReviews(services: Services, now: Temporal.Instant): Promise<void> {
  const asked = async (asking: Asking) => {
    await ask(services, asking, now);
    await recordAsked(services.db, asking, now);
  };
  await tryEach(await listToAsk(services.db, now, MOST_AT_ONCE), asked, 'people could not be asked to review');
}

async function ask(services: Services, { memberId, dueAt }: Asking, now: Temporal.Instant): Promise<void> {
  if (dueAt.until(now).total('hours') > LATE_HOURS) return;
  const { cards } = await readToday(services, memberId, now);
  if (cards.length === 0) return;
  const people = [{ memberId, reminder: askView(cards.length) }];
  try {
    // Counted at the hour that was chosen, so that being a second late one day does not forbid the next.
    await remindEach(services, `review/${dueAt}`, people, (_, { reviews }) => reviews === 'on', dueAt);
  } catch (error) {
    // Another process is writing it at this moment.
    if (!(error instanceof Underway)) throw error;
  }
}
