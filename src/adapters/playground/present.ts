import type { Channel, Message } from './store.ts';

/** A channel as the page gets it. */
export function presentChannel({ id, name, topic, parent, rootMessage, person }: Channel) {
  return { id, name, topic, parent, rootMessage, kind: kindOf(parent, person) };
}

function kindOf(parent: string | null, person: string | null): 'channel' | 'thread' | 'direct' {
  if (parent !== null) return 'thread';
  return person === null ? 'channel' : 'direct';
}

/** A message as the page gets it. */
export function presentMessage({ id, channel, visibleTo, answers, author, html, postedAt, editedAt }: Message) {
  return { id, channel, isPrivate: visibleTo !== null, answers, author, html, postedAt, editedAt };
}
