import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { schedule } from 'node-cron';
import type { Logger } from 'pino';
import { createDiscord } from '../adapters/discord/index.ts';
import { createPlayground, type Playground } from '../adapters/playground/index.ts';
import { createPlaygroundStore } from '../adapters/playground/store.ts';
import { createBot } from '../bot/bot.ts';
import type { Handler } from '../chat/event.ts';
import type { Platform } from '../chat/platform.ts';
import { describeCommands, describeShortcuts } from '../chat/route.ts';
import type { Config } from '../config.ts';
import type { Services } from '../context.ts';
import { loadCurriculum } from '../curriculum/load.ts';
import { type Database, ping } from '../database/client.ts';
import { openEmbedded } from '../database/embedded.ts';
import { openPostgres } from '../database/postgres.ts';
import { findClockOffset, findDemoPeople, recordDemoPeople } from '../database/settings-store.ts';
import { createMailroom } from '../deliveries/mailroom.ts';
import { releaseAllClaims } from '../deliveries/posts-store.ts';
import { createQueue } from '../deliveries/queue.ts';
import { readFeed } from '../features/calendar/feed.ts';
import { gatherStragglers } from '../features/linking/stragglers.ts';
import { forgetGone } from '../features/privacy/store.ts';
import { refreshRounds } from '../features/quizzes/jobs.ts';
import { openHttp } from '../http/server.ts';
import { jobs, routes } from '../routes.ts';
import { createClock } from './clock.ts';
import { demoChannels, demoPersonas, demoRoles, scriptedPersonas, seedDemo } from './demo.ts';
import { createDemoPeople, type DemoPeople } from './demo-people.ts';
import { createSlackFrom } from './slack.ts';
import { createTimeTravel } from './time-travel.ts';

/** A running bot. */
export interface Program {
  /** Where its HTTP server is. */
  url: string;
  /** Moves its clock on, through everything that is due on the way. On a real platform only a rehearsal may. */
  travelTo(moment: Temporal.Instant): Promise<void>;
  /** Takes no more events, finishes what it acknowledged, closes everything. */
  stop(): Promise<void>;
}

/** What the start, tests and rehearsals set, and no environment. */
export interface Rehearsal {
  /** How many times Slack's own limits of calls hold. */
  slackRates?: number;
  /** Whether the playground has people who take part by themselves. */
  isPeopled?: boolean;
  /** Stands between the platforms and the bot. */
  watch?: (handler: Handler) => Handler;
}

/** Puts the whole together and starts it; what was opened is closed again in reverse. */
export async function startProgram(config: Config, log: Logger, rehearsal: Rehearsal = {}): Promise<Program> {
  const say = (level: 'info' | 'warn' | 'error', message: string, { error, ...fields }: Record<string, unknown>) =>
    log[level](error instanceof Error ? { ...fields, err: error } : { ...fields, error }, message);
  const curriculum = loadCurriculum(config.curriculumDir);
  const database = await openDatabase(config, log);
  const { db, boss, embedded } = database;
  if (embedded) await releaseAllClaims(db);
  const clock = createClock(await findClockStart(config, database));
  if (config.startsAt !== undefined) {
    log.warn({ now: clock.now().toString() }, 'the clock was set by PYTHIA_NOW: this is a rehearsal');
  }

  const platforms = new Map<string, Platform>();
  const mail = createMailroom({ db, platforms, clock: clock.now, wake: () => queue.tick() });
  const commands = describeCommands(routes);
  const shortcuts = describeShortcuts(routes);
  const services: Services = {
    db,
    curriculum,
    clock: clock.now,
    mail,
    commands,
    random: randomBytes,
    publicUrl: config.publicUrl,
  };
  const queue = createQueue({
    boss,
    services,
    jobs,
    report: (error, fields) => log.error({ err: error, ...fields }, 'a delivery failed and will be tried again'),
  });
  let people: DemoPeople | undefined;
  const refresh = async () => {
    await people?.act();
    await refreshRounds(services, clock.now());
    await gatherStragglers(db, clock.now());
    await forgetGone(db, clock.now());
  };
  const bot = createBot(routes, services, (error, fields) => log.error({ err: error, ...fields }, 'a route failed'));
  const handler = rehearsal.watch?.(bot) ?? bot;
  const isKept = config.startsAt === undefined;
  const findNextStop = async () => people?.findNextAt();
  const travel = createTimeTravel({ clock, db, queue, isKept, findNextStop, afterwards: refresh });

  let playground: Playground | undefined;
  if (config.playground) {
    const store = createPlaygroundStore(db);
    const extras = { isOn: () => findDemoPeople(db), turn: (isOn: boolean) => recordDemoPeople(db, isOn) };
    const isPeopled = rehearsal.isPeopled === true;
    playground = createPlayground({
      store,
      // People on a real platform live in real time.
      clock: embedded && config.discord === undefined ? travel : { now: clock.now },
      personas: isPeopled ? [...demoPersonas, ...scriptedPersonas] : demoPersonas,
      ...(isPeopled ? { extras } : {}),
      channels: demoChannels,
      roles: demoRoles,
      commands,
      shortcuts,
      log: say,
    });
    platforms.set(playground.name, playground);
    if (isPeopled) {
      const { say: speak } = playground;
      const { isOn } = extras;
      people = createDemoPeople({ handler, store, speak, curriculum, now: clock.now, isOn, log: say });
    }
  }
  if (config.discord !== undefined) {
    const { token, apiUrl } = config.discord;
    const discord = createDiscord({
      token,
      ...(apiUrl === undefined ? {} : { apiUrl }),
      commands,
      shortcuts,
      log: say,
    });
    platforms.set(discord.name, discord);
  }

  const slack =
    config.slack === undefined
      ? undefined
      : await createSlackFrom(
          { ...config, rates: rehearsal.slackRates },
          config.slack,
          services,
          shortcuts,
          routes,
          say,
        );
  if (slack !== undefined) platforms.set(slack.name, slack);

  await queue.prepare();
  for (const platform of platforms.values()) await platform.start(handler);
  if (playground !== undefined) await seedDemo(services, Temporal.Now.timeZoneId());
  await queue.start();
  let ticking = Promise.resolve();
  async function tick(): Promise<void> {
    try {
      await queue.tick();
      await refresh();
    } catch (error) {
      log.error({ err: error }, 'a tick failed; the next one tries again');
    }
  }
  const ticker = schedule(
    TICK,
    () => {
      ticking = tick();
      return ticking;
    },
    { noOverlap: true, logger: cronLogger(log) },
  );
  await queue.tick();
  const http = await openHttp({
    host: config.host,
    port: config.port,
    checkHealth: () => ping(db),
    readCalendar: (path) => readFeed(services, path),
    slack: slack?.listener,
    page: playground?.listener,
  });

  return {
    url: http.url,
    async travelTo(moment) {
      await travel.move?.to(moment);
    },
    async stop() {
      // From here no event is taken. A delivery that this cuts off is found on the platform at the next start.
      const stopped = Promise.all([...platforms.values()].map((platform) => platform.stop()));
      await ticker.destroy();
      await queue.stop();
      await stopped;
      await ticking;
      await http.stop();
      await database.close();
    },
  };
}

/** Cron only ticks: what is due, and when, stands in rows. */
const TICK = '*/5 * * * * *';

async function openDatabase(config: Config, log: Logger): Promise<Database> {
  const report = (error: Error) => log.error({ err: error }, 'the database reported an error');
  if (config.databaseUrl !== undefined)
    return openPostgres(config.databaseUrl, { report, say: (message, fields) => log.warn(fields, message) });
  return openEmbedded({ directory: join(config.dataDir, 'database') }, report);
}

/** PYTHIA_NOW, or where the playground's clock was moved to, or now. */
async function findClockStart(config: Config, { db, embedded }: Database) {
  if (config.startsAt !== undefined) return { at: config.startsAt };
  const offset = embedded && config.playground ? await findClockOffset(db) : undefined;
  return { offset: offset ?? new Temporal.Duration() };
}

/** node-cron would write to the console. A tick that was missed is made up for by the next. */
function cronLogger(log: Logger) {
  return {
    info: () => {},
    debug: () => {},
    warn: (message: string) => log.debug({ cron: message }, 'cron warned'),
    error: (message: string | Error) => log.error({ cron: String(message) }, 'cron failed'),
  };
}
