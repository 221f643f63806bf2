import { AsyncLocalStorage } from 'node:async_hooks';
import type { PGlite, Transaction } from '@electric-sql/pglite';

const inTransaction = new AsyncLocalStorage<true>();

/** PGlite has one connection: waiting for the outer handle inside a transaction would never end, so it fails instead. */
export function guard(lite: PGlite): PGlite {
  function refuse(): void {
    if (inTransaction.getStore()) throw new Error('the outer database handle was used inside a transaction');
  }
  return new Proxy(lite, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      if (key === 'transaction') {
        return (run: (tx: Transaction) => Promise<unknown>) => {
          refuse();
          return target.transaction((tx) => inTransaction.run(true, () => run(tx)));
        };
      }
      if (key === 'query' || key === 'exec' || key === 'sql') {
        return (...args: unknown[]) => {
          refuse();
          return value.apply(target, args);
        };
      }
      return value.bind(target);
    },
  });
}
