import { RequestRefused } from './http.ts';
import { bodies, parseBody } from './parse.ts';
import type { Streams } from './streams.ts';

/** The program's clock. `move` is absent where time cannot be moved. */
export interface PlaygroundClock {
  now(): Temporal.Instant;
  move?: {
    /** The next thing on the calendar. */
    next(): Promise<{ at: Temporal.Instant; what: string } | undefined>;
    /** Where nothing is next: why, in a few words for a button that does nothing. */
    rest(): Promise<string>;
    /** Goes there; settles when everything due until then has happened. */
    to(at: Temporal.Instant): Promise<void>;
  };
}

/** The clock as the page gets it. */
interface ClockState {
  now: Temporal.Instant;
  canMove: boolean;
  isMoving: boolean;
  next: { at: Temporal.Instant; what: string } | null;
  /** Set where nothing is next. */
  rest: string | null;
}

export interface TimeMachine {
  state(): Promise<ClockState>;
  move(json: string): Promise<ClockState & { reached: string | null }>;
  finish(): Promise<void>;
}

/** Moves the clock for everybody, one move at a time, and only forward. */
export function createTimeMachine(clock: PlaygroundClock, streams: Streams): TimeMachine {
  let underway: Promise<void> | undefined;

  async function state(): Promise<ClockState> {
    const now = clock.now();
    // While time moves, what comes next changes under our hands: the page hears it when the move is over.
    const next = underway === undefined ? await clock.move?.next() : undefined;
    const rest = next === undefined && underway === undefined ? await clock.move?.rest() : undefined;
    const isMoving = underway !== undefined;
    return { now, canMove: clock.move !== undefined, isMoving, next: next ?? null, rest: rest ?? null };
  }

  return {
    state,
    async move(json) {
      const { move } = parseBody(bodies.clock, json);
      if (clock.move === undefined) throw new RequestRefused(409, 'Time cannot be moved here.');
      const next = move === 'next' ? await clock.move.next() : undefined;
      if (move === 'next' && next === undefined) {
        throw new RequestRefused(409, 'Nothing is on the calendar yet. Create a cohort first.');
      }
      if (underway !== undefined) throw new RequestRefused(409, 'Time is moving already.');
      const now = clock.now();
      const wanted = next?.at ?? now.add({ hours: move === 'day' ? 24 : 1 });
      // Anything overdue happens now; time never runs back.
      underway = clock.move.to(Temporal.Instant.compare(wanted, now) > 0 ? wanted : now);
      streams.tell({ kind: 'clock', clock: { now, canMove: true, isMoving: true, next: null, rest: null } });
      try {
        await underway;
      } finally {
        underway = undefined;
      }
      const after = await state();
      streams.tell({ kind: 'clock', clock: after });
      return { ...after, reached: next?.what ?? null };
    },
    async finish() {
      await underway?.catch(() => {});
    },
  };
}
