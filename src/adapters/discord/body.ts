import { MessageFlags } from 'discord.js';
import type { Pings } from '../../chat/pings.ts';
import { checkPayload, type Payload } from './limits.ts';

/** A message as the body of a call: made of components, and pinging only whom it is meant to, whatever it says. */
export function messageBody(payload: Payload, flags = 0, pings: Pings = NOBODY) {
  const { components, files } = checkPayload(payload);
  const attachments = files.map(({ name }, index) => ({ id: String(index), filename: name }));
  const body = {
    flags: flags | MessageFlags.IsComponentsV2,
    components,
    allowed_mentions: allow(pings),
    ...(files.length === 0 ? {} : { attachments }),
  };
  return { body, files };
}

const NOBODY: Pings = { members: [], roles: [] };

/** Discord refuses more than 100 of either: https://docs.discord.com/developers/resources/message#allowed-mentions-object */
function allow({ members, roles }: Pings) {
  return {
    parse: [],
    ...(members.length === 0 ? {} : { users: members.slice(0, 100) }),
    ...(roles.length === 0 ? {} : { roles: roles.slice(0, 100) }),
  };
}
