import { afterEach, expect, it, vi } from 'vitest';
import { isTimeToTidy, tidyWhenIdle } from '../../src/program/tidying.ts';

afterEach(() => vi.useRealTimers());

it('collects in the first quiet moment, and then only when twice as much is in use', () => {
  expect(isTimeToTidy({ before: undefined, used: 60e6, busy: 0.02 })).toBe(true);
  expect(isTimeToTidy({ before: undefined, used: 60e6, busy: 0.6 })).toBe(false);
  expect(isTimeToTidy({ before: 40e6, used: 79e6, busy: 0 })).toBe(false);
  expect(isTimeToTidy({ before: 40e6, used: 80e6, busy: 0 })).toBe(true);
  expect(isTimeToTidy({ before: 40e6, used: 200e6, busy: 0.11 })).toBe(false);
});

it('collects once after a start, until it is told to end', () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const asked: unknown[] = [];
  const collect = ((options: unknown) => void asked.push(options)) as unknown as NonNullable<typeof globalThis.gc>;
  const quiet = vi.spyOn(performance, 'eventLoopUtilization').mockReturnValue({ idle: 1, active: 0, utilization: 0 });
  const end = tidyWhenIdle(collect);
  vi.advanceTimersByTime(4999);
  expect(asked).toEqual([]);
  vi.advanceTimersByTime(30_000);
  expect(asked).toEqual([{ type: 'major', execution: 'sync', flavor: 'last-resort' }]);
  end();
  quiet.mockRestore();
  const again = tidyWhenIdle(collect);
  again();
  vi.advanceTimersByTime(30_000);
  expect(asked).toHaveLength(1);
});
