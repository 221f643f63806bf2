import { Refused } from '../../chat/errors.ts';
import { command, markdown, text } from '../../chat/text.ts';
import { footnote, paragraph, view } from '../../chat/view.ts';
import { cohortRoute, type Route } from '../../context.ts';
import { findFeedUrl, renewFeedUrl } from './feed-address.ts';
import { feedLink } from './views.ts';

const calendar = cohortRoute({
  name: 'calendar',
  formerly: ['cohort calendar'],
  summary: "The cohort's dates in your own calendar, kept up to date",
  ack: 'private',
  who: 'learner',
  async run(_, context) {
    const { cohort, asker } = context;
    const feed = await findFeedUrl(context, cohort.id);
    if (feed === undefined) {
      return view(
        paragraph`There is no calendar to subscribe to here; ${command('schedule')} has the dates.${asker.organiser ? text` Whoever operates this bot can offer one by setting ${markdown('`PUBLIC_URL`')}.` : ''}`,
      );
    }
    return view(
      paragraph`**${cohort.name}**: ${feedLink(feed)}. Add this address to your calendar as a subscription, and moved sessions move there too:`,
      paragraph`${markdown(`\`${feed}\``)}`,
      footnote`Whoever has the address can read the dates, and nothing else.`,
    );
  },
});

const renew = cohortRoute({
  name: 'organise calendar-address',
  summary: "Give the cohort's calendar another address, so that the old one is good no more",
  ack: 'private',
  who: 'organiser',
  did: 'gave the calendar another address',
  async run(_, context) {
    const { cohort } = context;
    const feed = await renewFeedUrl(context, cohort.id);
    if (feed === undefined) throw new Refused('There is no calendar to subscribe to here.');
    return view(
      paragraph`**${cohort.name}** has a new address: ${feedLink(feed)}. Calendars that subscribed to the old one get nothing from it any more.`,
      paragraph`Tell the cohort: ${command('calendar')} shows everybody who is in the new one. Announcements that were posted before still carry the old one.`,
    );
  },
});

export const feedRoutes: readonly Route[] = [calendar, renew];
