import { MessageFlags } from 'discord.js';
import { checkPayload, type Payload } from './limits.ts';

/** A message as the body of a call: made of components, and pinging nobody whatever it says. */
export function messageBody(payload: Payload, flags = 0) {
  const { components, files } = checkPayload(payload);
  const attachments = files.map(({ name }, index) => ({ id: String(index), filename: name }));
  const body = {
    flags: flags | MessageFlags.IsComponentsV2,
    components,
    allowed_mentions: { parse: [] },
    ...(files.length === 0 ? {} : { attachments }),
  };
  return { body, files };
}
