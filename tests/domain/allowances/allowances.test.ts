import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Spending } from '../../../src/chat/route.ts';
import type { Database } from '../../../src/database/client.ts';
import type { Rate } from '../../../src/domain/allowances/allowances.ts';
import { recordSpent, recordUnspent, removeFull } from '../../../src/domain/allowances/store.ts';
import { openTestDatabase } from '../../support/database.ts';

const begin = Temporal.Instant.from('2026-11-21T12:00:00Z');
const what: Spending = 'question';
let database: Database;
let owners = 0;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Counts as a person with a bucket would: what is in it grows back evenly, up to what may come at once. */
function counting({ atOnce, everyMinutes }: Rate) {
  let left = atOnce;
  let last = 0;
  return (minute: number): number | undefined => {
    left = Math.min(atOnce, left + (minute - last) / everyMinutes);
    last = minute;
    // Thirds and sixths don't add up to a whole.
    if (left < 1 - 1e-9) return minute + (1 - left) * everyMinutes;
    left -= 1;
    return undefined;
  };
}

it('gives what may come at once and then one for each so many minutes, and says when the next is free', async () => {
  const rates = fc.record({ atOnce: fc.integer({ min: 1, max: 4 }), everyMinutes: fc.integer({ min: 1, max: 7 }) });
  const waits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 14 });
  await fc.assert(
    fc.asyncProperty(rates, waits, async (rate, pauses) => {
      owners += 1;
      const owner = `someone-${owners}`;
      const model = counting(rate);
      let minute = 0;
      for (const [index, pause] of pauses.entries()) {
        minute += pause;
        const now = begin.add({ minutes: minute });
        const next = await recordSpent(database.db, { owner, what, rate, eventKey: `${owner}/${index}` }, now);
        const wanted = model(minute);
        const free = next === undefined ? undefined : next.since(begin).total('minutes');
        expect(free === undefined).toBe(wanted === undefined);
        if (wanted !== undefined) expect(free).toBeCloseTo(wanted, 5);
      }
    }),
    { seed: 7, numRuns: 25 },
  );
});

it('takes once for an event that is delivered twice, and nothing for what came to nothing', async () => {
  const rate = { atOnce: 1, everyMinutes: 10 };
  const spend = (eventKey: string, owner = 'ann') => recordSpent(database.db, { owner, what, rate, eventKey }, begin);
  expect(await spend('one')).toBeUndefined();
  expect(await spend('one')).toBeUndefined();
  expect(await spend('two')).toEqual(begin.add({ minutes: 10 }));
  expect(await spend('three', 'ben')).toBeUndefined();
  await recordUnspent(database.db, { owner: 'ann', what, rate, eventKey: 'one' });
  await recordUnspent(database.db, { owner: 'ann', what, rate, eventKey: 'one' });
  expect(await spend('four')).toBeUndefined();
  expect(await spend('five')).toEqual(begin.add({ minutes: 10 }));
});

it('keeps nothing of a bucket that is full again', async () => {
  await removeFull(database.db, begin.add({ minutes: 11 }));
  const { rows } = await database.db.execute("select owner from allowances where owner in ('ann', 'ben')");
  expect(rows).toEqual([]);
});
