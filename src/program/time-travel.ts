import type { PlaygroundClock } from '../adapters/playground/index.ts';
import type { Db } from '../database/client.ts';
import { recordClockOffset } from '../database/settings-store.ts';
import { KINDS } from '../deliveries/kinds.ts';
import type { Queue } from '../deliveries/queue.ts';
import { findNextDue } from '../deliveries/store.ts';
import type { Clock } from './clock.ts';

interface TimeTravelOptions {
  clock: Clock;
  db: Db;
  queue: Queue;
  /** Whether the next start is to know how far time was moved. */
  isKept: boolean;
  /** What else a tick does once the due things are out. */
  afterwards: () => Promise<void>;
}

/**
 * Moves the program's clock on, stopping at every moment at which something is due, so that everything happens in its
 * order and nothing is found too late. How far it went is kept, for the next start.
 */
export function createTimeTravel({ clock, db, queue, isKept, afterwards }: TimeTravelOptions): PlaygroundClock {
  async function arrive(moment: Temporal.Instant): Promise<void> {
    clock.moveTo(moment);
    if (isKept) await recordClockOffset(db, clock.offset());
    await queue.drain();
    await afterwards();
  }

  async function to(moment: Temporal.Instant): Promise<void> {
    // What the queue has in hand is finished first: after the jump it could be too late for it.
    await queue.drain();
    while (true) {
      const next = await findNextDue(db);
      if (next === undefined || Temporal.Instant.compare(next.dueAt, moment) > 0) break;
      await arrive(next.dueAt);
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
      to,
    },
  };
}
