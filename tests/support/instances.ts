import { openAsBlob } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { inject } from 'vitest';
import { keepStatements } from '../../src/database/kept.ts';
import { empty, listKept } from './emptying.ts';

/** One PGlite of this process, and what stood in it before its first test. */
interface Instance {
  lite: PGlite;
  /** The tables that an emptying leaves alone. */
  kept: ReadonlySet<string>;
}

/** Those that nobody uses now. Emptying one takes a tenth of the time of a new one, which would also know no plan yet. */
const idle: Instance[] = [];

/** A migrated PGlite in memory with nothing in it, from now until it is closed. */
export async function borrowInstance(): Promise<PGlite> {
  return lend(idle.pop() ?? (await createInstance()));
}

async function createInstance(): Promise<Instance> {
  const lite = keepStatements(await PGlite.create({ loadDataDir: await openAsBlob(inject('snapshot')) }));
  return { lite, kept: await listKept(lite) };
}

/** The instance under a handle of its own, which refuses everything once it is closed: work left behind by a test ends with it. */
function lend(instance: Instance): PGlite {
  let isClosed = false;
  async function close(): Promise<void> {
    if (isClosed) throw new Error('PGlite is closed');
    isClosed = true;
    await empty(instance.lite, instance.kept);
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
