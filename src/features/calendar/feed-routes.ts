import { markdown, text } from '../../chat/text.ts';
import { footnote, paragraph, view } from '../../chat/view.ts';
import { cohortRoute, type Route } from '../../context.ts';
import { findFeedUrl } from './feed-address.ts';
import { feedLink } from './views.ts';

const calendar = cohortRoute({
  name: 'cohort calendar',
  summary: "The cohort's dates in your own calendar, kept up to date",
  ack: 'private',
  who: 'learner',
  async run(_, context) {
    const { cohort, asker } = context;
    const feed = await findFeedUrl(context, cohort.id);
    if (feed === undefined) {
      return view(
        paragraph`There is no calendar to subscribe to here; ${markdown('`/schedule`')} has the dates.${asker.organiser ? text` Who runs me sets ${markdown('`PUBLIC_URL`')} to offer one.` : ''}`,
      );
    }
    return view(
      paragraph`**${cohort.name}**: ${feedLink(feed)}. Add this address to your calendar as a subscription, and moved sessions move there too:`,
      paragraph`${markdown(`\`${feed}\``)}`,
      footnote`Whoever has the address can read the dates, and nothing else.`,
    );
  },
});

export const feedRoutes: readonly Route[] = [calendar];
