import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { schedule } from 'node-cron';
import type { Logger } from 'pino';
import { createBot } from '../bot/bot.ts';
import type { Handler } from '../chat/event.ts';
import type { Platform } from '../chat/platform.ts';
import { describeCommands, describeShortcuts } from '../chat/route.ts';
import { type Config, ConfigFault } from '../config.ts';
import type { Services } from '../context.ts';
import { loadCachedCurriculum } from '../curriculum/cached.ts';
import { type Database, type Db, ping } from '../database/client.ts';
import { throughOutages } from '../database/outages.ts';
import { findClockOffset } from '../database/settings-store.ts';
import { createMailroom } from '../deliveries/mailroom.ts';
import { releaseAllClaims } from '../deliveries/posts-store.ts';
import { createQueue } from '../deliveries/queue.ts';
import { renewCalendars } from '../deliveries/renewing.ts';
import { readQueueState } from '../deliveries/store.ts';
import { findOtherPlatform } from '../domain/people/store.ts';
import { listOddZones } from '../domain/people/zones-store.ts';
import { readFeed } from '../features/calendar/feed.ts';
import { readCertificate } from '../features/certificate/graduating.ts';
import { type Http, openHttp } from '../http/server.ts';
import { jobs, routes } from '../routes.ts';
import { CHORES, listNextChores } from './chores.ts';
import { createClock } from './clock.ts';
import { seedDemo } from './demo.ts';
import type { DemoPeople } from './demo-people.ts';
import { watchForEnd } from './ending.ts';
import { createMetrics } from './metrics.ts';
import { createPlatforms } from './platforms.ts';
import { checkReady } from './readiness.ts';
import { createSeldom } from './seldom.ts';
import { closeInOrder } from './stopping.ts';
import { createTimeTravel } from './time-travel.ts';
import type { Traces } from './traces.ts';

/** A running bot. */
export interface Program {
  /** Where its HTTP server is. */
  url: string;
  /** What is served and from where, for the operator. */
  summary: { serving: string; database: string };
  /** Resolves when the program has come to an end by itself: a platform has closed its door for good. */
  ended: Promise<void>;
  /** Moves its clock on, through everything that is due on the way. On a real platform only a rehearsal may. */
  travelTo(moment: Temporal.Instant): Promise<void>;
  /** Takes no more events, finishes what it acknowledged, closes everything. */
  stop(): Promise<void>;
}

/** What the start, tests and rehearsals set, and no environment. */
interface Rehearsal {
  /** How many times Slack's own limits of calls hold. */
  slackRates?: number;
  /** Whether the playground has people who take part by themselves. */
  isPeopled?: boolean;
  /** Stands between the platforms and the bot. */
  watch?: (handler: Handler) => Handler;
  /** Stands between what is posted and a platform. */
  watchPosts?: (platform: Platform) => Platform;
  /** Is handed the database once it is open. */
  opened?: (database: Database) => void;
}

type Say = (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>) => void;

/** Puts the whole together and starts it; everything opened is closed again in reverse order. */
export async function startProgram(config: Config, log: Logger, rehearsal: Rehearsal = {}): Promise<Program> {
  const http = await openHttp({ host: config.host, port: config.port, pagePassword: config.playgroundPassword });
  try {
    return await compose(config, log, rehearsal, http);
  } catch (error) {
    await http.stop();
    throw error;
  }
}

async function compose(config: Config, log: Logger, rehearsal: Rehearsal, http: Http): Promise<Program> {
  const say: Say = (level, message, { error, ...fields }) =>
    log[level](error instanceof Error ? { ...fields, err: error } : { ...fields, error }, message);
  const traces = await openTraces(config, log);
  const opening = openDatabase(config, log, traces);
  // The database may fail while the files are still being read: that rejection must not go unhandled.
  opening.catch(() => {});
  const curriculum = await loadCachedCurriculum(config.curriculumDir, join(config.dataDir, 'cache'));
  const database = await opening;
  rehearsal.opened?.(database);
  const { db, boss, embedded } = database;
  if (embedded) await releaseAllClaims(db);
  const isReal = servesPeople(config) || (await throughOutages(() => holdsPeople(config, db)));
  const clock = createClock(await throughOutages(() => findClockStart(config, database, isReal)));
  if (config.startsAt !== undefined) {
    log.warn({ now: clock.now().toString() }, 'the clock was set by PYTHIA_NOW: this is a rehearsal');
  }
  const odd = await throughOutages(() => listOddZones(db));
  if (odd.length > 0) log.warn({ zones: odd }, 'rows name time zones that are not known here: they are read as UTC');

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
    settled: (delivery, outcome, at) => metrics.settled(delivery, outcome, at),
    ...(traces === undefined
      ? {}
      : {
          follow: ({ key, kind }, work) => traces.follow(`delivery ${kind}`, { 'pythia.delivery': key }, work),
        }),
    report(error, fields) {
      metrics.retried();
      log.error({ err: error, ...fields }, 'a delivery failed and will be tried again');
    },
  });
  const metrics = createMetrics({
    routes: routes.map(({ name }) => name),
    pools: database.pools,
    platforms,
    readQueue: () => readQueueState(db, clock.now()),
  });
  let people: DemoPeople | undefined;
  const chores: typeof CHORES = { 'the demo people act': async () => people?.act(), ...CHORES };
  /** One that fails, as where somebody can't be written to, keeps none of the others from being done. */
  const refresh = async () => {
    for (const [chore, carryOut] of Object.entries(chores)) {
      await carryOut(services, clock.now()).catch((error: unknown) =>
        log.error({ err: error, chore }, 'a chore failed; the next tick tries again'),
      );
    }
  };
  const bot = createBot(routes, services, (error, fields) => {
    metrics.failed(fields.event);
    traces?.failed(fields.event);
    log.error({ err: error, ...fields }, 'a route failed');
  });
  const counted = metrics.watch(traces?.watch(bot) ?? bot);
  const handler = rehearsal.watch?.(counted) ?? counted;
  const isKept = config.startsAt === undefined;
  const findNextStop = async () => {
    const stops = [await people?.findNextAt(), ...(await listNextChores(services))].filter(
      (stop) => stop !== undefined,
    );
    return stops.sort(Temporal.Instant.compare)[0];
  };
  const travel = createTimeTravel({ clock, db, queue, isKept, findNextStop, afterwards: refresh });
  const served = await createPlatforms({
    config,
    database,
    services,
    routes,
    shortcuts,
    clock: embedded && !isReal ? travel : { now: clock.now },
    traffic:
      traces === undefined
        ? metrics.traffic
        : { ...metrics.traffic, follow: (platform, route, call) => traces.part(`${platform} ${route}`, call) },
    slackRates: rehearsal.slackRates,
    // They would take part in real people's cohorts.
    isPeopled: rehearsal.isPeopled === true && !isReal,
    handler,
    log: say,
  });
  people = served.people;
  for (const [name, platform] of served.platforms) platforms.set(name, rehearsal.watchPosts?.(platform) ?? platform);

  await throughOutages(queue.prepare);
  // Where many cohorts run this takes a while, and people need not wait for it.
  const renewing = throughOutages(() => renewCalendars(services, clock.now()));
  await Promise.all([renewing, ...[...platforms.values()].map((platform) => platform.start(handler))]);
  if (config.playground) await throughOutages(() => seedDemo(services, Temporal.Now.timeZoneId()));
  await queue.start();
  let ticking = Promise.resolve();
  let tickedAt = performance.now();
  async function tick(): Promise<void> {
    try {
      await queue.tick();
      tickedAt = performance.now();
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
  await throughOutages(() => queue.tick());
  const { queueSilence } = database;
  http.open({
    checkReady: () =>
      checkReady({
        ping: () => ping(db),
        queueSilence,
        sinceTick: () => performance.now() - tickedAt,
        platforms,
      }),
    readMetrics: metrics.read,
    readCalendar: (path) => readFeed(services, path),
    readCertificate: (path) => readCertificate(services, path),
    slack: served.slack,
    page: served.page,
  });
  const { ended, stop: stopWatching } = watchForEnd({
    platforms,
    graceSeconds: config.gatewayGraceSeconds,
    say: (message, fields) => say('error', message, fields),
  });

  const unclosed = (what: string, error: unknown) => log.error({ err: error, what }, 'something did not close cleanly');
  const stopPlatform = (platform: Platform) =>
    closeInOrder([[titleOf(platform.name), () => platform.stop()]], unclosed);

  return {
    url: http.url,
    summary: { serving: [...platforms.keys()].map(titleOf).join(', ') || 'nothing', database: database.description },
    ended,
    async travelTo(moment) {
      await travel.move?.to(moment);
    },
    async stop() {
      stopWatching();
      // From here no event is taken. A delivery that this cuts off is found on the platform at the next start.
      const stopped = Promise.all([...platforms.values()].map(stopPlatform));
      await closeInOrder(
        [
          ['the ticker', async () => ticker.destroy()],
          ['the queue', queue.stop],
          ['the platforms', () => stopped],
          ['the last tick', () => ticking],
          ['the server', http.stop],
          ['the traces', async () => traces?.stop()],
          ['the database', database.close],
        ],
        unclosed,
      );
    },
  };
}

/** Cron only ticks: rows say what is due, and when. */
const TICK = '*/5 * * * * *';

/** The driver of a database is loaded only where it is used. */
async function openDatabase(
  { databaseUrl, prepares, dataDir }: Config,
  log: Logger,
  traces: Traces | undefined,
): Promise<Database> {
  const report = createSeldom((error, alike) => log.error({ err: error, alike }, 'the database reported an error'));
  if (databaseUrl !== undefined) {
    const { openPostgres } = await import('../database/postgres.ts');
    const follow = traces?.part;
    return openPostgres(databaseUrl, { report, prepares, follow, say: (message, fields) => log.warn(fields, message) });
  }
  const { openEmbedded } = await import('../database/embedded.ts');
  return openEmbedded({ directory: join(dataDir, 'database') }, report);
}

async function openTraces({ traces }: Config, log: Logger): Promise<Traces | undefined> {
  if (traces === undefined) return undefined;
  const { createTraces } = await import('./traces.ts');
  const report = createSeldom((error, alike) => log.warn({ err: error, alike }, 'traces could not be sent'));
  return createTraces({ ...traces, report });
}

/** People on a real platform live in real time. */
function servesPeople({ discord, slack }: Config): boolean {
  return discord !== undefined || slack !== undefined;
}

/**
 * Whether people of a real platform have used this database before. A playground has no accounts, so that whoever opens its
 * page could be any of their organisers: it starts there only where that is meant.
 */
async function holdsPeople({ playground, playgroundShares }: Config, db: Db): Promise<boolean> {
  if (!playground) return false;
  const platform = await findOtherPlatform(db, 'playground');
  if (platform !== undefined && !playgroundShares) {
    throw new ConfigFault([
      `- PLAYGROUND must be off on this database: it holds people of ${platform}, whose cohorts visitors of the playground could change. Set PLAYGROUND=off, or another DATABASE_URL or DATA_DIR; if it is meant, set PLAYGROUND_SHARES_DATABASE=on`,
    ]);
  }
  return platform !== undefined;
}

function titleOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** PYTHIA_NOW, or where the playground's clock was moved to, or now. */
async function findClockStart(config: Config, { db, embedded }: Database, isReal: boolean) {
  if (config.startsAt !== undefined) return { at: config.startsAt };
  const isMoved = embedded && config.playground && !isReal;
  const offset = isMoved ? await findClockOffset(db) : undefined;
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
