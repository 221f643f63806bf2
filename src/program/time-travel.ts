import type { PlaygroundClock } from '../adapters/playground/index.ts';
import type { Db } from '../database/client.ts';
import { recordClockOffset } from '../database/settings-store.ts';
import { KINDS } from '../deliveries/kinds.ts';
import type { Queue } from '../deliveries/queue.ts';
import { findNextDue, hasDelivered } from '../deliveries/store.ts';
import type { Clock } from './clock.ts';

interface TimeTravelOptions {
  clock: Clock;
  db: Db;
  queue: Queue;
  /** Whether the next start is to know how far time was moved. */
  isKept: boolean;
  /** When somebody who takes part by themselves does something next: time stops there too. */
  findNextStop?: () => Promise<Temporal.Instant | undefined>;
  /** What else a tick does once the due things are out. */
  afterwards: () => Promise<void>;
}

/**
 * Moves the program's clock on, stopping at every moment at which something is due, so that everything happens in its
 * order and nothing is found too late. How far it went is kept, for the next start.
 */
export function createTimeTravel({
  clock,
  db,
  queue,
  isKept,
  findNextStop,
  afterwards,
}: TimeTravelOptions): PlaygroundClock {
  async function arrive(moment: Temporal.Instant): Promise<void> {
    clock.moveTo(moment);
    if (isKept) await recordClockOffset(db, clock.offset());
    await queue.drain();
    await afterwards();
  }

  async function to(moment: Temporal.Instant): Promise<void> {
    // The queue finishes what it has in hand first: after the jump it could be too late for it.
    await queue.drain();
    while (true) {
      const moments = [(await findNextDue(db))?.dueAt, await findNextStop?.()].filter((one) => one !== undefined);
      const [next] = moments.sort(Temporal.Instant.compare);
      if (next === undefined || Temporal.Instant.compare(next, moment) > 0) break;
      await arrive(next);
    }
    await arrive(moment);
  }

  return {
    now: clock.now,
    move: {
      async next() {
        const next = await findNextDue(db);
        return next === undefined ? undefined : { at: next.dueAt, what: KINDS[next.kind].words(next.session ?? '') };
      },
      async rest() {
        return (await hasDelivered(db)) ? 'The course is over' : 'Nothing planned yet';
      },
      to,
    },
  };
}
