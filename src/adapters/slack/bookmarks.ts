import { z } from 'zod';
import { clip } from '../../chat/clip.ts';
import { describeFailure, isUnclear, toFailure } from './failures.ts';
import { type Desk, inside, readSpot } from './messages.ts';

const Bookmarks = z.object({
  bookmarks: z.array(z.object({ id: z.string(), title: z.string().catch(''), link: z.string().nullish() })),
});

const TITLE = 255;

/** Keeps an address at the top of a channel, once: https://docs.slack.dev/reference/methods/bookmarks.add. */
export async function keepBookmark(desk: Desk, place: string, title: string, url: string): Promise<void> {
  const { channel } = readSpot(place);
  try {
    await inside(desk, channel, () => setBookmark(desk, channel, clip(title, TITLE), url));
  } catch (error) {
    if (!isUnclear(describeFailure(error))) throw toFailure(error);
    // It may be there although no answer said so.
    await setBookmark(desk, channel, clip(title, TITLE), url).catch((again: unknown) => {
      throw toFailure(again);
    });
  }
}

async function setBookmark({ access: { web } }: Desk, channel: string, title: string, url: string): Promise<void> {
  const { bookmarks } = Bookmarks.parse(await web.call('bookmarks.list', { channel_id: channel }));
  const present = bookmarks.find(({ link }) => link === url);
  if (present === undefined) {
    await web.call('bookmarks.add', { channel_id: channel, title, type: 'link', link: url });
  } else if (present.title !== title) {
    await web.call('bookmarks.edit', { channel_id: channel, bookmark_id: present.id, title });
  }
}
