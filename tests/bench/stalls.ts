import fc from 'fast-check';
import { PIECES, repeated, TYPED_INPUTS } from '../support/typed-inputs.ts';

/**
 * How long one text can hold up everybody: for each reader of typed text the slowest of what a fuzzer finds in the given
 * seconds, at the greatest length that comes in. Figures to read, not to assert: the machine is shared.
 *
 *     npm run bench:stalls -- 10
 */
const seconds = Number(process.argv[2] ?? '10');
const LENGTH = 4000;

for (const [name, read] of Object.entries(TYPED_INPUTS)) {
  let worst = { ms: 0, unit: '' };
  const unit = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 4 });
  const until = performance.now() + seconds * 1000;
  const check = fc.property(unit, fc.constantFrom('', 'x', '!'), (pieces, end) => {
    const typed = repeated(pieces, LENGTH, end);
    // What a busy machine or a cold function adds is not the reader's.
    const runs = Array.from({ length: 7 }, () => {
      const begun = performance.now();
      read(typed);
      return performance.now() - begun;
    });
    const ms = Math.min(...runs);
    if (ms > worst.ms) worst = { ms, unit: pieces.join('') };
  });
  fc.check(check, { numRuns: 1_000_000, interruptAfterTimeLimit: until - performance.now() });
  console.log(`${worst.ms.toFixed(2).padStart(8)} ms  ${name.padEnd(28)} ${JSON.stringify(worst.unit)}`);
}
