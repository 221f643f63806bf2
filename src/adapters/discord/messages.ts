import { createHash } from 'node:crypto';
import { type APIChannel, type APIMessage, type REST, Routes, ThreadAutoArchiveDuration } from 'discord.js';
import { clip } from '../../chat/clip.ts';
import { pingsOf } from '../../chat/pings.ts';
import type { Posted, Target } from '../../chat/platform.ts';
import type { View } from '../../chat/view.ts';
import { messageBody } from './body.ts';
import { CODES, describeFailure, toFailure, toThreadFailure } from './failures.ts';
import { THREAD_TITLE } from './limits.ts';
import { nameFirst, renderMessage } from './render.ts';
import { snowflakeAt } from './snowflake.ts';

/** Posts once: Discord answers a second post of one nonce with the first message, for some minutes. */
export async function postMessage(rest: REST, target: Target, view: View, key: string): Promise<Posted> {
  try {
    const channel = await findChannel(rest, target);
    const { body, files } = messageBody(nameFirst(renderMessage(view), componentId(key)), 0, pingsOf(view));
    const nonce = nonceOf(channel, key);
    const message = (await rest.post(Routes.channelMessages(channel), {
      body: { ...body, nonce, enforce_nonce: true },
      files,
    })) as APIMessage;
    return { channel: message.channel_id, message: message.id };
  } catch (error) {
    throw error instanceof RangeError ? error : toFailure(error);
  }
}

const PAGE = 100;

const PAGES = 5;

/** Looks through what was posted since a minute before `since`, at most 500 messages, for our message of that key. */
export async function findMessage(
  rest: REST,
  ownId: string,
  target: Target,
  key: string,
  since: Temporal.Instant,
): Promise<Posted | undefined> {
  try {
    const channel = await findChannel(rest, target);
    const wanted = componentId(key);
    let after = snowflakeAt(since.subtract({ minutes: 1 }));
    for (let page = 0; page < PAGES; page += 1) {
      const query = new URLSearchParams({ after, limit: String(PAGE) });
      const messages = (await rest.get(Routes.channelMessages(channel), { query })) as APIMessage[];
      const found = messages.find(({ author, components }) => author.id === ownId && components?.[0]?.id === wanted);
      if (found !== undefined) return { channel, message: found.id };
      const newest = messages.map(({ id }) => BigInt(id)).reduce((a, b) => (a > b ? a : b), 0n);
      if (messages.length < PAGE) return undefined;
      after = String(newest);
    }
    return undefined;
  } catch (error) {
    throw toFailure(error);
  }
}

export async function editMessage(rest: REST, posted: Posted, view: View): Promise<void> {
  const { body, files } = messageBody(renderMessage(view));
  try {
    const route = Routes.channelMessage(posted.channel, posted.message);
    await rest.patch(route, { body: { attachments: [], ...body }, files });
  } catch (error) {
    throw toFailure(error);
  }
}

/** A direct message has no threads; whatever belongs in one goes into the conversation itself. */
export async function openThread(rest: REST, posted: Posted, title: string): Promise<string> {
  try {
    const thread = (await rest.post(Routes.threads(posted.channel, posted.message), {
      body: { name: clip(title, THREAD_TITLE), auto_archive_duration: ThreadAutoArchiveDuration.OneWeek },
    })) as APIChannel;
    return thread.id;
  } catch (error) {
    const { code } = describeFailure(error);
    // A thread that was opened from a message has that message's id.
    if (code === CODES.threadExists) return posted.message;
    if (code === CODES.wrongInDirectMessage || code === CODES.wrongChannelType) return posted.channel;
    throw toThreadFailure(error);
  }
}

async function findChannel(rest: REST, target: Target): Promise<string> {
  switch (target.kind) {
    case 'channel':
      return target.channel;
    case 'person': {
      const opened = (await rest.post(Routes.userChannels(), { body: { recipient_id: target.person } })) as APIChannel;
      return opened.id;
    }
  }
}

/** One message of a key in each channel: Discord compares nonces across all the channels of a bot. */
function nonceOf(channel: string, key: string): string {
  return createHash('sha256').update(`${channel}\n${key}`).digest('base64url').slice(0, 25);
}

/** Discord numbers components from 1; ids of ours begin far above, so that the two never meet. */
const FIRST_ID = 2 ** 20;

const LAST_ID = 2 ** 31 - 1;

/** The id of the first component of the message of a key. A person never sees it, and Discord gives it back. */
function componentId(key: string): number {
  const number = createHash('sha256').update(key).digest().readUInt32BE(0);
  return FIRST_ID + (number % (LAST_ID - FIRST_ID + 1));
}
