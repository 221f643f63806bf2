import { ApplicationCommandOptionType } from 'discord.js';
import { z } from 'zod';
import { BadInput } from '../../chat/errors.ts';

/**
 * What Discord resolved of the ids in a command: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-resolved-data-structure.
 * `permissions` are those of whoever uses the command, in that channel.
 */
export const Resolved = z.object({
  messages: z.record(z.string(), z.unknown()).nullish(),
  channels: z
    .record(z.string(), z.object({ permissions: z.string().regex(/^\d+$/).catch('0'), guild_id: z.string().nullish() }))
    .nullish(),
  roles: z.record(z.string(), z.unknown()).nullish(),
  members: z.record(z.string(), z.unknown()).nullish(),
  attachments: z.record(z.string(), z.object({ url: z.string() })).nullish(),
});

export type Resolved = z.infer<typeof Resolved>;

const VIEW_CHANNEL = 0x400n;

const SEND_MESSAGES = 0x800n;

const ADMINISTRATOR = 0x8n;

/** Throws a sentence for an id that is not of this server, or a channel where its sender may not write. */
export function assertResolved(
  { type, value }: { type: number; value?: unknown },
  resolved: Resolved | null | undefined,
  guild: string | null | undefined,
): void {
  const id = String(value);
  switch (type) {
    case ApplicationCommandOptionType.Channel: {
      const channel = resolved?.channels?.[id];
      if (channel === undefined || (channel.guild_id ?? guild) !== guild) {
        throw new BadInput('That is no channel of this server. Pick one from the list.');
      }
      const may = BigInt(channel.permissions);
      if ((may & ADMINISTRATOR) !== 0n || ((may & VIEW_CHANNEL) !== 0n && (may & SEND_MESSAGES) !== 0n)) return;
      throw new BadInput('You can’t write in that channel, so you can’t make me post there. Choose another one.');
    }
    case ApplicationCommandOptionType.Role:
      if (resolved?.roles?.[id] !== undefined) return;
      throw new BadInput('That is no role of this server. Pick one from the list.');
    case ApplicationCommandOptionType.Attachment:
      if (resolved?.attachments?.[id] !== undefined) return;
      throw new BadInput('That file did not arrive. Attach it again.');
    case ApplicationCommandOptionType.User:
      if (resolved?.members?.[id] !== undefined) return;
      throw new BadInput('That person is not in this server. Pick somebody from the list.');
  }
}
