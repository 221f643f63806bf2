import { z } from 'zod';
import type { Action } from '../../chat/action.ts';
import { type CommandOption, type CommandSpec, findCommandSpec } from '../../chat/route.ts';
import { type Text, text } from '../../chat/text.ts';
import { describeFailure } from './failures.ts';
import type { People, Wanted } from './people.ts';
import type { Access, Workspaces } from './workspaces.ts';

/** What it takes to ask Slack whether an id that came with a command is one that its sender may name. */
export interface Desk {
  workspaces: Workspaces;
  people: People;
  commands: readonly CommandSpec[];
}

const Told = z.object({
  channel: z.object({
    is_private: z.boolean().nullish(),
    is_member: z.boolean().nullish(),
    is_archived: z.boolean().nullish(),
  }),
});

/**
 * Why a command may not name what it names: a channel, a group or a person of this workspace, and the channel one where its
 * sender may write. Throws where Slack can't say.
 */
export async function findIdFault(
  { workspaces, people, commands }: Desk,
  wanted: Wanted,
  user: string,
  { route, state }: Action,
): Promise<Text | undefined> {
  for (const { name, kind } of findCommandSpec(commands, route)?.options ?? []) {
    const id = state[name];
    if (id === undefined || id === '') continue;
    const fault = await faultOfId(kind, id, { access: await workspaces.get(wanted.workspace), people, wanted, user });
    if (fault !== undefined) return fault;
  }
  return undefined;
}

interface Asking {
  access: Access;
  people: People;
  wanted: Wanted;
  user: string;
}

async function faultOfId(kind: CommandOption['kind'], id: string, asking: Asking): Promise<Text | undefined> {
  switch (kind) {
    case 'channel':
      return faultOfChannel(id, asking);
    case 'role': {
      const groups = await asking.people.groups(asking.wanted);
      if (groups.some((group) => group.id === id)) return undefined;
      return text`That is no user group of this workspace. Pick one from the list; a new one shows there after two minutes.`;
    }
    case 'member': {
      const facts = await asking.people.find(asking.wanted, id);
      if (facts === undefined) throw new Error('a person could not be looked up');
      return facts.isStranger ? text`That person is not in this workspace. Pick somebody from the list.` : undefined;
    }
    default:
      return undefined;
  }
}

async function faultOfChannel(id: string, { access, user }: Asking): Promise<Text | undefined> {
  try {
    const { channel } = Told.parse(await access.web.call('conversations.info', { channel: id }));
    if (channel.is_archived === true) return text`That channel is archived. Unarchive it, or choose another one.`;
    // A public channel is open to everybody of the workspace.
    if (channel.is_private !== true || (await isInside(access, id, user))) return undefined;
    return text`You are not in that channel, so you can’t make me post there. Join it, or choose another one.`;
  } catch (error) {
    if (describeFailure(error).code !== 'channel_not_found') throw error;
    return text`I can’t find that channel in this workspace. If it is private, invite me there with /invite; else choose another one.`;
  }
}

const PAGES = 20;

const Members = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().catch('') }).nullish(),
});

/** Whether somebody is in a channel, among its first ten thousand. */
async function isInside({ web }: Access, channel: string, user: string): Promise<boolean> {
  let cursor = '';
  for (let page = 0; page < PAGES; page += 1) {
    const args = { channel, limit: 500, ...(cursor === '' ? {} : { cursor }) };
    const { members, response_metadata } = Members.parse(await web.call('conversations.members', args));
    if (members.includes(user)) return true;
    cursor = response_metadata?.next_cursor ?? '';
    if (cursor === '') return false;
  }
  return false;
}
