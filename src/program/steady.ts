import { TokenRefused } from '../chat/errors.ts';
import type { Handler } from '../chat/event.ts';
import type { Health, Platform } from '../chat/platform.ts';
import type { Lease } from '../database/lease.ts';

type Log = (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>) => void;

interface SteadyOptions<P extends Platform> {
  /** An adapter can be started once: each try takes a new one. */
  create: () => Promise<P>;
  /** Where several processes run, who may receive the events; undefined where all may. */
  lease?: Lease | undefined;
  /** Nothing else is served: a token that is refused ends the start. */
  isAlone: boolean;
  log: Log;
  /** How long a start waits for the platform before it goes on without, in milliseconds. */
  patienceMs?: number;
  /** The first pause between tries, in milliseconds; doubled each time, up to a minute. */
  pauseMs?: number;
}

/** A platform that may be down when the program starts. */
interface Steady<P extends Platform> {
  platform: Platform;
  /** The adapter as it is now. */
  current(): P;
}

const MOST_PAUSE = 60_000;

/** A platform that is there takes a second. */
const PATIENCE_MILLISECONDS = 5000;

/**
 * Starts an adapter, and goes on trying when its platform is not there: posts and edits go through meanwhile, as they
 * need no connection. With a lease it receives events only while that is ours.
 */
export async function createSteady<P extends Platform>(options: SteadyOptions<P>): Promise<Steady<P>> {
  const { create, lease, isAlone, log, pauseMs = 1000, patienceMs = PATIENCE_MILLISECONDS } = options;
  let adapter = await create();
  const { name } = adapter;
  let handler: Handler | undefined;
  let failure: string | undefined;
  let fatal: TokenRefused | undefined;
  let isStarting = true;
  let isStopped = false;
  let isStarted = false;
  let isConnecting = false;
  let isOurs = lease === undefined;
  let timer: NodeJS.Timeout | undefined;
  let work = Promise.resolve();

  async function renew(): Promise<void> {
    const old = adapter;
    adapter = await create();
    isStarted = false;
    await old.stop();
  }

  /** Throws what the adapter threw. */
  async function begin(): Promise<void> {
    if (handler === undefined || isStopped || isStarted || !isOurs) return;
    try {
      isStarted = true;
      isConnecting = true;
      await adapter.start(handler);
      if (failure !== undefined) log('info', `${name}: connected`, {});
      failure = undefined;
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
      await renew();
      throw error;
    } finally {
      isConnecting = false;
    }
  }

  async function keepTrying(failures: number): Promise<void> {
    try {
      await begin();
    } catch (error) {
      if (isStarting && isAlone && error instanceof TokenRefused) {
        fatal = error;
        return;
      }
      const seconds = Math.min(MOST_PAUSE, pauseMs * 2 ** failures) / 1000;
      log('error', `${name}: not served; I go on trying`, { remedy: failure, again: seconds, error });
      clearTimeout(timer);
      timer = setTimeout(() => inTurn(() => keepTrying(failures + 1)), seconds * 1000);
    }
  }

  /** One change at a time, in the order in which they were asked for. */
  function inTurn(change: () => Promise<void>): Promise<void> {
    const done = work.then(change);
    work = done.catch((error: unknown) => log('error', `${name}: could not be changed over`, { error }));
    return done;
  }

  async function hold(of: Lease): Promise<void> {
    const { isTaken } = await of.start({
      gained() {
        isOurs = true;
        log('info', `${name}: this process receives its events`, {});
        void inTurn(() => keepTrying(0));
      },
      lost() {
        isOurs = false;
        log('warn', `${name}: another process receives its events now`, {});
        clearTimeout(timer);
        void inTurn(renew);
      },
    });
    if (isTaken) log('info', `${name}: another process receives its events; this one takes over when that ends`, {});
    await work;
  }

  const platform: Platform = {
    name,
    async start(given) {
      handler = given;
      const started = lease === undefined ? inTurn(() => keepTrying(0)) : hold(lease);
      const late = Promise.withResolvers<void>();
      const patience = setTimeout(late.resolve, patienceMs);
      await Promise.race([started, late.promise]);
      clearTimeout(patience);
      isStarting = false;
      if (fatal !== undefined) throw fatal;
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await work;
      // Finish whatever was acknowledged before the next process is let in.
      await adapter.stop();
      await lease?.stop();
    },
    health(): Health {
      if (failure !== undefined) return { state: 'troubled', reason: failure };
      if (isConnecting) return { state: 'troubled', reason: `${name} is being connected` };
      return adapter.health();
    },
    clockAhead: () => adapter.clockAhead(),
    split: (view) => adapter.split(view),
    post: (...args) => adapter.post(...args),
    find: (...args) => adapter.find(...args),
    edit: (...args) => adapter.edit(...args),
    openThread: (...args) => adapter.openThread(...args),
    bringIn: (...args) => adapter.bringIn(...args),
    openTalk: (...args) => adapter.openTalk(...args),
    openPrivateThread: (...args) => adapter.openPrivateThread(...args),
    takeOut: (...args) => adapter.takeOut(...args),
    listVoices: (...args) => adapter.listVoices(...args),
    keepLink: (...args) => adapter.keepLink(...args),
    keepEvent: (...args) => adapter.keepEvent(...args),
    changeEvent: (...args) => adapter.changeEvent(...args),
    cancelEvent: (...args) => adapter.cancelEvent(...args),
    findLacks: (...args) => adapter.findLacks(...args),
    listHolders: (...args) => adapter.listHolders(...args),
    findNamed: (...args) => adapter.findNamed(...args),
    readFile: (...args) => adapter.readFile(...args),
    findPerson: (...args) => adapter.findPerson(...args),
  };
  return { platform, current: () => adapter };
}
