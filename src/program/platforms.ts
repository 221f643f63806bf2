import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PlaygroundClock } from '../adapters/playground/index.ts';
import type { Handler } from '../chat/event.ts';
import type { Platform } from '../chat/platform.ts';
import { describeMenus, type ShortcutSpec } from '../chat/route.ts';
import type { Traffic } from '../chat/traffic.ts';
import type { Config } from '../config.ts';
import type { Route, Services } from '../context.ts';
import type { Database } from '../database/client.ts';
import { findDemoPeople, recordDemoPeople } from '../database/settings-store.ts';
import { readShardCount } from '../database/shards-store.ts';
import { demoChannels, demoPersonas, demoRoles, scriptedPersonas } from './demo.ts';
import { createDemoPeople, type DemoPeople } from './demo-people.ts';
import type { Shard } from './shards.ts';
import { createSteady } from './steady.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

interface PlatformsOptions {
  config: Config;
  database: Database;
  services: Services;
  routes: readonly Route[];
  shortcuts: readonly ShortcutSpec[];
  /** The clock that the playground may move, where nobody real is served. */
  clock: PlaygroundClock;
  traffic: Traffic;
  /** How many times Slack's own limits of calls hold. */
  slackRates: number | undefined;
  /** Whether the playground has people who take part by themselves, through the handler. */
  isPeopled: boolean;
  handler: Handler;
  log(level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>): void;
}

/** The platforms that are served, and which of them come in over HTTP. */
interface Served {
  /** By name: `discord`. */
  platforms: ReadonlyMap<string, Platform>;
  slack: Listener | undefined;
  page: Listener | undefined;
  people: DemoPeople | undefined;
}

/** How many shards Discord recommends; undefined where it can't be asked now, and the number of last time is as good. */
async function findRecommended(ask: () => Promise<number>, log: PlatformsOptions['log']): Promise<number | undefined> {
  try {
    return await ask();
  } catch (error) {
    log('warn', 'discord: how many shards it recommends could not be asked; the number of last time holds', { error });
    return undefined;
  }
}

/** Makes the platforms that are configured. The library of a platform is loaded only for one that is. */
export async function createPlatforms(options: PlatformsOptions): Promise<Served> {
  const { config, database, services, routes, shortcuts, traffic, log } = options;
  const { commands } = services;
  const isAlone = [config.discord, config.slack].filter((one) => one !== undefined).length === 1 && !config.playground;
  const platforms: Platform[] = [];
  let page: Listener | undefined;
  let slack: Listener | undefined;
  let people: DemoPeople | undefined;

  if (config.playground) {
    const [{ createPlayground }, { createPlaygroundStore }] = await Promise.all([
      import('../adapters/playground/index.ts'),
      import('../adapters/playground/store.ts'),
    ]);
    const { isPeopled, handler, clock } = options;
    const { db } = database;
    const store = createPlaygroundStore(db);
    const extras = { isOn: () => findDemoPeople(db), turn: (isOn: boolean) => recordDemoPeople(db, isOn) };
    const playground = createPlayground({
      store,
      clock,
      personas: isPeopled ? [...demoPersonas, ...scriptedPersonas] : demoPersonas,
      ...(isPeopled ? { extras } : {}),
      channels: demoChannels,
      roles: demoRoles,
      commands,
      shortcuts,
      log,
    });
    platforms.push(playground);
    page = playground.listener;
    if (isPeopled) {
      const { say: speak } = playground;
      const { isOn } = extras;
      const { curriculum } = services;
      people = createDemoPeople({ handler, store, speak, curriculum, now: clock.now, isOn, log });
    }
  }
  if (config.discord !== undefined) {
    const { token, apiUrl, shards } = config.discord;
    const [{ createDiscord }, { askShardCount }, { agreeOnShards, createShards }] = await Promise.all([
      import('../adapters/discord/index.ts'),
      import('../adapters/discord/shards.ts'),
      import('./shards.ts'),
    ]);
    const menus = [...shortcuts, ...describeMenus(routes)];
    const words = { commands, shortcuts: menus, prefixElsewhere: config.slackCommandPrefix };
    const given = { token, ...(apiUrl === undefined ? {} : { apiUrl }), ...words, traffic, log };
    const wanted = shards === 'auto' ? await findRecommended(() => askShardCount({ token, apiUrl }), log) : shards;
    const { db, openLease } = database;
    const count = wanted === undefined ? await readShardCount(db) : await agreeOnShards(db, wanted, log);
    if (count > 1) log('info', 'discord: its events are divided', { shards: count });
    const create = (shard: Shard) => createDiscord({ ...given, shard });
    const platform = await createShards({ count, create, openLease, isAlone, log });
    platforms.push(platform);
  }
  if (config.slack !== undefined) {
    const { createSlackFrom } = await import('./slack.ts');
    const how = config.slack;
    const create = () =>
      createSlackFrom({ ...config, rates: options.slackRates, traffic }, how, services, shortcuts, routes, log);
    const { platform, current } = await createSteady({ create, isAlone, log });
    platforms.push(platform);
    slack = (request, response) => current().listener(request, response);
  }
  return { platforms: new Map(platforms.map((platform) => [platform.name, platform])), slack, page, people };
}
