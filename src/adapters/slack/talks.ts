import { z } from 'zod';
import { Unreachable } from '../../chat/errors.ts';
import type { Talk, Voice } from '../../chat/platform.ts';
import { describeFailure, toFailure } from './failures.ts';
import { type Desk, readSpot } from './messages.ts';

const Opened = z.object({ channel: z.object({ id: z.string() }) });

/**
 * A group conversation with the bot in it. Slack keeps one for each set of people, so that a second call finds the first
 * one, and another mentor means another conversation.
 */
export async function openTalk({ access }: Desk, { people }: Talk): Promise<string> {
  try {
    return Opened.parse(await access.web.call('conversations.open', { users: people.join(',') })).channel.id;
  } catch (error) {
    const { code } = describeFailure(error);
    if (code === 'missing_scope') throw new Unreachable(UNGRANTED, { cause: error });
    throw toFailure(error);
  }
}

const UNGRANTED =
  'I may not open group conversations here. An admin has to install my Slack app anew from the current manifest.';

const Said = z.object({
  messages: z.array(z.object({ ts: z.string(), user: z.string().nullish(), bot_id: z.string().nullish() })),
});

/** Only where the workspace has granted the scopes to look back; of each message only who wrote it, and when. */
export async function listVoices({ access }: Desk, id: string, since: Temporal.Instant): Promise<Voice[] | undefined> {
  const { channel, thread } = readSpot(id);
  const args = { channel, limit: 100, oldest: String(since.epochMilliseconds / 1000) };
  try {
    const answer =
      thread === undefined
        ? await access.web.call('conversations.history', args)
        : await access.web.call('conversations.replies', { ...args, ts: thread });
    const { messages } = Said.parse(answer);
    return messages
      .filter(({ user, bot_id }) => typeof user === 'string' && typeof bot_id !== 'string')
      .map(({ user, ts }) => ({ person: user ?? '', at: timeOf(ts) }))
      .filter(({ at }) => Temporal.Instant.compare(at, since) >= 0)
      .sort((one, other) => Temporal.Instant.compare(one.at, other.at));
  } catch (error) {
    const { code } = describeFailure(error);
    if (code === 'missing_scope' || code === 'channel_not_found' || code === 'not_in_channel') return undefined;
    throw toFailure(error);
  }
}

function timeOf(ts: string): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(Number(ts) * 1000));
}
