import { type PGlite, parse, protocol, type QueryOptions, type Results, type Transaction } from '@electric-sql/pglite';

const { serialize } = protocol;

type Query = <Row>(text: string, values?: unknown[], options?: QueryOptions) => Promise<Results<Row>>;

/** What the database knows by name, and what types its values have. */
interface Kept {
  name: string;
  types: number[];
  uses: number;
}

/** More than the bot has; lists of different lengths make more of them. */
const MOST_KEPT = 500;

/**
 * So often a statement is used before it is planned anew: nothing tells an embedded database that a table has grown, and a
 * plan for an empty table is a bad one for a full one.
 */
const USES_OF_A_PLAN = 500;

/** The errors after which a statement must be prepared anew: its result has other columns now, or the name is not known. */
const STALE: ReadonlySet<unknown> = new Set(['0A000', '26000']);

/**
 * The same database, which parses and plans a statement once instead of every time: PGlite does so in five calls of its own
 * for each, which costs five times as much as the answer. A statement is kept from its second use on.
 */
export function keepStatements(lite: PGlite): PGlite {
  const seen = new Set<string>();
  const kept = new Map<string, Kept>();
  let names = 0;

  async function prepare(text: string): Promise<Kept> {
    names += 1;
    const name = `kept_${names}`;
    const about = await send([serialize.parse({ name, text }), serialize.describe({ type: 'S', name })], false);
    const made = { name, types: parse.parseDescribeStatementResults(about), uses: 0 };
    kept.set(text, made);
    return made;
  }

  async function forget(text: string, { name }: Kept): Promise<void> {
    kept.delete(text);
    await send([serialize.close({ type: 'S', name })], false);
  }

  /** All of it in one call, and what comes back. */
  function send(messages: Uint8Array[], syncToFs: boolean) {
    return lite.execProtocolStream(Buffer.concat([...messages, serialize.sync()]), { syncToFs });
  }

  async function find(text: string): Promise<Kept> {
    const known = kept.get(text);
    if (known === undefined || known.uses >= USES_OF_A_PLAN) {
      if (known !== undefined) await forget(text, known);
      for (const [oldest, one] of kept) {
        if (kept.size < MOST_KEPT) break;
        await forget(oldest, one);
      }
      return prepare(text);
    }
    // The one that was not used for longest stands first.
    kept.delete(text);
    kept.set(text, known);
    return known;
  }

  async function run<Row>(
    text: string,
    values: unknown[],
    options: QueryOptions,
    alone: boolean,
  ): Promise<Results<Row>> {
    const statement = await find(text);
    statement.uses += 1;
    const bound = values.map((value, index) => {
      if (value === null || value === undefined) return null;
      const type = statement.types[index] ?? 0;
      const write = options.serializers?.[type] ?? lite.serializers[type];
      return write === undefined ? String(value) : write(value);
    });
    try {
      const messages = await send(
        [
          serialize.bind({ statement: statement.name, values: bound }),
          serialize.describe({ type: 'P' }),
          serialize.execute({}),
        ],
        alone,
      );
      const { parsers, ...others } = options;
      return parse.parseResults(messages, overlay(lite.parsers, parsers), others)[0] as Results<Row>;
    } catch (error) {
      if (!STALE.has((error as { code?: unknown }).code)) throw error;
      await forget(text, statement);
      // In a transaction everything fails from here on.
      if (!alone) throw error;
      return run(text, values, options, alone);
    }
  }

  /** Whether it is worth keeping: it has come before, and it is not one that changes tables. */
  function isKept(text: string, options: QueryOptions): boolean {
    if (options.paramTypes !== undefined || options.blob !== undefined || options.onNotice !== undefined) return false;
    if (seen.has(text)) return true;
    if (!/^\s*(?:select|insert|update|delete|with)\b/i.test(text)) return false;
    if (seen.size > 4 * MOST_KEPT) seen.clear();
    seen.add(text);
    return false;
  }

  const query: Query = async (text, values = [], options = {}) => {
    if (!isKept(text, options)) return lite.query(text, values, options);
    await lite._checkReady();
    return lite._runExclusiveTransaction(() => lite._runExclusiveQuery(() => run(text, values, options, true)));
  };

  function inTransaction(transaction: Transaction): Transaction {
    const within: Query = (text, values = [], options = {}) =>
      transaction.closed || !isKept(text, options)
        ? transaction.query(text, values, options)
        : lite._runExclusiveQuery(() => run(text, values, options, false));
    return new Proxy(transaction, {
      get: (target, key) => (key === 'query' ? within : Reflect.get(target, key, target)),
    });
  }

  return new Proxy(lite, {
    get(target, key) {
      if (key === 'query') return query;
      if (key === 'transaction') {
        return (work: (tx: Transaction) => Promise<unknown>) => target.transaction((tx) => work(inTransaction(tx)));
      }
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** These in front of all, as PGlite itself does it by copying hundreds for each statement. */
function overlay(all: PGlite['parsers'], own: QueryOptions['parsers']): PGlite['parsers'] {
  return own === undefined ? all : Object.assign(Object.create(all), own);
}
