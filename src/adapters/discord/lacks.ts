import { ChannelType, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { Unreachable } from '../../chat/errors.ts';
import type { Lack, Wishes } from '../../chat/platform.ts';
import { toFailure } from './failures.ts';
import { lackOfEvents, lackOfPings, lacksIn, Overwrite, permissionsOf, Role } from './rights.ts';

const Channel = z.object({
  type: z.int(),
  guild_id: z.string().nullish(),
  parent_id: z.string().nullish(),
  permission_overwrites: z.array(Overwrite).nullish(),
});

const Member = z.object({ roles: z.array(z.string()) });

const THREADS: ReadonlySet<number> = new Set([
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
]);

/** What takes messages and can have threads. */
const TEXTUAL: ReadonlySet<number> = new Set([ChannelType.GuildText, ChannelType.GuildAnnouncement]);

/** What the bot may not do in a channel of a server; a thread has the rights of its channel. */
export async function findLacks(
  rest: REST,
  ownId: string,
  { guild, channel, wishes }: { guild: string; channel: string; wishes: Wishes },
): Promise<Lack[]> {
  try {
    const { type, guild_id, permission_overwrites } = await readChannel(rest, channel);
    if (guild_id !== guild) throw new Unreachable('That channel is of another server. Choose one of this server.');
    if (!TEXTUAL.has(type)) throw new Unreachable('That channel takes no messages of mine. Choose a text channel.');
    const [member, roles] = await Promise.all([
      rest.get(Routes.guildMember(guild, ownId)),
      rest.get(Routes.guildRoles(guild)),
    ]);
    const standing = {
      guild,
      member: ownId,
      memberRoles: Member.parse(member).roles,
      roles: z.array(Role).parse(roles),
    };
    const permissions = permissionsOf({ ...standing, overwrites: permission_overwrites ?? [] });
    return [
      ...lacksIn(permissions),
      ...(wishes.pings === undefined ? [] : lackOfPings(wishes.pings, permissions, standing.roles)),
      // Events belong to the server: what a channel allows does not matter.
      ...(wishes.events === true ? lackOfEvents(permissionsOf({ ...standing, overwrites: [] })) : []),
    ];
  } catch (error) {
    throw toFailure(error);
  }
}

async function readChannel(rest: REST, id: string): Promise<z.output<typeof Channel>> {
  const channel = Channel.parse(await rest.get(Routes.channel(id)));
  const parent = channel.parent_id;
  return THREADS.has(channel.type) && typeof parent === 'string' ? readChannel(rest, parent) : channel;
}
