import { randomBytes } from 'node:crypto';
import { type MessageView, viewMessage } from './look.ts';
import { ApiError, type FakeMessage, type FakeView, type Json, type World } from './shapes.ts';
import { isJson, validateBlocks } from './validate.ts';
import { validateView } from './validate-view.ts';

/** What a person sees after doing something. `ackMs` is how long the bot took to acknowledge, `replyMs` to show something. */
export type Seen =
  | SeenMessage
  | { kind: 'form'; form: FormView; ackMs: number }
  | { kind: 'home'; blocks: readonly Json[]; ackMs: number }
  | {
      kind: 'choices';
      groups: readonly { label: string; options: readonly { label: string; value: string }[] }[];
      ackMs: number;
    }
  /** "/greet failed because the app did not respond." */
  | { kind: 'failed'; reason: string };

export interface SeenMessage extends MessageView {
  kind: 'message';
  /** The message that held the control was rewritten, rather than a new one shown. */
  updated: boolean;
  /** It came as a direct message. */
  direct: boolean;
  ackMs: number;
  replyMs: number;
}

/** A form on somebody's screen. */
export interface FormView {
  id: string;
  title: string;
  memory: string;
  blocks: readonly Json[];
  fields: readonly FieldView[];
  channel: string;
  /** What Slack shows at its fields, by block, once it was sent and came back. */
  errors?: Readonly<Record<string, string>>;
}

export interface FieldView {
  name: string;
  block: string;
  kind: string;
  label: string;
  hint: string;
  value: string;
  long: boolean;
  required: boolean;
  maxLength: number;
  options: readonly { label: string; value: string }[];
}

/** One thing that a person did, until they see what came of it. */
export interface Live {
  user: string;
  channel: string;
  /** The private message, or the message, that held the control. */
  original: string | undefined;
  trigger: string;
  startedAt: number;
  ackMs: number;
  payload: Json;
  type: 'slash_commands' | 'interactive' | 'events_api';
  settled: boolean;
  settle: (seen: Seen) => void;
  seen: Promise<Seen>;
}

interface Trigger {
  createdAt: number;
  used: boolean;
  live: Live;
}

interface ResponseUrl {
  createdAt: number;
  uses: number;
  live: Live;
}

const TRIGGER_LIVES = 3000;
const URL_LIVES = 30 * 60_000;
const URL_USES = 5;

/** Triggers, addresses for answers, and who waits for what. */
export interface Interactions {
  readonly all: Live[];
  /** How often each address was used, oldest first. */
  readonly urls: ReadonlyMap<string, ResponseUrl>;
  begin(start: Pick<Live, 'user' | 'channel' | 'original' | 'type'>, patienceMs: number): Live;
  newUrl(live: Live): string;
  /** What came to an address: status and body of the answer. */
  respond(token: string, body: Json): { status: number; body: Json | string };
  openView(trigger: string, view: unknown): FakeView;
  /** A form in the place of another. */
  replaceView(view: FakeView, body: unknown): FakeView;
  show(user: string, seen: (live: Live) => Seen): void;
  showMessage(message: FakeMessage, how: { user: string; updated: boolean; direct: boolean; live?: Live }): void;
  close(): void;
}

export function createInteractions(world: World): Interactions {
  const all: Live[] = [];
  const triggers = new Map<string, Trigger>();
  const urls = new Map<string, ResponseUrl>();
  const timers = new Set<NodeJS.Timeout>();

  function begin(start: Pick<Live, 'user' | 'channel' | 'original' | 'type'>, patienceMs: number): Live {
    const { promise, resolve, reject } = Promise.withResolvers<Seen>();
    // Somebody who looks away misses nothing that matters.
    promise.catch(() => {});
    const trigger = `${Math.floor(world.now())}.${all.length}.${randomBytes(8).toString('hex')}`;
    const live: Live = {
      ...start,
      trigger,
      startedAt: performance.now(),
      ackMs: Number.NaN,
      payload: {},
      settled: false,
      settle(seen) {
        if (live.settled) return;
        live.settled = true;
        clearTimeout(timer);
        timers.delete(timer);
        resolve(seen);
      },
      seen: promise,
    };
    const timer = setTimeout(() => {
      live.settled = true;
      reject(new Error(`${start.user} saw nothing within ${patienceMs} ms of a ${start.type}`));
    }, patienceMs);
    timers.add(timer);
    all.push(live);
    triggers.set(trigger, { createdAt: world.now(), used: false, live });
    return live;
  }

  function show(user: string, seen: (live: Live) => Seen): void {
    const live = all.findLast((one) => one.user === user && !one.settled);
    live?.settle(seen(live));
  }

  function showMessage(
    message: FakeMessage,
    { user, updated, direct, live }: { user: string; updated: boolean; direct: boolean; live?: Live },
  ): void {
    const seen = (one: Live): Seen => ({
      kind: 'message',
      ...viewMessage(message),
      updated,
      direct,
      ackMs: one.ackMs,
      replyMs: performance.now() - one.startedAt,
    });
    if (live !== undefined && !live.settled) live.settle(seen(live));
    else show(user, seen);
  }

  function respond(token: string, body: Json): { status: number; body: Json | string } {
    const url = urls.get(token);
    if (url === undefined) return { status: 404, body: { ok: false, error: 'no_such_url' } };
    if (world.now() - url.createdAt > URL_LIVES) return { status: 404, body: { ok: false, error: 'expired_url' } };
    if (url.uses >= URL_USES) return { status: 404, body: { ok: false, error: 'used_url' } };
    url.uses += 1;
    try {
      const blocks = body['blocks'] === undefined ? [] : validateBlocks(world, body['blocks'], 'message');
      const { live } = url;
      const text = String(body['text'] ?? '');
      const original = world.messages.find(({ ts, channel }) => ts === live.original && channel === live.channel);
      if (body['replace_original'] === true && original !== undefined) {
        Object.assign(original, { blocks, text, edits: original.edits + 1 });
        showMessage(original, { user: live.user, updated: true, direct: false, live });
      } else {
        const isPublic = body['response_type'] === 'in_channel';
        const message: FakeMessage = {
          channel: live.channel,
          ts: world.newTs(),
          thread: typeof body['thread_ts'] === 'string' ? body['thread_ts'] : undefined,
          bot: 'response',
          text,
          blocks,
          metadata: undefined,
          onlyFor: isPublic ? undefined : live.user,
          files: [],
          edits: 0,
        };
        world.messages.push(message);
        showMessage(message, { user: live.user, updated: false, direct: false, live });
      }
      return { status: 200, body: 'ok' };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return {
        status: 400,
        body: { ok: false, error: error.code, response_metadata: { messages: [...error.faults] } },
      };
    }
  }

  function store(view: Json, live: Pick<Live, 'user' | 'channel'>): FakeView {
    const stored = {
      id: world.newId('V'),
      hash: randomBytes(6).toString('hex'),
      view,
      user: live.user,
      channel: live.channel,
    };
    world.views.set(stored.id, stored);
    return stored;
  }

  return {
    all,
    urls,
    begin,
    newUrl(live) {
      const token = randomBytes(12).toString('hex');
      urls.set(token, { createdAt: world.now(), uses: 0, live });
      return token;
    },
    respond,
    openView(id, body) {
      const trigger = triggers.get(id);
      if (trigger === undefined) throw new ApiError('invalid_trigger_id');
      if (world.now() - trigger.createdAt > TRIGGER_LIVES) throw new ApiError('expired_trigger_id');
      if (trigger.used) throw new ApiError('exchanged_trigger_id');
      const view = validateView(world, body, 'modal');
      trigger.used = true;
      const { live } = trigger;
      const stored = store(view, live);
      live.settle({ kind: 'form', form: viewForm(stored), ackMs: live.ackMs });
      return stored;
    },
    replaceView: (before, body) => store(validateView(world, body, 'modal'), before),
    show,
    showMessage,
    close() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

export function viewForm({ id, view, channel }: FakeView): FormView {
  const blocks = (view['blocks'] as Json[] | undefined) ?? [];
  return {
    id,
    title: words(view['title']),
    memory: String(view['private_metadata'] ?? ''),
    blocks,
    fields: blocks.filter(({ type }) => type === 'input').map(viewField),
    channel,
  };
}

function viewField(block: Json): FieldView {
  const element = block['element'] as Json;
  const first = element['initial_option'];
  const chosen = element['initial_user'] ?? element['initial_conversation'];
  const value = element['initial_value'] ?? chosen ?? element['initial_date'] ?? element['initial_time'];
  return {
    name: String(element['action_id']),
    block: String(block['block_id']),
    kind: String(element['type']),
    label: words(block['label']),
    hint: words(block['hint']),
    value: String(value ?? (isJson(first) ? first['value'] : '')),
    long: element['multiline'] === true,
    required: block['optional'] !== true,
    maxLength: Number(element['max_length'] ?? 3000),
    options: ((element['options'] as Json[] | undefined) ?? []).map((option) => ({
      label: words(option['text']),
      value: String(option['value']),
    })),
  };
}

export function words(value: unknown): string {
  return isJson(value) ? String(value['text'] ?? '') : '';
}
