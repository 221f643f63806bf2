import { z } from 'zod';
import type { Lack } from '../../chat/platform.ts';
import { describeFailure, toFailure } from './failures.ts';
import { SCOPES } from './manifest.ts';
import { type Desk, readSpot } from './messages.ts';

/** Slack says with each answer what the token may do; the client adds it to the answer. */
const Granted = z.object({ response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional() });

const Info = z.object({
  channel: z.object({
    is_archived: z.boolean().optional(),
    is_member: z.boolean().optional(),
    is_private: z.boolean().optional(),
  }),
});

/** What the bot may not do in a channel: by the scopes of its token, and by how the channel stands. */
export async function findLacks({ access: { web } }: Desk, id: string): Promise<Lack[]> {
  try {
    const { response_metadata: said } = Granted.parse(await web.call('auth.test', {}));
    const scopes = said?.scopes;
    const missing = Object.entries(SCOPES).filter(([scope]) => scopes !== undefined && !scopes.includes(scope));
    const ungranted = missing.map(([scope, purpose]) => ({
      what: `The scope ${scope} is missing`,
      loss: `I need it for this: ${purpose}`,
      remedy: 'An admin has to install my Slack app anew from the current manifest.',
    }));
    const joins = !missing.some(([scope]) => scope === 'channels:join');
    return [...(await findChannelLacks(web, readSpot(id).channel, joins)), ...ungranted];
  } catch (error) {
    throw toFailure(error);
  }
}

async function findChannelLacks(web: Desk['access']['web'], channel: string, joins: boolean): Promise<Lack[]> {
  try {
    const { is_archived, is_member, is_private } = Info.parse(
      await web.call('conversations.info', { channel }),
    ).channel;
    if (is_archived === true) {
      return [
        {
          what: 'The channel is archived',
          loss: 'nothing can be posted there',
          remedy: 'Unarchive it, or choose another one.',
        },
      ];
    }
    // A public channel is joined with the first post.
    if (is_member !== false || (is_private !== true && joins)) return [];
    return [
      {
        what: 'I am not in the channel',
        loss: 'nothing can be posted there',
        remedy: 'Invite me there with /invite.',
      },
    ];
  } catch (error) {
    // Which scope that is stands among those that are missing.
    if (describeFailure(error).code === 'missing_scope') return [];
    throw error;
  }
}
