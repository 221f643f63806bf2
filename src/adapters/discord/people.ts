import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { CODES, describeFailure, toFailure } from './failures.ts';

const Member = z.object({
  nick: z.string().nullish(),
  user: z.object({ username: z.string(), global_name: z.string().nullish() }),
});

/** A member of a server by what they are called there; undefined for whoever is none. Needs no privileged intent. */
export async function findPerson(rest: REST, guild: string, person: string): Promise<{ name: string } | undefined> {
  try {
    const { nick, user } = Member.parse(await rest.get(Routes.guildMember(guild, person)));
    return { name: nick ?? user.global_name ?? user.username };
  } catch (error) {
    const { code } = describeFailure(error);
    if (code === CODES.unknownMember || code === CODES.unknownUser) return undefined;
    throw toFailure(error);
  }
}
