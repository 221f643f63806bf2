import type { types } from '@slack/bolt';
import { Unreachable } from '../../chat/errors.ts';
import type { Dialect } from '../../chat/spelling.ts';
import { text } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { pause } from './budget.ts';
import { describeFailure, type Failure, isUnclear, SlackFailure, toFailure } from './failures.ts';
import { BLOCKS_PER_VIEW, checkPayload, type Payload } from './limits.ts';
import { nameless, openDirect, withPictures } from './messages.ts';
import { isDirect, type Source } from './parse.ts';
import type { Pictures } from './pictures.ts';
import { renderMessage } from './render.ts';
import { elementsOf } from './rich-text.ts';
import { split } from './split.ts';
import { findLink, finishUpload, sendBytes } from './uploads.ts';
import type { Access, Workspaces } from './workspaces.ts';

/** Says something to one person, where they are. */
export interface Voice {
  /** In as many messages as it takes. */
  say(view: View): Promise<void>;
  /** One message as Slack takes it with an acknowledgement; nothing where pictures or files have to be sent first. */
  inAnswer(part: View): object | undefined;
  /** Instead of the private message, or the home page, that held the control. */
  rewrite(view: View): Promise<void>;
}

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses: five times within half an hour. */
const USES = 5;

const TIMEOUT = 10_000;

const ATTEMPTS = 3;

/** What it takes to say something. */
interface Means {
  workspaces: Workspaces;
  pictures: Pictures;
  dialect: Dialect;
}

/** The ways to reach somebody, nearest first: the answer to what they did, a message only they see, a direct message. */
export function createVoice({ workspaces, pictures, dialect }: Means, source: Source): Voice {
  let used = 0;

  async function body(payload: Payload): Promise<{ text: string; blocks: types.KnownBlock[] }> {
    checkPayload(payload);
    if (payload.pictures.length === 0 && payload.files.length === 0) {
      return { text: payload.summary, blocks: payload.blocks };
    }
    const access = await workspaces.get(source.workspace);
    const notes = new Map<string, types.KnownBlock>();
    let { blocks } = payload;
    let remedy: string | undefined;
    try {
      blocks = await withPictures({ access, workspace: source.workspace, pictures }, payload);
      await sendFiles(access, source.user.id, payload, notes);
    } catch (error) {
      const failure = toFailure(error);
      if (!(failure instanceof Unreachable)) throw error;
      remedy = failure.remedy;
    }
    const sent = blocks.map((block) => notes.get(block.block_id ?? '') ?? block);
    const shown = remedy === undefined ? sent : inWords(sent, payload, remedy);
    return { text: payload.summary, blocks: nameless(shown) };
  }

  async function respond(message: Record<string, unknown>): Promise<boolean> {
    const { responseUrl } = source;
    if (responseUrl === undefined) return false;
    for (let attempt = 1; used < USES; attempt += 1) {
      used += 1;
      const failure = await post(responseUrl, message);
      if (failure === undefined) return true;
      if (!isUnclear(failure) && failure.retryAfter === undefined) {
        // Used up, too old, or of a message that is gone. What Slack says about the blocks would be said again.
        if (failure.code === 'invalid_blocks') throw new SlackFailure(failure);
        return false;
      }
      if (attempt >= ATTEMPTS) return false;
      await pause(failure.retryAfter === undefined ? 250 * attempt : failure.retryAfter * 1000);
    }
    return false;
  }

  async function whisper(access: Access, message: Record<string, unknown>): Promise<boolean> {
    // A person's id means their conversation with us, where everything is private.
    if (!/^[CG]/.test(source.channel)) return false;
    const thread = source.thread === undefined ? {} : { thread_ts: source.thread };
    try {
      const place = { channel: source.channel, user: source.user.id, ...thread };
      await access.web.call('chat.postEphemeral', { ...place, ...message, link_names: false, parse: 'none' });
      return true;
    } catch (error) {
      const { status } = describeFailure(error);
      if (status !== 200) throw toFailure(error);
      return false;
    }
  }

  async function writeDirectly(access: Access, message: Record<string, unknown>): Promise<void> {
    try {
      const channel = await openDirect(access, source.user.id);
      await access.web.call('chat.postMessage', { channel, ...message, ...QUIET });
    } catch (error) {
      throw toFailure(error);
    }
  }

  async function sayOne(part: View): Promise<void> {
    const message = await body(renderMessage(part));
    const thread = source.thread === undefined ? {} : { thread_ts: source.thread };
    if (await respond({ response_type: 'ephemeral', replace_original: false, ...thread, ...message })) return;
    const access = await workspaces.get(source.workspace);
    if (await whisper(access, message)) return;
    await writeDirectly(access, message);
  }

  async function rewriteHome(view: View): Promise<void> {
    const access = await workspaces.get(source.workspace);
    const parts = await Promise.all(split(view, dialect).map((part) => body(renderMessage(part))));
    const blocks = fitHome(parts.map((part) => part.blocks));
    try {
      await access.web.call('views.publish', { user_id: source.user.id, view: { type: 'home', blocks } });
    } catch (error) {
      throw toFailure(error);
    }
  }

  return {
    inAnswer(part) {
      const payload = checkPayload(renderMessage(part));
      if (payload.pictures.length > 0 || payload.files.length > 0) return undefined;
      return { response_type: 'ephemeral', text: payload.summary, blocks: payload.blocks };
    },
    async say(view) {
      for (const part of split(view, dialect)) await sayOne(part);
    },
    async rewrite(view) {
      if (source.onHome) return rewriteHome(view);
      const [first, ...rest] = split(view, dialect);
      if (first === undefined) return;
      const message = await body(renderMessage(first));
      // What stands in a conversation stays there for good.
      const kind = isDirect(source.channel) ? {} : { response_type: 'ephemeral' };
      if (!(source.onPrivate && (await respond({ ...kind, replace_original: true, ...message })))) {
        await sayOne(first);
      }
      for (const part of rest) await sayOne(part);
    },
  };
}

const QUIET = { unfurl_links: false, unfurl_media: false, link_names: false, parse: 'none' };

/** A home page holds a hundred blocks; the page says so when something does not fit, and never cuts silently. */
function fitHome(parts: readonly types.KnownBlock[][]): types.KnownBlock[] {
  const all = parts.flat();
  if (all.length <= BLOCKS_PER_VIEW) return all;
  const more = renderMessage({ kind: 'view', blocks: [{ kind: 'footnote', text: MORE }] }).blocks;
  return [...all.slice(0, BLOCKS_PER_VIEW - more.length), ...more];
}

const MORE = text`There is more than this page holds. My commands show the rest.`;

/** A message that only one person sees holds no files. So they get them directly, and are told so where they asked. */
async function sendFiles(
  access: Access,
  user: string,
  { files }: Payload,
  notes: Map<string, types.KnownBlock>,
): Promise<void> {
  if (files.length === 0) return;
  try {
    const channel = await openDirect(access, user);
    for (const [index, file] of files.entries()) {
      const id = await sendBytes(access.web, file);
      await finishUpload(access.web, id, file.name, { channel });
      const url = await findLink(access.web, id);
      notes.set(`file:${index}`, fileNote(file.name, url));
    }
  } catch (error) {
    throw toFailure(error);
  }
}

/**
 * What could not be sent is said in words where it would stand: what a picture shows, which file it is. What mends that stands with
 * the last of them, so that the message has no more blocks than before.
 */
function inWords(blocks: readonly types.KnownBlock[], { files }: Payload, remedy: string): types.KnownBlock[] {
  const wordsFor = (block: types.KnownBlock): string | undefined => {
    if (block.type === 'image' && 'slack_file' in block && 'id' in block.slack_file && block.slack_file.id === '') {
      return `Picture: ${block.alt_text}`;
    }
    const index = block.type === 'context' ? /^file:(\d+)$/.exec(block.block_id ?? '')?.[1] : undefined;
    return index === undefined ? undefined : `Not sent: ${files[Number(index)]?.name ?? 'a file'}`;
  };
  const last = blocks.findLastIndex((block) => wordsFor(block) !== undefined);
  return blocks.map((block, at) => {
    const words = wordsFor(block);
    if (words === undefined) return block;
    return { type: 'context', elements: (at === last ? [words, remedy] : [words]).map(wordsElement) };
  });
}

function wordsElement(words: string): types.PlainTextElement {
  return { type: 'plain_text', text: words, emoji: false };
}

function fileNote(name: string, url: string): types.RichTextBlock {
  const elements = elementsOf([
    { kind: 'words', words: 'I sent you ', look: {} },
    url === '' ? { kind: 'words', words: name, look: { bold: true } } : { kind: 'link', url, words: name, look: {} },
    { kind: 'words', words: ' as a direct message: a private reply holds no files.', look: {} },
  ]);
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}

/** Returns what went wrong, if anything did. The address is a secret and stays out of it. */
async function post(url: string, message: Record<string, unknown>): Promise<Failure | undefined> {
  const method = 'response_url';
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const answer = await response.text();
    if (response.status === 429) {
      return { code: 'ratelimited', status: 429, method, retryAfter: Number(response.headers.get('retry-after') ?? 1) };
    }
    // Slack answers `ok`, or JSON with its own word for what is wrong, also under 200.
    const code = /"error"\s*:\s*"(\w+)"/.exec(answer)?.[1];
    if (response.ok && code === undefined) return undefined;
    return { code: code ?? `http_${response.status}`, status: response.status, method };
  } catch (error) {
    return describeFailure(error, method);
  }
}
