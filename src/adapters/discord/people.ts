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

const Members = z.array(
  z.object({ user: z.object({ id: z.string(), bot: z.boolean().nullish() }), roles: z.array(z.string()) }),
);

/** As many as Discord lists at once: https://docs.discord.com/developers/resources/guild#list-guild-members */
const PAGE = 1000;

/** How many pages are read; in a larger server who has a role is not known. */
const MOST_PAGES = 10;

/** Who has a role. Discord lists members only for applications whose Server Members Intent is switched on in its portal: undefined where it is not. */
export async function listHolders(rest: REST, guild: string, role: string): Promise<readonly string[] | undefined> {
  const holders: string[] = [];
  let after = '0';
  try {
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const query = new URLSearchParams({ limit: String(PAGE), after });
      const members = Members.parse(await rest.get(Routes.guildMembers(guild), { query }));
      const people = members.filter(({ user, roles }) => user.bot !== true && roles.includes(role));
      holders.push(...people.map(({ user }) => user.id));
      const last = members.at(-1);
      if (members.length < PAGE || last === undefined) return holders;
      after = last.user.id;
    }
    return undefined;
  } catch (error) {
    if (describeFailure(error).code === CODES.missingAccess) return undefined;
    throw toFailure(error);
  }
}
