import type { RequestListener } from 'node:http';
import { App } from '@slack/bolt';
import { createUnderWay, type Log } from '../../chat/answering.ts';
import { Unreachable } from '../../chat/errors.ts';
import type { Handler } from '../../chat/event.ts';
import type { Platform } from '../../chat/platform.ts';
import { type CommandOption, type CommandSpec, type ShortcutSpec, withoutFiles } from '../../chat/route.ts';
import { NO_TRAFFIC, type Traffic } from '../../chat/traffic.ts';
import { keepBookmark } from './bookmarks.ts';
import { createBudget } from './budget.ts';
import { createDialect } from './dialect.ts';
import { describeFailure } from './failures.ts';
import { createHttpDoor } from './http.ts';
import { findLacks } from './lacks.ts';
import { findNamed, findPerson } from './members.ts';
import { editMessage, findMessage, postMessage, readSpot, threadId } from './messages.ts';
import { type Parsed, parsePayload } from './parse.ts';
import { createPeople } from './people.ts';
import { createPictures } from './pictures.ts';
import type { FactsStore, InstallationStore, InstallPages } from './ports.ts';
import { quietLogger } from './quiet.ts';
import { createRecentPosts } from './recent.ts';
import { type Line, respond } from './respond.ts';
import { createSeen } from './seen.ts';
import { createSocketDoor, type Door } from './socket.ts';
import { split } from './split.ts';
import { createStanding, type Standing } from './standing.ts';
import { listVoices, openTalk } from './talks.ts';
import { createWorkspaces, type Tokens } from './workspaces.ts';

interface Common {
  /** The address of the Web API, like `https://slack.com/api/`. Slack's own if it is left out. */
  apiUrl?: string;
  commands: readonly CommandSpec[];
  shortcuts: readonly ShortcutSpec[];
  /** The routes that open a form: nothing is looked up before they do. */
  forms: readonly string[];
  /** What forms of routes that nobody types may hold, by route. None, if left out. */
  formOptions?: ReadonlyMap<string, readonly CommandOption[]>;
  /** The route of the page that Slack keeps for everybody; without one it stays empty. */
  page?: string | undefined;
  /** Stands before the names of our commands where they are taken: `pythia-`. */
  prefix?: string;
  /** How many times Slack's own limits of calls hold here; once, if left out. */
  rates?: number;
  /** Where people install the app for a workspace of theirs: part of `listener` in either case. */
  pages?: InstallPages;
  /** The address of the first of them, for whoever has to install the app again. */
  installAt?: string;
  /** A workspace removed the app, or took back its token: its token can be forgotten. The handler is told as well. */
  onWorkspaceGone?: (workspace: string) => Promise<void> | void;
  traffic?: Traffic;
  /** Where what Slack says about people is kept. */
  facts: FactsStore;
  clock: () => Temporal.Instant;
  log: Log;
}

/** For one workspace with its token, or for many with a store of theirs. */
type Whose = { botToken: string } | { installations: InstallationStore };

/** Over a socket of our own, or by signed requests to `listener`. */
type How = { appToken: string } | { signingSecret: string };

type Answer = (answer?: object) => Promise<void>;

type SlackOptions = Common & Whose & How;

export interface Slack extends Platform {
  /** What comes to `/slack/…` of the program's HTTP server; in Socket Mode only the pages of the installation. */
  listener: RequestListener;
}

/** Slack, over Socket Mode or HTTP. Can be started once. */
export function createSlack(options: SlackOptions): Slack {
  const { apiUrl, shortcuts, forms, prefix = '', rates = 1, log } = options;
  const commands = options.commands.map(withoutFiles);
  const tokens: Tokens =
    'botToken' in options ? { botToken: options.botToken } : { installations: options.installations };
  const standing = createStanding(log);
  const budget = createBudget(rates);
  const dialect = createDialect(prefix);
  const { answered, dated } = standing;
  const workspaces = createWorkspaces({
    tokens,
    apiUrl,
    installAt: options.installAt,
    budget,
    traffic: options.traffic ?? NO_TRAFFIC,
    answered,
    dated,
    log,
  });
  const people = createPeople(workspaces, options.facts, options.clock, log);
  const pictures = createPictures(options.facts, options.clock);
  const opening = new Set([...forms, ...shortcuts.filter(({ answers }) => answers !== true).map(({ route }) => route)]);
  const line: Line = {
    workspaces,
    people,
    pictures,
    commands,
    page: options.page,
    prefix,
    dialect,
    opensForm: (route) => opening.has(route),
    formOptions: options.formOptions ?? new Map(),
    onWorkspaceGone: options.onWorkspaceGone ?? (() => {}),
    log,
  };
  const door = createDoor(options, standing);
  const postOnce = createRecentPosts();
  const isNew = createSeen();
  const underWay = createUnderWay();

  function listen(handler: Handler): void {
    const app = new App({
      receiver: door,
      // The owner of the tokens is looked up when one is needed: an acknowledgement waits for nothing.
      authorize: () => Promise.resolve({}),
      ignoreSelf: false,
      convoStore: false,
      logger: quietLogger(log),
      // We use nothing of what Bolt does with this client.
      clientOptions: { ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }), retryConfig: { retries: 0 } },
    });
    // Bolt sorts events by their kinds; ours are told apart in one place, and an event that nobody handles is still acknowledged.
    app.use(async (args) => {
      const ack = 'ack' in args && typeof args.ack === 'function' ? (args.ack as Answer) : async () => {};
      await take(parsePayload(args.body), ack, handler);
    });
  }

  /** Begins to answer. Resolves once it was acknowledged, which is all that Slack waits for. */
  function take(parsed: Parsed, ack: Answer, handler: Handler): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    let isAcknowledged = false;
    async function acknowledge(answer?: object): Promise<boolean> {
      if (isAcknowledged) return answer === undefined;
      isAcknowledged = true;
      let isTaken = true;
      try {
        await ack(answer);
      } catch (error) {
        isTaken = false;
        // It comes again and is then recognised; the work already begun goes on.
        log('warn', 'slack: an acknowledgement was lost', { ...describeFailure(error) });
      }
      resolve();
      return isTaken;
    }
    const source = 'source' in parsed && parsed.kind !== 'suggestion' ? parsed.source : undefined;
    const isRepeated = source !== undefined && !isNew(`${source.workspace} ${source.id}`);
    // Slack repeats events whose acknowledgement it did not see; the first delivery is being answered already.
    const work = isRepeated ? acknowledge().then(() => {}) : respond(line, parsed, acknowledge, handler);
    underWay.add(work.finally(resolve));
    return promise;
  }

  async function desk(workspace: string) {
    return { access: await workspaces.get(workspace), workspace, people, pictures };
  }

  return {
    name: 'slack',
    listener(request, response) {
      if (options.pages?.(request, response) === true) return;
      if (door.listener !== undefined) door.listener(request, response);
      else response.writeHead(404).end();
    },
    async start(handler) {
      await workspaces.check();
      listen(handler);
      try {
        await door.start();
      } catch (error) {
        await door.stop();
        throw error;
      }
    },
    async stop() {
      door.shut();
      await underWay.finish();
      await door.stop();
    },
    health: standing.health,
    clockAhead: standing.clockAhead,
    split: (view) => split(view, dialect),
    post: (workspace, target, view, key) => {
      const place = target.kind === 'channel' ? target.channel : target.person;
      return postOnce(`${workspace}\n${place}\n${key}`, async () =>
        postMessage(await desk(workspace), target, view, key),
      );
    },
    find: async (workspace, target, key, since) => findMessage(await desk(workspace), target, key, since),
    edit: async (workspace, posted, view) => editMessage(await desk(workspace), posted, view),
    // Every message has a thread already; it has no title, and nothing has to be asked for.
    openThread: async (_workspace, posted) => threadId(readSpot(posted.channel), posted.message),
    // A thread has no members: whoever is mentioned in it follows it. A group conversation is opened with its people.
    async bringIn() {},
    openTalk: async (workspace, talk) => openTalk(await desk(workspace), talk),
    // Every thread is as open as its channel, and a group conversation takes nobody new.
    openPrivateThread: async () => undefined,
    async takeOut() {},
    listVoices: async (workspace, channel, since) => listVoices(await desk(workspace), channel, since),
    keepLink: async (workspace, channel, title, url) => keepBookmark(await desk(workspace), channel, title, url),
    // Slack has no events: the calendar's address is kept at the top of the channel.
    keepEvent: async () => undefined,
    async changeEvent() {},
    async cancelEvent() {},
    findLacks: async (workspace, channel) => findLacks(await desk(workspace), channel),
    listHolders: (workspace, group) => people.membersOf({ workspace }, group),
    findNamed: async (workspace, words) => findNamed(await desk(workspace), words),
    // A slash command carries no file: https://docs.slack.dev/interactivity/implementing-slash-commands
    async readFile() {
      throw new Unreachable('Commands on Slack take no files: paste the words.');
    },
    findPerson: async (workspace, person) => findPerson(await desk(workspace), person),
  };
}

function createDoor(options: SlackOptions, { connected }: Standing): Door & { listener?: RequestListener } {
  const { apiUrl, log } = options;
  if ('appToken' in options) return createSocketDoor({ appToken: options.appToken, apiUrl, connected, log });
  return createHttpDoor({ signingSecret: options.signingSecret, log });
}
