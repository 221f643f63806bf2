import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

/** How often it looks whether this is a quiet moment. */
const LOOK_MILLISECONDS = 5000;

/** The share of time in which something is done, up to which a moment is quiet: collecting takes a tenth of a second. */
const QUIET = 0.1;

/** So many times what was in use after the last collection must be in use before the next is worth its time. */
const GROWN = 2;

/** What is in use, in bytes, after the last collection (undefined before the first) and now, and the share of time spent working. */
interface Moment {
  before: number | undefined;
  used: number;
  busy: number;
}

export function isTimeToTidy({ before, used, busy }: Moment): boolean {
  return busy <= QUIET && (before === undefined || used >= before * GROWN);
}

/**
 * Collects what a start or a rush leaves behind, a quarter of the memory and more, once it is quiet: by itself V8 would keep
 * it for as long as little happens. Does nothing without Node's `--expose-gc`. Returns what ends it.
 */
export function tidyWhenIdle(collect = globalThis.gc): () => void {
  if (collect === undefined) return () => {};
  let before: number | undefined;
  let last = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const { utilization: busy } = performance.eventLoopUtilization(last);
    last = performance.eventLoopUtilization();
    const used = getHeapStatistics().used_heap_size;
    if (!isTimeToTidy({ before, used, busy })) return;
    // Synchronous, and gives back to the system what it can.
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    before = getHeapStatistics().used_heap_size;
  }, LOOK_MILLISECONDS);
  timer.unref();
  return () => clearInterval(timer);
}
