import { PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import type { Lack } from '../../chat/platform.ts';

/** The rights that the bot needs in a channel, by the names of Discord's settings, with what does not work without each. */
const NEEDED: readonly { name: string; bit: bigint; loss: string }[] = [
  { name: 'View Channel', bit: PermissionFlagsBits.ViewChannel, loss: 'nothing can be posted there' },
  { name: 'Send Messages', bit: PermissionFlagsBits.SendMessages, loss: 'nothing can be posted there' },
  {
    name: 'Send Messages in Threads',
    bit: PermissionFlagsBits.SendMessagesInThreads,
    loss: 'agendas and what teams find can’t be posted in threads',
  },
  {
    name: 'Create Public Threads',
    bit: PermissionFlagsBits.CreatePublicThreads,
    loss: 'sessions and teams get no thread',
  },
  {
    name: 'Create Private Threads',
    bit: PermissionFlagsBits.CreatePrivateThreads,
    loss: 'everybody can read a team’s thread, and what people ask in private goes back and forth by direct message',
  },
  {
    name: 'Attach Files',
    bit: PermissionFlagsBits.AttachFiles,
    loss: 'messages with pictures or files can’t be posted',
  },
  {
    name: 'Read Message History',
    bit: PermissionFlagsBits.ReadMessageHistory,
    loss: 'a post whose answer was lost can’t be found again, and may come twice',
  },
];

/** The names of the rights that the bot needs, as part of a sentence. */
export const NEEDED_NAMES = new Intl.ListFormat('en-GB').format(NEEDED.map(({ name }) => name));

const Bits = z
  .string()
  .regex(/^\d{1,40}$/)
  .transform(BigInt);

export const Role = z.object({ id: z.string(), permissions: Bits, mentionable: z.boolean().catch(false) });

/** A channel's exception for a role (type 0) or for a member (type 1). */
export const Overwrite = z.object({ id: z.string(), type: z.int(), allow: Bits, deny: Bits });

/** What decides what a member may do in a channel. */
export interface Standing {
  guild: string;
  member: string;
  /** The ids of the member's roles, without @everyone. */
  memberRoles: readonly string[];
  /** All of the server's roles; @everyone has the server's id. */
  roles: readonly Pick<z.output<typeof Role>, 'id' | 'permissions'>[];
  overwrites: readonly z.output<typeof Overwrite>[];
}

/** https://docs.discord.com/developers/topics/permissions#permission-overwrites. Administrators have every right. */
export function permissionsOf({ guild, member, memberRoles, roles, overwrites }: Standing): bigint {
  const everybody = roles.find(({ id }) => id === guild)?.permissions ?? 0n;
  const own = roles.filter(({ id }) => memberRoles.includes(id));
  const base = union([everybody, ...own.map(({ permissions }) => permissions)]);
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return ALL;
  const layers = [
    overwrites.filter(({ id }) => id === guild),
    overwrites.filter(({ id, type }) => type === 0 && memberRoles.includes(id)),
    overwrites.filter(({ id, type }) => type === 1 && id === member),
  ];
  // Of one layer what is allowed wins; each layer wins over those before it.
  return layers.reduce((may, layer) => {
    const denied = union(layer.map(({ deny }) => deny));
    return (may & ~denied) | union(layer.map(({ allow }) => allow));
  }, base);
}

const ALL = 2n ** 64n - 1n;

function union(bits: readonly bigint[]): bigint {
  return bits.reduce((all, one) => all | one, 0n);
}

/** What is missing for events of the server, which only some cohorts wish for. Pure. */
export function lackOfEvents(permissions: bigint): Lack[] {
  if ((permissions & PermissionFlagsBits.CreateEvents) !== 0n) return [];
  return [
    {
      what: 'Create Events is missing',
      loss: 'sessions don’t stand among the server’s events',
      remedy: 'Give my role Create Events in the server’s settings.',
    },
  ];
}

/** What is missing of what the bot needs. Pure. */
export function lacksIn(permissions: bigint): Lack[] {
  return NEEDED.filter(({ bit }) => (permissions & bit) === 0n).map(({ name, loss }) => ({
    what: `${name} is missing`,
    loss,
    remedy: `Give my role ${name} there.`,
  }));
}

/**
 * What keeps a role from being notified. A mention of it reaches its members where anybody may mention it, or the bot every
 * role: https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags. Pure.
 */
export function lackOfPings(
  role: string,
  permissions: bigint,
  roles: readonly Pick<z.output<typeof Role>, 'id' | 'mentionable'>[],
): Lack[] {
  const found = roles.find(({ id }) => id === role);
  const loss = 'reminders, starts, rounds and results notify nobody';
  if (found === undefined) {
    return [
      { what: 'The role to be notified is gone', loss, remedy: 'An organiser names another one, or takes it away.' },
    ];
  }
  if (found.mentionable || (permissions & PermissionFlagsBits.MentionEveryone) !== 0n) return [];
  return [
    {
      what: 'I may not mention the role that is to be notified',
      loss,
      remedy: 'Switch on “Allow anyone to @mention this role” for it, or give my role Mention Everyone there.',
    },
  ];
}
