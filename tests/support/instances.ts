import { openAsBlob } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { inject } from 'vitest';

/** One PGlite of this process, and what stood in it before its first test. */
interface Instance {
  lite: PGlite;
  /** Names of tables and sequences, quoted, that an emptying leaves alone. */
  kept: ReadonlySet<string>;
}

/** Those that nobody uses now. Emptying one takes a tenth of the time of a new one, which would also know no plan yet. */
const idle: Instance[] = [];

/** A migrated PGlite in memory with nothing in it, from now until it is closed. */
export async function borrowInstance(): Promise<PGlite> {
  return lend(idle.pop() ?? (await createInstance()));
}

async function createInstance(): Promise<Instance> {
  const lite = await PGlite.create({ loadDataDir: await openAsBlob(inject('snapshot')) });
  return { lite, kept: new Set([...(await listFilled(lite)), 'pgboss.queue']) };
}

/** The instance under a handle of its own, which refuses everything once it is closed: work left behind by a test ends with it. */
function lend(instance: Instance): PGlite {
  let isClosed = false;
  async function close(): Promise<void> {
    if (isClosed) throw new Error('PGlite is closed');
    isClosed = true;
    await empty(instance);
    idle.push(instance);
  }
  return new Proxy(instance.lite, {
    get(target, key) {
      if (key === 'closed') return isClosed;
      if (key === 'close') return close;
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (isClosed) throw new Error('PGlite is closed');
        return value.apply(target, args);
      };
    },
  });
}

async function empty({ lite, kept }: Instance): Promise<void> {
  const filled = (await listFilled(lite)).filter((table) => !kept.has(table));
  // A sequence moves on, too, where an insert was rolled back or its rows are gone.
  const moved = await lite.query<{ name: string }>(
    `select format('%I.%I', schemaname, sequencename) as name from pg_sequences where last_value is not null`,
  );
  const restarts = moved.rows.filter(({ name }) => !kept.has(name)).map(({ name }) => `alter sequence ${name} restart`);
  const truncates = filled.length === 0 ? [] : [`truncate ${filled.join(', ')} cascade`];
  await lite.exec([...truncates, ...restarts].join(';'));
}

/** The tables that hold a row, of all schemas. */
async function listFilled(lite: PGlite): Promise<string[]> {
  const tables = await lite.query<{ name: string }>(
    `select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where relkind = 'r' and nspname not in ('pg_catalog', 'information_schema')`,
  );
  const asked = tables.rows.map(({ name }) => `select '${name}' as name where exists (select from ${name})`);
  return (await lite.query<{ name: string }>(asked.join(' union all '))).rows.map(({ name }) => name);
}
