import { randomUUID } from 'node:crypto';
import type { REST } from 'discord.js';
import { createDialect as createDiscordDialect } from '../../src/adapters/discord/dialect.ts';
import { parseInteraction } from '../../src/adapters/discord/parse.ts';
import { renderMessage as renderForDiscord } from '../../src/adapters/discord/render.ts';
import { respond as respondOnDiscord } from '../../src/adapters/discord/respond.ts';
import { split as splitForDiscord } from '../../src/adapters/discord/split.ts';
import { createConversation } from '../../src/adapters/playground/conversation.ts';
import { splitView } from '../../src/adapters/playground/limits.ts';
import { renderView } from '../../src/adapters/playground/render.ts';
import type { Channel, PlaygroundStore } from '../../src/adapters/playground/store.ts';
import { createDialect as createSlackDialect } from '../../src/adapters/slack/dialect.ts';
import { parsePayload } from '../../src/adapters/slack/parse.ts';
import { createPeople } from '../../src/adapters/slack/people.ts';
import { renderMessage as renderForSlack } from '../../src/adapters/slack/render.ts';
import { respond as respondOnSlack } from '../../src/adapters/slack/respond.ts';
import { split as splitForSlack } from '../../src/adapters/slack/split.ts';
import type { Access, Workspaces } from '../../src/adapters/slack/workspaces.ts';
import { ACTION_LENGTH, type Action } from '../../src/chat/action.ts';
import type { Log } from '../../src/chat/answering.ts';
import type { Handler } from '../../src/chat/event.ts';
import type { View } from '../../src/chat/view.ts';
import { routes } from '../../src/routes.ts';
import { createMemoryFacts } from './slack-facts.ts';

/** Somebody before a door, as a platform knows them. */
export interface Comer {
  id: string;
  name: string;
  manages?: boolean;
  roles?: readonly string[];
  /** Another workspace than the first, where the platform has several. */
  isElsewhere?: boolean;
  /** The platform does not say who they are. */
  isUnsure?: boolean;
}

/**
 * A platform's way in and out without its sockets: the adapter's own reading of what the platform would send, and everything that
 * it would send back, as words. What a person does goes in as a press, or as a form where a control could not hold it.
 */
export interface Doorway {
  name: 'discord' | 'slack' | 'playground';
  workspace: string;
  /** Where there is only one workspace nobody comes from another. */
  hasOthers: boolean;
  use(handler: Handler, comer: Comer, action: Action, channel: string): Promise<string>;
  /** What everybody reads of something that is posted. */
  wordsOf(view: View): string;
}

const encode = ({ route, state }: Action) => `${route}?${new URLSearchParams(state)}`;

/** Every text of a payload, with the mark-up of the platform taken away. */
function wordsIn(payload: unknown, clean: (words: string) => string): string {
  const found: string[] = [];
  const walk = (part: unknown): void => {
    if (typeof part === 'string') found.push(part);
    else if (Array.isArray(part)) part.forEach(walk);
    else if (typeof part === 'object' && part !== null) Object.values(part).forEach(walk);
  };
  walk(payload);
  return clean(found.join('\n'));
}

function complain(): { log: Log; faults: string[] } {
  const faults: string[] = [];
  return {
    faults,
    log: (level, message, fields) =>
      void (level === 'error' && faults.push(`${message} ${JSON.stringify(fields).slice(0, 300)}`)),
  };
}

function settle(left: readonly string[], faults: readonly string[]): string {
  if (faults.length > 0) throw new Error(faults.join('\n'));
  if (left.length === 0) throw new Error('nothing came back');
  return left.join('\n');
}

let events = 0;

const MANAGE_GUILD = '32';

export function openDiscordDoor(): Doorway {
  const dialect = createDiscordDialect({ ids: new Map(), prefixElsewhere: '' });
  const clean = (words: string) => words.replaceAll(/\\([^\w\s])/g, '$1').replaceAll(/\u200B/g, '');
  return {
    name: 'discord',
    workspace: '10',
    hasOthers: true,
    async use(handler, { id, name, manages = false, roles = [], isElsewhere = false }, action, channel) {
      events += 1;
      const member = { user: { id, username: name }, nick: name, permissions: manages ? MANAGE_GUILD : '0', roles };
      const common = { id: String(events), token: 'token', application_id: '1', guild_id: isElsewhere ? '20' : '10' };
      const isForm = encode(action).length > ACTION_LENGTH;
      const fields = Object.entries(action.state).map(([custom_id, value]) => ({ component: { custom_id, value } }));
      const data = isForm
        ? { custom_id: action.route, components: fields }
        : { custom_id: encode(action), component_type: 2 };
      const raw = { ...common, type: isForm ? 5 : 3, channel_id: channel, member, message: { flags: 64 }, data };
      const left: string[] = [];
      const { log, faults } = complain();
      const take = (body: unknown, files: readonly { data: Buffer }[] = []) => {
        left.push(wordsIn(body, clean), ...files.map((file) => String(file.data)));
      };
      const rest = {
        patch: async (_: string, sent: { body: unknown; files: [] }) => take(sent.body, sent.files),
        post: async (_: string, sent: { body: unknown; files: [] }) => take(sent.body, sent.files),
      } as unknown as REST;
      const callbacks = {
        async send(_: unknown, body: unknown, files: readonly { data: Buffer }[]) {
          take(body, files);
          return { kind: 'taken' } as const;
        },
        async close() {},
      };
      await respondOnDiscord(
        { callbacks, webhooks: rest, followUps: rest, dialect, log },
        parseInteraction(raw),
        handler,
      );
      return settle(left, faults);
    },
    wordsOf: (view) =>
      splitForDiscord(view, dialect)
        .map((part) => wordsIn(renderForDiscord(part), clean))
        .join('\n'),
  };
}

/** Routes that open a form, which the adapter is told so that nothing is looked up first. */
const FORMS = new Set(routes.filter(({ ack }) => ack === 'modal').map(({ name }) => name));

export function openSlackDoor(now: () => Temporal.Instant): Doorway {
  const dialect = createSlackDialect('');
  const clean = (words: string) => words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  // What stands in one line is in several elements there: words of one text follow each other.
  const words = (payload: unknown) => {
    const all = wordsIn(payload, clean);
    return `${all}\n${all.replaceAll('\n', '')}`;
  };
  return {
    name: 'slack',
    workspace: 'T1',
    hasOthers: true,
    async use(handler, comer, action, channel) {
      events += 1;
      const { id, name, manages = false, roles = [], isElsewhere = false, isUnsure = false } = comer;
      const team = { id: isElsewhere ? 'T2' : 'T1' };
      const common = {
        team,
        user: { id, username: name, team_id: team.id },
        channel: { id: channel },
        trigger_id: `trigger-${events}`,
      };
      const isForm = encode(action).length > ACTION_LENGTH;
      const raw = isForm
        ? {
            ...common,
            type: 'view_submission',
            view: {
              id: 'V1',
              type: 'modal',
              private_metadata: JSON.stringify(memoryOf(action.route, team.id, channel)),
              state: {
                values: Object.fromEntries(
                  Object.entries(action.state).map(([field, value]) => [
                    field,
                    { [field]: { type: 'plain_text_input', value } },
                  ]),
                ),
              },
            },
          }
        : {
            ...common,
            type: 'block_actions',
            container: { type: 'message', is_ephemeral: true, channel_id: channel },
            actions: [{ action_id: encode(action), type: 'button', action_ts: String(events) }],
          };
      const left: string[] = [];
      const { log, faults } = complain();
      async function call(method: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
        switch (method) {
          case 'users.info':
            if (isUnsure) throw new Error('no answer');
            return { user: { id, name, team_id: team.id, is_admin: manages, profile: { display_name: name } } };
          case 'usergroups.list':
            return { usergroups: roles.map((role) => ({ id: role, users: [id] })) };
          case 'conversations.open':
            return { channel: { id: 'D1' } };
          case 'files.getUploadURLExternal':
            return { upload_url: 'data:text/plain,taken', file_id: 'F1' };
          case 'files.info':
            return { file: { mimetype: 'text/plain', permalink: 'https://slack.example.org/F1' } };
          default:
            left.push(words(args));
            return {};
        }
      }
      const access = { botToken: 't', botId: 'B1', botUserId: 'U0', web: { call } } satisfies Access;
      const workspaces: Workspaces = { get: async () => access, check: async () => {} };
      const line = {
        workspaces,
        people: createPeople(workspaces, createMemoryFacts(), now, () => {}),
        pictures: { find: async () => 'F1' },
        commands: [],
        page: undefined,
        prefix: '',
        dialect,
        opensForm: (route: string) => FORMS.has(route),
        formOptions: new Map(),
        onWorkspaceGone() {},
        log,
      };
      const ack = async (answer?: object) => {
        if (answer !== undefined) left.push(words(answer));
        return true;
      };
      await respondOnSlack(line, parsePayload(raw), ack, handler);
      return settle(left, faults);
    },
    wordsOf: (view) =>
      splitForSlack(view, dialect)
        .map((part) => words(renderForSlack(part)))
        .join('\n'),
  };
}

function memoryOf(route: string, workspace: string, channel: string): object {
  return { route, state: {}, workspace, channel, onPrivate: true, onHome: false, isCommand: false };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };

export function openPlaygroundDoor(now: () => Temporal.Instant): Doorway {
  const clean = (html: string) =>
    html.replaceAll(/<[^>]*>/g, '').replaceAll(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
  const names = { find: () => undefined };
  return {
    name: 'playground',
    workspace: 'local',
    hasOthers: false,
    async use(handler, { id, name, manages = false, roles = [] }, action, channel) {
      const left: string[] = [];
      const { log, faults } = complain();
      const where: Channel = { id: channel, name: channel, topic: '', parent: null, rootMessage: null, person: null };
      const held = {
        id: 'm1',
        channel,
        visibleTo: id,
        answers: null,
        author: null,
        postedAt: now(),
        editedAt: null,
        html: '',
        controls: [{ action: encode(action) }],
      };
      const take = async ({ html, controls }: { html: string; controls: readonly object[] }) => {
        left.push(clean(html), wordsIn(controls, clean));
        return { ...held, html, controls: [] };
      };
      const store = {
        listChannels: async () => [where],
        findChannel: async () => where,
        findMessage: async () => held,
        recordMessage: async (message: { html: string; controls: readonly object[] }) => ({
          message: await take(message),
          isNew: true,
        }),
        recordEdit: async (_: string, rendered: { html: string; controls: readonly object[] }) => take(rendered),
      } as unknown as PlaygroundStore;
      const talk = createConversation({
        store,
        streams: { open() {}, tell() {}, position: () => '', close() {} },
        personas: [{ id, name, manages, roles, note: '' }],
        roles: [],
        commands: [],
        shortcuts: [],
        now,
        handler: () => handler,
        log,
      });
      const body = { id: randomUUID(), persona: id, message: held.id, channel, action: encode(action) };
      const isForm = body.action.length > ACTION_LENGTH;
      const form = { ...body, action: action.route, fields: action.state };
      const answer = isForm
        ? await talk.submit(JSON.stringify(form), 'en-GB')
        : await talk.press(JSON.stringify(body), 'en-GB');
      if ('modal' in answer) left.push(wordsIn(answer.modal, clean));
      await talk.finish();
      return settle(left, faults);
    },
    wordsOf: (view) =>
      splitView(view)
        .map((part) => clean(renderView(part, names).html))
        .join('\n'),
  };
}
