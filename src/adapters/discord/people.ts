import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import { Unreachable } from '../../chat/errors.ts';
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

const Found = z.array(
  z.object({
    nick: z.string().nullish(),
    user: z.object({
      id: z.string(),
      username: z.string(),
      global_name: z.string().nullish(),
      bot: z.boolean().nullish(),
    }),
  }),
);

/** Names that begin alike come together: as many as are looked through for the one that is meant. */
const MOST_ALIKE = 100;

/** Members whose name, here or on all of Discord, is exactly this one. https://docs.discord.com/developers/resources/guild#search-guild-members */
export async function findNamed(rest: REST, guild: string, words: string): Promise<readonly { id: string }[]> {
  if (words.includes('@')) throw new Unreachable('Discord finds nobody by an e-mail address: mention them.');
  const wanted = words.toLowerCase();
  try {
    const query = new URLSearchParams({ query: words, limit: String(MOST_ALIKE) });
    const found = Found.parse(await rest.get(Routes.guildMembersSearch(guild), { query }));
    return found
      .filter(({ user }) => user.bot !== true)
      .filter(({ nick, user }) => [nick, user.global_name, user.username].some((one) => one?.toLowerCase() === wanted))
      .map(({ user }) => ({ id: user.id }));
  } catch (error) {
    if (describeFailure(error).code === CODES.missingAccess)
      throw new Unreachable('I may not look through the members of this server: mention them.');
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

/** https://docs.discord.com/developers/resources/guild#list-guild-members asks for the switch alone; nothing is subscribed to. */
const NO_INTENT =
  'Discord shows who has a role only to apps whose Server Members Intent is on. Whoever runs me switches it on at discord.com/developers/applications, under my app, *Bot*, *Privileged Gateway Intents*; I need no restart.';

/** Who has a role. Discord lists members only for applications whose Server Members Intent is switched on in its portal. */
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
    if (describeFailure(error).code === CODES.missingAccess) throw new Unreachable(NO_INTENT);
    throw toFailure(error);
  }
}
