import pg from 'pg';
import type { Follow } from './client.ts';

interface PoolOptions {
  connectionString: string;
  /** How the server's list of connections calls them. */
  name: string;
  max: number;
  /** Off behind a pooler that hands each transaction another server connection and does not follow named statements. */
  prepares: boolean;
  /** How long one statement, and waiting for a connection, may take: a connection that went silent is given up after that. */
  patienceMs?: number;
  report: (error: Error) => void;
  /** Stands around each statement. */
  follow?: Follow | undefined;
}

/** Statements take milliseconds; a stalled server gets its chance. */
const PATIENCE_MILLISECONDS = 10_000;

/** The settings of every connection of ours, so that none waits for ever on a peer that went away without a word. */
export function connectionOptions(connectionString: string, name: string) {
  return {
    connectionString,
    application_name: name,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: PATIENCE_MILLISECONDS,
  } satisfies pg.ClientConfig;
}

/**
 * A pool whose connections may break at any moment. The bound on a statement is kept here and not by the server: as a
 * parameter of the connection poolers refuse it, and a server that has gone silent keeps nothing.
 */
export function openPool(options: PoolOptions): pg.Pool {
  const { connectionString, name, max, prepares, patienceMs, report, follow } = options;
  const patience = patienceMs ?? PATIENCE_MILLISECONDS;
  const pool = new pg.Pool({
    ...connectionOptions(connectionString, name),
    max,
    connectionTimeoutMillis: patience,
    query_timeout: patience,
  });
  pool.on('error', report);
  // The pool hears its idle connections only. One that breaks while it is lent fails its statement, which is told there.
  pool.on('connect', (client) => client.on('error', () => {}));
  if (!prepares) {
    const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
    pool.query = ((config: unknown, ...rest: unknown[]) => query(unnamed(config), ...rest)) as typeof pool.query;
  }
  if (follow !== undefined) {
    const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
    pool.query = ((config: unknown, ...rest: unknown[]) =>
      follow(nameOf(config), () => query(config, ...rest))) as typeof pool.query;
  }
  const connect = pool.connect.bind(pool);
  type Taker = Parameters<typeof connect>[0];
  pool.connect = ((taker?: Taker) =>
    taker === undefined
      ? connect().then((client) => lend(client, prepares, follow))
      : connect(taker)) as typeof pool.connect;
  return pool;
}

/**
 * A connection for one transaction. drizzle gives it back at the end, but not when its first `begin` fails, and gives it
 * back as good when it is silent: so it goes back here, as broken, the moment a statement gets no answer from the server.
 */
function lend(client: pg.PoolClient, prepares: boolean, follow: Follow | undefined): pg.PoolClient {
  const ask = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
  const send: typeof ask = (config, ...rest) =>
    follow === undefined ? ask(config, ...rest) : follow(nameOf(config), () => ask(config, ...rest));
  let isBack = false;

  function release(broken?: Error | boolean): void {
    if (isBack) return;
    isBack = true;
    client.release(broken);
  }

  async function query(config: unknown, ...rest: unknown[]): Promise<unknown> {
    const words = textOf(config);
    if (isBack) {
      // The server takes back the transaction of a connection that is gone; what broke it is the error to tell.
      if (words === 'rollback') return { rows: [] };
      throw new Error('the connection of this transaction is gone');
    }
    try {
      return await send(prepares ? config : unnamed(config), ...rest);
    } catch (error) {
      if (!isAnswer(error) || words.startsWith('begin')) release(error instanceof Error ? error : true);
      throw error;
    }
  }

  return new Proxy(client, {
    get(target, key) {
      if (key === 'query') return query;
      if (key === 'release') return release;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Whether the server refused the statement and goes on, as against a connection that is lost or silent. */
function isAnswer(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity === 'ERROR';
}

function textOf(config: unknown): string {
  if (typeof config === 'string') return config.trim().toLowerCase();
  if (typeof config === 'object' && config !== null && 'text' in config) return textOf(config.text);
  return '';
}

/** `standpoint`, or `select` of a statement without a name: never its words, which nobody would group by. */
function nameOf(config: unknown): string {
  const isNamed = typeof config === 'object' && config !== null && 'name' in config && typeof config.name === 'string';
  return isNamed ? String(config.name) : (/^\w+/.exec(textOf(config))?.[0] ?? 'statement');
}

function unnamed(config: unknown): unknown {
  return typeof config === 'object' && config !== null && 'name' in config ? { ...config, name: undefined } : config;
}
