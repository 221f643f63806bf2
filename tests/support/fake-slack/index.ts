import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createPoster, createSockets, type Delivered, type Parcel, type Sockets } from './delivery.ts';
import { createInteractions, type Interactions, type Live } from './interactions.ts';
import { type MessageView, viewMessage } from './look.ts';
import { createPlayer, type Player, type PlayerOptions } from './player.ts';
import { type Call, createApi, type Fault } from './server.ts';
import { createWorld, type FakeUser, type Json, type World } from './shapes.ts';

export type { FormView, Seen, SeenMessage } from './interactions.ts';
export { blockText, type MessageView } from './look.ts';
export type { Player, PlayerOptions } from './player.ts';
export type { Call, Fault } from './server.ts';

export interface FakeSlackOptions {
  /** How events reach the bot; over sockets, if left out. For `http` set `requestUrl`. */
  mode?: 'socket' | 'http';
  /** Within which a delivery must be acknowledged. Slack: 3000, the default. */
  deadlineMs?: number;
  /** After which a player who sees nothing fails the test; 15 000, if left out. */
  patienceMs?: number;
  /** The clock of Slack in milliseconds: triggers and addresses expire by it. */
  now?: () => number;
  /** Slack: after at once, a minute and five minutes. */
  retryAfterMs?: readonly number[];
  /** Answers 429 to more than a message a second in a channel. */
  keepsLimits?: boolean;
}

/**
 * A Slack on this machine, over real sockets: the Web API, Socket Mode or signed requests, one workspace with a home
 * channel, one bot.
 *
 *     await using fake = await createFakeSlack();
 *     const platform = createSlack({ botToken: fake.botToken, appToken: fake.appToken, apiUrl: fake.api, … });
 *     const ada = fake.as('ada', { admin: true });
 *     const seen = await ada.type('/cohort create name=Spring');
 *     if (seen.kind === 'message') await ada.press(seen, 'Join');
 *     fake.channel(fake.home).map((message) => message.text);
 */
export interface FakeSlack {
  /** For `apiUrl`. */
  readonly api: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly team: string;
  /** The id of the first channel. */
  readonly home: string;
  /** What a program must be told to be installed by workspaces themselves, in the environment's words. */
  readonly app: Readonly<Record<string, string>>;
  /** Where signed requests go. */
  requestUrl: string;
  /** Everything that reached the server, in order. */
  readonly calls: readonly Call[];
  readonly world: World;
  readonly interactions: Interactions;
  readonly sockets: Sockets;
  /** Somebody, by name. */
  as(name: string, options?: PlayerOptions): Player;
  /** What a channel or a thread (`C1:123.4`) shows to everybody. */
  channel(id: string): MessageView[];
  createChannel(
    name: string,
    options?: { kind?: 'public' | 'private'; joined?: boolean; archived?: boolean; team?: string },
  ): string;
  createGroup(handle: string, users: readonly string[]): string;
  /** Another workspace that installed the app: the bot's token there. */
  addTeam(team: string): { token: string; botId: string; userId: string };
  /** Lets calls go wrong. */
  inject(fault: Fault): void;
  /** Answers every call on a channel with that error; undefined makes it work again. */
  deny(channel: string, error: string | undefined): void;
  deleteMessage(ts: string): void;
  revoke(token: string): void;
  /** Sends an event of the Events API, and again while it is not acknowledged. Returns how often it was sent. */
  sendEvent(event: Json, team?: string): Promise<number>;
  /** Delivers what somebody did a second time, unchanged: the last thing, if nothing is given. */
  redeliver(live?: Live): Promise<Delivered>;
  deliver(parcel: Parcel): Promise<Delivered>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function createFakeSlack(options: FakeSlackOptions = {}): Promise<FakeSlack> {
  const { mode = 'socket', deadlineMs = 3000, patienceMs = 15_000, now = Date.now } = options;
  const { retryAfterMs = [0, 300, 1000], keepsLimits = false } = options;
  const world = createWorld(now);
  const team = 'T0FAKE';
  const botToken = 'xoxb-fake-token-of-a-bot';
  const appToken = 'xapp-1-fake-token-of-an-app';
  const signingSecret = '8f742231b10e8888abcd99yyyzzz85a5';
  world.bots.set(botToken, { team, botId: 'B0FAKE', userId: 'U0FAKEBOT' });
  const interactions = createInteractions(world);
  const address = () => `http://127.0.0.1:${(api.server.address() as AddressInfo).port}`;
  const openSocket = (token: string) => sockets.open(token);
  const api = createApi({ world, interactions: () => interactions, address, openSocket, keepsLimits });
  const sockets = createSockets(api.server, appToken, address, deadlineMs);
  let requestUrl = '';
  const poster = createPoster(signingSecret, () => requestUrl, now, deadlineMs);
  const { deliver } = mode === 'socket' ? sockets : poster;
  await new Promise<void>((done) => api.server.listen(0, '127.0.0.1', done));

  function createChannel(name: string, given: Parameters<FakeSlack['createChannel']>[1] = {}): string {
    const { kind = 'public', joined = true, archived = false, team: of = team } = given;
    const id = world.newId('C');
    world.channels.set(id, { id, name, team: of, kind, archived, joined, user: undefined });
    return id;
  }

  async function sendEvent(event: Json, of = team): Promise<number> {
    const payload = {
      token: 'legacy',
      team_id: of,
      api_app_id: 'A0FAKE',
      event,
      type: 'event_callback',
      event_id: world.newId('Ev'),
      event_time: Math.floor(world.now() / 1000),
      authorizations: [
        { enterprise_id: null, team_id: of, user_id: 'U0FAKEBOT', is_bot: true, is_enterprise_install: false },
      ],
      is_ext_shared_channel: false,
    };
    let delivered = await deliver({ type: 'events_api', payload });
    let sent = 1;
    for (const ms of retryAfterMs) {
      if (delivered.kind === 'acknowledged') break;
      await new Promise((done) => setTimeout(done, ms));
      const retry = { number: sent, reason: delivered.reason };
      delivered = await deliver({ type: 'events_api', payload, retry });
      sent += 1;
    }
    return sent;
  }

  const home = createChannel('home');

  function findUser(name: string, given: PlayerOptions): FakeUser {
    const { admin = false, owner = false, guest, displayName = name, locale = 'en-GB', deleted = false, zone } = given;
    const id = `U${name.toUpperCase().replace(/[^A-Z0-9]/g, '')}00`;
    const user: FakeUser = {
      id,
      team: given.team ?? team,
      name,
      displayName,
      locale,
      zone,
      admin,
      owner,
      guest,
      deleted,
      stranger: given.stranger ?? false,
      orgTeams: given.orgTeams,
    };
    const known = world.users.get(id);
    if (known !== undefined && Object.keys(given).length === 0) return known;
    world.users.set(id, user);
    return user;
  }

  async function close(): Promise<void> {
    interactions.close();
    await sockets.close();
    api.server.closeAllConnections();
    await new Promise<void>((done) => api.server.close(() => done()));
  }

  return {
    api: `${address()}/api/`,
    botToken,
    appToken,
    signingSecret,
    app: {
      SLACK_CLIENT_ID: '1234.5678',
      SLACK_CLIENT_SECRET: 'client-secret-of-the-fake',
      SLACK_STATE_SECRET: randomBytes(32).toString('hex'),
      ENCRYPTION_KEYS: `one:${randomBytes(32).toString('base64')}`,
    },
    team,
    home,
    get requestUrl() {
      return requestUrl;
    },
    set requestUrl(url) {
      requestUrl = url;
    },
    calls: api.calls,
    world,
    interactions,
    sockets,
    as(name, given = {}) {
      const tools = { world, interactions, address, home, team, patienceMs, deliver };
      const deliverEvent = async (event: Json, of: string) => void (await sendEvent(event, of));
      return createPlayer({ ...tools, deliverEvent }, findUser(name, given), given);
    },
    channel(id) {
      const [channel, thread] = id.split(':');
      return world.messages
        .filter((message) => message.channel === channel && message.onlyFor === undefined)
        .filter((message) => thread === undefined || message.ts === thread || message.thread === thread)
        .map(viewMessage);
    },
    createChannel,
    createGroup(handle, users) {
      const id = world.newId('S');
      world.groups.push({ id, handle, name: handle, users });
      return id;
    },
    addTeam(of) {
      const bot = { team: of, botId: `B${of}`, userId: `U${of}BOT` };
      const token = `xoxb-of-${of}`;
      world.bots.set(token, bot);
      return { token, botId: bot.botId, userId: bot.userId };
    },
    inject: (fault) => void api.faults.push({ ...fault }),
    deny(id, error) {
      const channel = world.channels.get(id);
      if (channel === undefined) throw new Error(`there is no channel ${id}`);
      if (error === undefined) delete channel.denies;
      else channel.denies = error;
    },
    deleteMessage(ts) {
      world.messages = world.messages.filter((message) => message.ts !== ts);
    },
    revoke: (token) => void world.revoked.add(token),
    sendEvent,
    async redeliver(live = interactions.all.at(-1)) {
      if (live === undefined) throw new Error('nothing was done yet');
      return deliver({ type: live.type, payload: live.payload });
    },
    deliver,
    close,
    [Symbol.asyncDispose]: close,
  };
}
