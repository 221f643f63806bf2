import { expect, it } from 'vitest';
import { throughOutages } from '../../src/database/outages.ts';

/** Fails that many times as a cut connection does, however deep the fault is wrapped. */
function cutting(times: number, fault: () => Error): { work: () => Promise<string>; tries: () => number } {
  let tries = 0;
  return {
    async work() {
      tries += 1;
      if (tries <= times) throw new Error('Failed query', { cause: fault() });
      return 'done';
    },
    tries: () => tries,
  };
}

it.each([
  ['a reset', () => Object.assign(new Error('write ECONNRESET'), { code: 'ECONNRESET' })],
  ['a server that stops', () => Object.assign(new Error('terminating connection'), { code: '57P01' })],
  ['an end without a word', () => new Error('Connection terminated unexpectedly')],
])('does a part of the start again after %s', async (_, fault) => {
  const { work, tries } = cutting(2, fault);
  expect(await throughOutages(work)).toBe('done');
  expect(tries()).toBe(3);
});

it('gives up at once what waiting does not mend, and in the end what does not pass', async () => {
  const wrong = cutting(1, () => Object.assign(new Error('no such table'), { code: '42P01' }));
  await expect(throughOutages(wrong.work)).rejects.toThrow('Failed query');
  expect(wrong.tries()).toBe(1);
  const lasting = cutting(9, () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
  await expect(throughOutages(lasting.work, 0)).rejects.toThrow('Failed query');
  expect(lasting.tries()).toBe(1);
});
