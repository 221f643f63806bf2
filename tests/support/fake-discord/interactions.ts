import { randomBytes } from 'node:crypto';
import type { Gateway } from './gateway.ts';
import { viewMessage } from './look.ts';
import { readField, type Seen, type SeenChoices } from './seen.ts';
import { ApiError, FLAGS, type MessageBody, type ModalBody, type StoredMessage, type UploadedFile } from './shapes.ts';
import { validateChoices, validateMessage, validateModal } from './validate.ts';
import { addMessage, editMessage, type World } from './world.ts';

const TOKEN_VALID_MS = 15 * 60_000;

interface Live {
  id: string;
  token: string;
  type: number;
  userId: string;
  channelId: string;
  messageId: string | undefined;
  payload: object;
  createdAt: number;
  startedAt: number;
  answer?: number;
  ackMs: number;
  originalId?: string;
  followUps: string[];
  late: boolean;
  settle: (seen: Seen) => void;
}

export interface Start {
  type: number;
  data: object;
  userId: string;
  channelId: string;
  messageId?: string | undefined;
  /** The rest of the payload: who, where, in which language. */
  envelope: object;
}

/** Interactions from the click to the last answer, with Discord's rules about what may be answered when. */
export interface Interactions {
  start(start: Start): Promise<Seen>;
  /** Sends an interaction again, as it was: the last one, if no id is given. */
  redeliver(id?: string): void;
  callBack(id: string, token: string, body: { type: number; data?: unknown }, files: readonly UploadedFile[]): void;
  followUp(token: string, body: MessageBody, files: readonly UploadedFile[]): StoredMessage;
  editReply(token: string, messageId: string, body: MessageBody, files: readonly UploadedFile[]): StoredMessage;
  /** Ends what is still waited for, so that nothing fails after its test. */
  close(): void;
  readonly all: readonly { id: string; token: string; ackMs: number; answer?: number }[];
}

export interface Patience {
  /** Within which the first answer must come. Discord: 3000. */
  deadlineMs: number;
  /** How long a player waits for something to see before the test fails. */
  patienceMs: number;
}

/** Which callback types answer which interaction: autocomplete takes 8 alone, 6 and 7 need a message to change. */
function allowedCallbacks(live: Live): readonly number[] {
  const onMessage = live.messageId === undefined ? [] : [6, 7];
  switch (live.type) {
    case 2:
      return [4, 5, 9];
    case 3:
      return [4, 5, 9, ...onMessage];
    case 4:
      return [8];
    case 5:
      return [4, 5, ...onMessage];
  }
  return [];
}

export function createInteractions(world: World, gateway: Gateway, { deadlineMs, patienceMs }: Patience): Interactions {
  const all: Live[] = [];
  const byToken = new Map<string, Live>();

  function start({ type, data, userId, channelId, messageId, envelope }: Start): Promise<Seen> {
    const id = world.newId();
    const token = randomBytes(60).toString('base64url');
    const seen = Promise.withResolvers<Seen>();
    const payload = { ...envelope, id, token, type, data, application_id: world.applicationId, version: 1 };
    const live: Live = {
      id,
      token,
      type,
      userId,
      channelId,
      messageId,
      payload,
      createdAt: world.now(),
      startedAt: performance.now(),
      ackMs: Number.NaN,
      followUps: [],
      late: false,
      settle: seen.resolve,
    };
    all.push(live);
    byToken.set(token, live);
    const deadline = setTimeout(() => {
      live.late = live.answer === undefined;
      if (live.late) live.settle({ kind: 'failed', reason: 'The application did not respond' });
    }, deadlineMs);
    const patience = setTimeout(() => {
      seen.reject(
        new Error(`nothing to see ${patienceMs} ms after interaction ${id} (callback ${live.answer ?? 'none'})`),
      );
    }, patienceMs);
    gateway.dispatch('INTERACTION_CREATE', payload);
    return seen.promise.finally(() => {
      clearTimeout(patience);
      if (live.answer !== undefined || live.late) clearTimeout(deadline);
    });
  }

  function show(live: Live, message: StoredMessage, updated: boolean): void {
    const views = () => live.followUps.flatMap((id) => world.messages.get(id) ?? []).map(viewMessage);
    live.settle({
      ...viewMessage(message),
      kind: 'message',
      updated,
      ackMs: live.ackMs,
      replyMs: performance.now() - live.startedAt,
      get followUps() {
        return views().filter(({ id }) => id !== message.id);
      },
    });
  }

  function addPrivately(
    live: Live,
    body: MessageBody,
    files: readonly UploadedFile[],
    ephemeral: boolean,
  ): StoredMessage {
    const extra = { interactionId: live.id, ...(ephemeral ? { onlyFor: live.userId } : {}) };
    return addMessage(world, live.channelId, body, files, extra);
  }

  function callBack(
    id: string,
    token: string,
    body: { type: number; data?: unknown },
    files: readonly UploadedFile[],
  ): void {
    const live = byToken.get(token);
    if (live === undefined || live.id !== id || live.late) throw new ApiError(404, 10062, 'Unknown interaction');
    if (live.answer !== undefined) throw new ApiError(400, 40060, 'Interaction has already been acknowledged.');
    if (!allowedCallbacks(live).includes(body.type)) {
      const fault = { code: 'BASE_TYPE_CHOICES', message: `Value must be one of ${allowedCallbacks(live)}.` };
      throw new ApiError(400, 50035, 'Invalid Form Body', { type: { _errors: [fault] } });
    }
    const finish = prepare(live, body, files);
    live.answer = body.type;
    live.ackMs = performance.now() - live.startedAt;
    finish();
  }

  /** Checks an answer, and gives back what happens once it counts. */
  function prepare(
    live: Live,
    { type, data }: { type: number; data?: unknown },
    files: readonly UploadedFile[],
  ): () => void {
    const message = (data ?? {}) as MessageBody;
    const ephemeral = ((message.flags ?? 0) & FLAGS.ephemeral) !== 0;
    switch (type) {
      case 4:
        validateMessage(message, files);
        return () => {
          const added = addPrivately(live, message, files, ephemeral);
          live.originalId = added.id;
          show(live, added, false);
        };
      case 5:
        return () => {
          const id = world.newId();
          world.messages.set(id, {
            id,
            channelId: live.channelId,
            authorId: world.botId,
            flags: message.flags ?? 0,
            components: [],
            content: '',
            files: [],
            loading: true,
            edits: 0,
            createdAt: world.now(),
            interactionId: live.id,
            ...(ephemeral ? { onlyFor: live.userId } : {}),
          });
          live.originalId = id;
        };
      case 6:
        return () => {
          live.originalId = live.messageId ?? '';
        };
      case 7:
        return () => {
          live.originalId = live.messageId ?? '';
          const source = world.messages.get(live.originalId);
          if (source !== undefined) show(live, editMessage(source, message, files), true);
        };
      case 8: {
        const { choices = [] } = (data ?? {}) as { choices?: SeenChoices['choices'] };
        validateChoices(choices, focusedType(live.payload));
        return () => live.settle({ kind: 'choices', choices, ackMs: live.ackMs });
      }
      case 9: {
        const modal = data as ModalBody;
        validateModal(modal);
        return () => {
          const { custom_id: customId, title, components } = modal;
          const from = live.messageId === undefined ? {} : { from: live.messageId };
          const fields = components.map(readField);
          live.settle({
            kind: 'modal',
            customId,
            title,
            fields,
            channelId: live.channelId,
            ackMs: live.ackMs,
            ...from,
          });
        };
      }
    }
    throw new ApiError(400, 50035, 'Invalid Form Body');
  }

  function findByToken(token: string): Live {
    const live = byToken.get(token);
    if (live?.answer === undefined) throw new ApiError(404, 10015, 'Unknown Webhook');
    if (world.now() - live.createdAt > TOKEN_VALID_MS) throw new ApiError(401, 50027, 'Invalid Webhook Token');
    return live;
  }

  function editReply(
    token: string,
    messageId: string,
    body: MessageBody,
    files: readonly UploadedFile[],
  ): StoredMessage {
    const live = findByToken(token);
    const id = messageId === '@original' ? live.originalId : messageId;
    const known = id === live.originalId || live.followUps.includes(id ?? '');
    const message = known && id !== undefined ? world.messages.get(id) : undefined;
    if (message === undefined) throw new ApiError(404, 10008, 'Unknown Message');
    const edited = editMessage(message, body, files);
    if (messageId === '@original') show(live, edited, live.answer === 6 || live.answer === 7);
    return edited;
  }

  return {
    all,
    start,
    callBack,
    editReply,
    close() {
      for (const live of all) live.settle({ kind: 'failed', reason: 'the fake was closed' });
    },
    redeliver(id) {
      const live = id === undefined ? all.at(-1) : all.find((one) => one.id === id);
      if (live === undefined) throw new Error('there is no such interaction');
      gateway.dispatch('INTERACTION_CREATE', live.payload);
    },
    followUp(token, body, files) {
      const live = findByToken(token);
      const original = world.messages.get(live.originalId ?? '');
      // The first follow-up of a deferred answer takes its place.
      if (original?.loading === true) return editReply(token, '@original', body, files);
      const added = addPrivately(live, body, files, ((body.flags ?? 0) & FLAGS.ephemeral) !== 0);
      live.followUps.push(added.id);
      show(live, added, false);
      return added;
    },
  };
}

/** The type of the option that is being typed in an autocomplete interaction. */
function focusedType(payload: object): number {
  type Level = { focused?: boolean; type?: number; options?: Level[] };
  const find = (level: Level): Level | undefined =>
    level.focused === true ? level : level.options?.map(find).find((found) => found !== undefined);
  return find((payload as { data?: Level }).data ?? {})?.type ?? 3;
}
