import { z } from 'zod';
import { type Pings, pingsOf } from '../../chat/pings.ts';
import type { Posted, Target } from '../../chat/platform.ts';
import type { View } from '../../chat/view.ts';
import { pause } from './budget.ts';
import { describeFailure, isUnclear, toFailure } from './failures.ts';
import { checkPayload, type Payload } from './limits.ts';
import { nameMentions } from './mentions.ts';
import type { People } from './people.ts';
import type { Pictures } from './pictures.ts';
import { renderMessage } from './render.ts';
import { finishUpload, sendBytes } from './uploads.ts';
import type { Access } from './workspaces.ts';

/** What it takes to post in one workspace. */
export interface Desk {
  access: Access;
  workspace: string;
  people: People;
  pictures: Pictures;
}

/** The name of the metadata by which a post is found again: https://docs.slack.dev/messaging/message-metadata. */
const EVENT_TYPE = 'pythia_post';

/** A thread is named like a channel: the channel, a colon, and the message that it belongs to. */
interface Spot {
  channel: string;
  thread: string | undefined;
}

export function readSpot(id: string): Spot {
  const [channel = id, thread] = id.split(':');
  return { channel, thread };
}

export function threadId({ channel, thread }: Spot, message: string): string {
  return `${channel}:${thread ?? message}`;
}

const Sent = z.object({ channel: z.string(), ts: z.string() });

/**
 * Posts a message. One whose answer was lost is looked for before it is posted again: Slack knows no way to refuse the
 * second of two.
 */
export async function postMessage(desk: Desk, target: Target, view: View, key: string): Promise<Posted> {
  const payload = checkPayload(renderMessage(view));
  try {
    const { channel, thread } = await findSpot(desk, target);
    const body = {
      channel,
      ...(thread === undefined ? {} : { thread_ts: thread }),
      ...(await prepare(desk, payload, pingsOf(view))),
      metadata: { event_type: EVENT_TYPE, event_payload: { key } },
    };
    const files = await Promise.all(payload.files.map((file) => sendBytes(desk.access.web, file)));
    const ts = await inside(desk, channel, () => sendOnce(desk, { channel, thread }, body, key));
    // Files can't stand in a message of blocks: they follow it, in its thread.
    for (const [index, file] of files.entries()) {
      const share = { channel, thread: thread ?? ts };
      await inside(desk, channel, () =>
        finishUpload(desk.access.web, file, payload.files[index]?.name ?? 'file', share),
      );
    }
    return { channel: thread === undefined ? channel : `${channel}:${thread}`, message: ts };
  } catch (error) {
    throw toFailure(error);
  }
}

const UNTIL_IT_SHOWS = 1000;

async function sendOnce(desk: Desk, spot: Spot, body: Record<string, unknown>, key: string): Promise<string> {
  const send = async () => Sent.parse(await desk.access.web.call('chat.postMessage', body)).ts;
  try {
    return await send();
  } catch (error) {
    if (!isUnclear(describeFailure(error))) throw error;
    await pause(UNTIL_IT_SHOWS);
    // Replies come oldest first, so that the newest may stand on a later page.
    return (await lookIfAllowed(desk, spot, key, '0', spot.thread === undefined ? 1 : PAGES)) ?? (await send());
  }
}

/** Looks for our message of that key, newest first, back to a minute before `since`; at least through the newest 100. */
export async function findMessage(
  desk: Desk,
  target: Target,
  key: string,
  since: Temporal.Instant,
): Promise<Posted | undefined> {
  try {
    const spot = await findSpot(desk, target);
    // A rehearsal's clock may run ahead of Slack's, so that nothing is that new: hence the newest in any case.
    const oldest = String(Math.floor(since.epochMilliseconds / 1000) - 60);
    const ts = await inside(desk, spot.channel, () => lookIfAllowed(desk, spot, key, oldest, PAGES));
    if (ts === undefined) return undefined;
    return { channel: spot.thread === undefined ? spot.channel : `${spot.channel}:${spot.thread}`, message: ts };
  } catch (error) {
    throw toFailure(error);
  }
}

const PAGE = 100;

const PAGES = 10;

const History = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      bot_id: z.string().nullish(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.object({ key: z.unknown() }).catch({ key: '' }) })
        .nullish(),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().catch('') }).nullish(),
});

/** As `lookFor`, where the workspace lets us look: the scopes for it are optional, and without them a lost post is posted again. */
async function lookIfAllowed(...args: Parameters<typeof lookFor>): Promise<string | undefined> {
  try {
    return await lookFor(...args);
  } catch (error) {
    if (describeFailure(error).code === 'missing_scope') return undefined;
    throw error;
  }
}

async function lookFor(
  { access }: Desk,
  { channel, thread }: Spot,
  key: string,
  oldest: string,
  pages: number,
): Promise<string | undefined> {
  let cursor = '';
  for (let page = 0; page < pages; page += 1) {
    const args = { channel, limit: PAGE, include_all_metadata: true, ...(cursor === '' ? {} : { cursor }) };
    const answer =
      thread === undefined
        ? await access.web.call('conversations.history', args)
        : await access.web.call('conversations.replies', { ...args, ts: thread });
    const { messages, response_metadata } = History.parse(answer);
    const found = messages.find(
      ({ bot_id, metadata }) =>
        bot_id === access.botId && metadata?.event_type === EVENT_TYPE && metadata.event_payload.key === key,
    );
    if (found !== undefined) return found.ts;
    cursor = response_metadata?.next_cursor ?? '';
    // Replies come oldest first, so that none of them is too old to go on.
    const isPast = thread === undefined && messages.some(({ ts }) => Number(ts) < Number(oldest));
    if (cursor === '' || isPast) return undefined;
  }
  return undefined;
}

export async function editMessage(desk: Desk, posted: Posted, view: View): Promise<void> {
  const payload = checkPayload(renderMessage(view));
  try {
    const { channel } = readSpot(posted.channel);
    const body = { channel, ts: posted.message, ...(await prepare(desk, payload, pingsOf(view))) };
    await inside(desk, channel, () => desk.access.web.call('chat.update', body));
    for (const file of payload.files) {
      const share = { channel, thread: readSpot(posted.channel).thread ?? posted.message };
      const id = await sendBytes(desk.access.web, file);
      await inside(desk, channel, () => finishUpload(desk.access.web, id, file.name, share));
    }
  } catch (error) {
    throw toFailure(error);
  }
}

/** What every message for several people has: only who is meant is pinged, nothing unfolds, and pictures are there. */
async function prepare(desk: Desk, payload: Payload, pings: Pings): Promise<Record<string, unknown>> {
  const shown = { blocks: await withPictures(desk, payload), summary: payload.summary };
  const { blocks, summary } = await nameMentions(shown, desk.people, desk.workspace, pings);
  const quiet = { unfurl_links: false, unfurl_media: false, link_names: false, parse: 'none' };
  return { blocks: nameless(blocks), text: summary, ...quiet };
}

/** The message's blocks, with its pictures on Slack. */
export async function withPictures(
  { access, workspace, pictures: onSlack }: Pick<Desk, 'access' | 'workspace' | 'pictures'>,
  { blocks, pictures }: Payload,
): Promise<Payload['blocks']> {
  const files = await Promise.all(pictures.map((picture) => onSlack.find(access, workspace, picture)));
  return blocks.map((block) => {
    const index = block.type === 'image' ? /^picture:(\d+)$/.exec(block.block_id ?? '')?.[1] : undefined;
    const id = index === undefined ? undefined : files[Number(index)];
    return id === undefined || block.type !== 'image' ? block : { ...block, slack_file: { id } };
  });
}

/** The names by which blocks were found here are not Slack's: "if a message is updated, use a new block_id". */
export function nameless(blocks: Payload['blocks']): Payload['blocks'] {
  return blocks.map(({ block_id: _, ...block }) => block as Payload['blocks'][number]);
}

/** Does something in a channel, and joins it first where that is all that was missing. */
export async function inside<T>({ access }: Desk, channel: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (describeFailure(error).code !== 'not_in_channel') throw error;
    await access.web.call('conversations.join', { channel });
    return act();
  }
}

const Opened = z.object({ channel: z.object({ id: z.string() }) });

async function findSpot(desk: Desk, target: Target): Promise<Spot> {
  switch (target.kind) {
    case 'channel':
      return readSpot(target.channel);
    case 'person':
      return { channel: await openDirect(desk.access, target.person), thread: undefined };
  }
}

/** The channel of somebody's direct messages with us. */
export async function openDirect({ web }: Access, person: string): Promise<string> {
  return Opened.parse(await web.call('conversations.open', { users: person })).channel.id;
}
