import { and, asc, desc, eq, gte, isNotNull, isNull, lt, max, or, type SQL } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import type { CarriedControl, Rendered } from './render.ts';
import { playgroundChannels as channels, playgroundMessages as messages } from './tables.ts';

/** A channel, a thread (it has a parent and the message it hangs on) or one person's direct messages. */
export interface Channel {
  id: string;
  name: string;
  topic: string;
  parent: string | null;
  rootMessage: string | null;
  person: string | null;
}

export interface Message extends Rendered {
  id: string;
  channel: string;
  /** Set on a private reply. */
  visibleTo: string | null;
  answers: string | null;
  /** The person who typed it; null where it is the bot's. */
  author: string | null;
  postedAt: Temporal.Instant;
  editedAt: Temporal.Instant | null;
}

type NewMessage = Omit<Message, 'id' | 'editedAt' | 'author'> & { key: string; author?: string };

/** A control on a message that everybody sees, with its encoded action and the channel its place is. */
interface StandingControl {
  message: string;
  channel: string;
  postedAt: Temporal.Instant;
  action: string;
}

/** What the playground keeps. Ids of messages come from outside: anything that is not a number is simply not found. */
export interface PlaygroundStore {
  /** Adds the channels that are missing and renames the others; nothing is taken away. */
  recordChannels(seeds: readonly (Omit<Channel, 'parent' | 'rootMessage'> & { position: number })[]): Promise<void>;
  listChannels(): Promise<Channel[]>;
  findChannel(id: string): Promise<Channel | undefined>;
  findDirectChannel(person: string): Promise<Channel | undefined>;
  /** Opens the thread of a message; `isNew` is false when it was open already. */
  recordThread(root: Message, title: string): Promise<{ channel: Channel; isNew: boolean }>;
  /** Adds a message; the one that has its key already stays as it is. */
  recordMessage(message: NewMessage): Promise<{ message: Message; isNew: boolean }>;
  recordEdit(id: string, rendered: Rendered, editedAt: Temporal.Instant): Promise<Message | undefined>;
  recordDismissal(id: string, person: string): Promise<Message | undefined>;
  findMessage(id: string): Promise<Message | undefined>;
  findMessageByKey(key: string): Promise<Message | undefined>;
  /** The newest `count` of a channel that this person sees, oldest first, before the message `before`. */
  listMessages(channel: string, person: string, count: number, before?: string): Promise<Message[]>;
  /** The buttons on what was posted for everybody since then, oldest first. */
  listControlsSince(since: Temporal.Instant): Promise<StandingControl[]>;
  /** Who typed something in a channel since then, oldest first, at most a hundred. */
  listVoices(channel: string, since: Temporal.Instant): Promise<{ person: string; at: Temporal.Instant }[]>;
  /** The newest message in each channel that this person sees. */
  listNewest(person: string): Promise<Map<string, string>>;
}

export function createPlaygroundStore(db: Db): PlaygroundStore {
  async function findMessageWhere(condition: SQL | undefined): Promise<Message | undefined> {
    const [row] = await db.select().from(messages).where(condition);
    return row && toMessage(row);
  }

  async function findChannelWhere(condition: SQL | undefined): Promise<Channel | undefined> {
    const [row] = await db.select().from(channels).where(condition);
    return row;
  }

  return {
    async recordChannels(seeds) {
      for (const { id, name, topic, person, position } of seeds) {
        await db
          .insert(channels)
          .values({ id, name, topic, person, position })
          .onConflictDoUpdate({ target: channels.id, set: { name, topic, position } });
      }
    },

    async listChannels() {
      return db.select().from(channels).orderBy(asc(channels.position), asc(channels.id));
    },

    findChannel: (id) => findChannelWhere(eq(channels.id, id)),

    findDirectChannel: (person) => findChannelWhere(eq(channels.person, person)),

    async recordThread(root, title) {
      const thread = { id: `thread-${root.id}`, name: title, topic: '', parent: root.channel, rootMessage: root.id };
      // Threads stand below their channel in the order of their messages.
      const position = Number(root.id);
      const [opened] = await db
        .insert(channels)
        .values({ ...thread, position })
        .onConflictDoNothing()
        .returning();
      if (opened !== undefined) return { channel: opened, isNew: true };
      const channel = await findChannelWhere(eq(channels.rootMessage, root.id));
      if (channel === undefined) throw new Error('a thread could neither be opened nor found');
      return { channel, isNew: false };
    },

    async recordMessage(message) {
      const [added] = await db
        .insert(messages)
        .values(message)
        .onConflictDoNothing({ target: messages.key })
        .returning();
      if (added !== undefined) return { message: toMessage(added), isNew: true };
      const found = await findMessageWhere(eq(messages.key, message.key));
      if (found === undefined) throw new Error('a message could neither be added nor found');
      return { message: found, isNew: false };
    },

    async recordEdit(id, { html, controls }, editedAt) {
      const number = parseId(id);
      if (number === undefined) return undefined;
      const [row] = await db
        .update(messages)
        .set({ html, controls, editedAt })
        .where(eq(messages.id, number))
        .returning();
      return row && toMessage(row);
    },

    async recordDismissal(id, person) {
      const number = parseId(id);
      if (number === undefined) return undefined;
      const [row] = await db
        .delete(messages)
        .where(and(eq(messages.id, number), eq(messages.visibleTo, person)))
        .returning();
      return row && toMessage(row);
    },

    async findMessage(id) {
      const number = parseId(id);
      return number === undefined ? undefined : findMessageWhere(eq(messages.id, number));
    },

    findMessageByKey: (key) => findMessageWhere(eq(messages.key, key)),

    async listMessages(channel, person, count, before) {
      const number = before === undefined ? undefined : parseId(before);
      const rows = await db
        .select()
        .from(messages)
        .where(
          and(
            eq(messages.channel, channel),
            visibleTo(person),
            number === undefined ? undefined : lt(messages.id, number),
          ),
        )
        .orderBy(desc(messages.id))
        .limit(count);
      return rows.reverse().map(toMessage);
    },

    async listControlsSince(since) {
      const found = await db
        .select({ message: messages, parent: channels.parent })
        .from(messages)
        .innerJoin(channels, eq(channels.id, messages.channel))
        .where(and(isNull(messages.visibleTo), isNull(channels.person), gte(messages.postedAt, since)))
        .orderBy(asc(messages.id));
      return found.flatMap(({ message: row, parent }) => {
        const { id, controls, postedAt } = toMessage(row);
        const buttons = controls.filter(({ select }) => select === undefined);
        return buttons.map(({ action }) => ({ message: id, channel: parent ?? row.channel, postedAt, action }));
      });
    },

    async listVoices(channel, since) {
      const typed = await db
        .select({ person: messages.author, at: messages.postedAt })
        .from(messages)
        .where(and(eq(messages.channel, channel), isNotNull(messages.author), gte(messages.postedAt, since)))
        .orderBy(asc(messages.id))
        .limit(100);
      return typed.flatMap(({ person, at }) => (person === null ? [] : [{ person, at }]));
    },

    async listNewest(person) {
      const rows = await db
        .select({ channel: messages.channel, id: max(messages.id) })
        .from(messages)
        .where(visibleTo(person))
        .groupBy(messages.channel);
      return new Map(rows.map(({ channel, id }) => [channel, String(id)]));
    },
  };
}

function visibleTo(person: string): SQL | undefined {
  return or(isNull(messages.visibleTo), eq(messages.visibleTo, person));
}

function parseId(id: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : undefined;
}

function toMessage(row: typeof messages.$inferSelect): Message {
  const { id, channel, visibleTo, answers, author, html, controls, postedAt, editedAt } = row;
  return {
    id: String(id),
    channel,
    visibleTo,
    answers,
    author,
    html,
    // Only this adapter writes the column.
    controls: controls as readonly CarriedControl[],
    postedAt,
    editedAt,
  };
}
