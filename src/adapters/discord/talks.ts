import {
  type APIChannel,
  type APIMessage,
  ChannelType,
  type REST,
  Routes,
  ThreadAutoArchiveDuration,
} from 'discord.js';
import { z } from 'zod';
import { clip } from '../../chat/clip.ts';
import { Unreachable } from '../../chat/errors.ts';
import type { Talk, Voice } from '../../chat/platform.ts';
import { CODES, DiscordFailure, describeFailure, toFailure } from './failures.ts';
import { THREAD_TITLE } from './limits.ts';
import { snowflakeAt, timeOf } from './snowflake.ts';

/** Conversations of few are private threads of a channel: who is in one sees it, and whoever may manage threads there. */

/** Puts people into a thread. Somebody who left the server, or can't see its channel, stays out of it. */
export async function bringIn(rest: REST, thread: string, people: readonly string[]): Promise<void> {
  for (const person of people) {
    try {
      await rest.put(Routes.threadMembers(thread, person));
    } catch (error) {
      const { code } = describeFailure(error);
      if (code === CODES.unknownUser || code === CODES.missingAccess || code === CODES.unknownMember) continue;
      // A direct message, which has its people already.
      if (code === CODES.wrongInDirectMessage || code === CODES.wrongChannelType) return;
      throw toFailure(error);
    }
  }
}

const Active = z.object({
  threads: z.array(z.object({ id: z.string(), name: z.string(), parent_id: z.string().nullish() })),
});

/** Discord can't refuse a second thread of the same name, so one that a crash left behind is looked for first. */
export async function openTalk(rest: REST, guild: string, { channel, people, title, before }: Talk): Promise<string> {
  try {
    if (before !== undefined) {
      await bringIn(rest, before, people);
      return before;
    }
    return await findOrCreate(rest, guild, { channel, people, title });
  } catch (error) {
    throw toPrivateFailure(error);
  }
}

/** Announcement channels have no private threads. */
export async function openPrivateThread(rest: REST, guild: string, talk: Talk): Promise<string | undefined> {
  try {
    return await findOrCreate(rest, guild, talk);
  } catch (error) {
    if (describeFailure(error).code === CODES.wrongChannelType) return undefined;
    throw toPrivateFailure(error);
  }
}

/** Somebody who left the server is out of its threads; a thread that is gone has nobody in it. */
export async function takeOut(rest: REST, thread: string, people: readonly string[]): Promise<void> {
  for (const person of people) {
    try {
      await rest.delete(Routes.threadMembers(thread, person));
    } catch (error) {
      const { code } = describeFailure(error);
      if (code === CODES.unknownUser || code === CODES.unknownMember || code === CODES.unknownChannel) continue;
      throw toFailure(error);
    }
  }
}

async function findOrCreate(rest: REST, guild: string, { channel, people, title }: Talk): Promise<string> {
  const name = clip(title, THREAD_TITLE);
  const active = Active.parse(await rest.get(Routes.guildActiveThreads(guild)));
  const found = active.threads.find((thread) => thread.name === name && thread.parent_id === channel);
  const thread = found?.id ?? (await createTalk(rest, channel, name));
  await bringIn(rest, thread, people);
  return thread;
}

function toPrivateFailure(error: unknown): Error {
  if (error instanceof Unreachable) return error;
  const failure = describeFailure(error);
  if (failure.code !== CODES.missingPermissions) return toFailure(error);
  return new Unreachable('I may not open private threads there. Give my role Create Private Threads.', {
    cause: new DiscordFailure(failure),
  });
}

async function createTalk(rest: REST, channel: string, name: string): Promise<string> {
  const created = (await rest.post(Routes.threads(channel), {
    body: {
      name,
      type: ChannelType.PrivateThread,
      invitable: false,
      auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
    },
  })) as APIChannel;
  return created.id;
}

/** Without the intent for it the words of others come empty, and nobody looks at them. */
export async function listVoices(
  rest: REST,
  ownId: string,
  channel: string,
  since: Temporal.Instant,
): Promise<Voice[] | undefined> {
  try {
    const query = new URLSearchParams({ after: snowflakeAt(since), limit: '100' });
    const messages = (await rest.get(Routes.channelMessages(channel), { query })) as APIMessage[];
    return messages
      .filter(({ author }) => author.id !== ownId && author.bot !== true)
      .map(({ id, author }) => ({ person: author.id, at: timeOf(id) }))
      .sort((one, other) => Temporal.Instant.compare(one.at, other.at));
  } catch (error) {
    const { code } = describeFailure(error);
    if (code === CODES.missingAccess || code === CODES.missingPermissions || code === CODES.unknownChannel)
      return undefined;
    throw toFailure(error);
  }
}
