import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PIECES, repeated, TYPED_INPUTS } from '../support/typed-inputs.ts';

/** The shortest of several runs, in ms: what a busy machine or a cold function adds is not the reader's. */
function quickest(read: (typed: string) => unknown, typed: string): number {
  const runs = Array.from({ length: 7 }, () => {
    const begun = performance.now();
    read(typed);
    return performance.now() - begun;
  });
  return Math.min(...runs);
}

const SHORT = 500;

const TIMES = 16;

/** Below this nothing can be told about how the time grows. */
const TELLING_MS = 8;

/** What the longest text that comes in may hold everybody up for, at most. */
const STALL_MS = 5;

const LONGEST = 4000;

describe.each(Object.entries(TYPED_INPUTS))('what reads %s', (name, read) => {
  it('takes five milliseconds at most, and no more than its share for a text sixteen times as long', () => {
    const unit = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 3 });
    const end = fc.constantFrom('', 'x', '!', '\n');
    fc.assert(
      fc.property(unit, end, (pieces, last) => {
        const whole = quickest(read, repeated(pieces, LONGEST, last));
        expect(whole, JSON.stringify(pieces)).toBeLessThan(name.startsWith('all fields') ? 4 * STALL_MS : STALL_MS);
        const long = quickest(read, repeated(pieces, SHORT * TIMES, last));
        if (long < TELLING_MS) return;
        const short = quickest(read, repeated(pieces, SHORT, last));
        // Linear is 16 times, the square of it 256.
        expect(long / short).toBeLessThan(80);
      }),
      { seed: 20261130, numRuns: 400, interruptAfterTimeLimit: 2000, markInterruptAsFailure: false },
    );
  });
});
