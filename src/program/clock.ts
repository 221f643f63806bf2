/** The program's one clock: the machine's, moved by an offset that only grows. */
export interface Clock {
  now(): Temporal.Instant;
  /** Moves the clock on to this moment; never back. */
  moveTo(moment: Temporal.Instant): void;
  /** Its offset from the machine's clock. */
  offset(): Temporal.Duration;
}

export function createClock(start: { at: Temporal.Instant } | { offset: Temporal.Duration }): Clock {
  const machine = () => Temporal.Now.instant();
  let offset = 'at' in start ? machine().until(start.at) : start.offset;
  const now = () => machine().add(offset);
  return {
    now,
    moveTo(moment) {
      const ahead = now().until(moment);
      if (ahead.sign > 0) offset = offset.add(ahead);
    },
    offset: () => offset,
  };
}
