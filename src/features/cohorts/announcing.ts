import { Unreachable } from '../../chat/errors.ts';
import { paragraph, view } from '../../chat/view.ts';
import type { Services } from '../../context.ts';
import { editHome, followHome, orUnderway, type PostedAt, postHome } from '../../deliveries/posting.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort, Home } from '../../domain/cohorts/cohort.ts';
import { whereOf } from '../../domain/cohorts/homes.ts';
import { findFeedUrl } from '../calendar/feed-address.ts';
import { announcementView } from './views.ts';

/** Announces a cohort in each of its homes, once, with its calendar feed where there is one. */
export async function announce(services: Services, cohort: Cohort, slots: readonly Slot[]): Promise<PostedAt[]> {
  const feed = await findFeedUrl(services, cohort.id);
  const shown = announcementView(cohort, slots, services.curriculum, feed);
  const posted = await postHome(services, cohort, shown, `${cohort.id}/announce`);
  if (feed !== undefined) await Promise.all(posted.map(({ home }) => keepFeed(services, cohort, home, feed)));
  return posted;
}

/**
 * Says in a channel that a cohort lives there from now on: throws `Unreachable` where that can't be said, so that nothing
 * has changed yet. `cause` tells one move from another.
 */
export async function moveIn({ mail }: Services, cohort: Cohort, home: Home, cause: string): Promise<void> {
  const { workspaceId, channel } = home;
  const shown = view(paragraph`**${cohort.name}** lives in this channel from now on.`);
  await mail.post(workspaceId, { kind: 'channel', channel }, shown, `${cohort.id}/home/${cause}`);
}

/** Where a move failed after that word: it says so where it stands. Throws what the move failed of, whatever becomes of that. */
export async function takeBack({ mail }: Services, cohort: Cohort, cause: string, error: unknown): Promise<never> {
  const shown = view(paragraph`**${cohort.name}** stays in ${whereOf(cohort)} after all.`);
  await mail.edit(`${cohort.id}/home/${cause}`, shown).catch(() => undefined);
  throw error;
}

/** Brings the announcement to where a cohort has moved; where it stood it says where it went. */
export async function followAnnouncement(services: Services, cohort: Cohort, slots: readonly Slot[]): Promise<void> {
  const feed = await findFeedUrl(services, cohort.id);
  const shown = announcementView(cohort, slots, services.curriculum, feed);
  const posted = await followHome(services, cohort, shown, `${cohort.id}/announce`);
  if (feed !== undefined) await Promise.all(posted.map(({ home }) => keepFeed(services, cohort, home, feed)));
}

/** Rewrites the announcement where it stands, so that it says what is so; a deleted one stays deleted. */
export async function renewAnnouncement(services: Services, cohort: Cohort, slots: readonly Slot[]): Promise<void> {
  const feed = await findFeedUrl(services, cohort.id);
  await editHome(services, cohort, announcementView(cohort, slots, services.curriculum, feed), `${cohort.id}/announce`);
}

/**
 * Announces at once what the queue would announce too. The cohort is there whatever becomes of its announcement: returns what
 * mends it where a channel is closed to the bot.
 */
export async function announceNow(
  services: Services,
  cohort: Cohort,
  slots: readonly Slot[],
): Promise<string | undefined> {
  try {
    await orUnderway(announce(services, cohort, slots), []);
    return undefined;
  } catch (error) {
    if (error instanceof Unreachable) return error.remedy;
    throw error;
  }
}

/** The announcement carries the feed, so a channel that lets no link be kept is not worth another try. */
async function keepFeed(
  { mail }: Services,
  { name }: Cohort,
  { workspaceId, channel }: PostedAt['home'],
  feed: string,
): Promise<void> {
  await mail.keepLink(workspaceId, channel, `${name}: the calendar`, feed).catch((error: unknown) => {
    if (!(error instanceof Unreachable)) throw error;
  });
}
