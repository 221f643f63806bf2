import type { FactsStore, Kept } from '../../src/adapters/slack/ports.ts';

/** What Slack says, kept in memory: for tests of the adapter without a database. */
export function createMemoryFacts(): FactsStore {
  const all = new Map<string, Kept>();
  return {
    async find(workspace, about) {
      const found = about.flatMap((one) => {
        const kept = all.get(`${workspace} ${one}`);
        return kept === undefined ? [] : [[one, kept] as const];
      });
      return new Map(found);
    },
    async record(workspace, about, value, now) {
      all.set(`${workspace} ${about}`, { value, knownAt: now });
    },
  };
}
