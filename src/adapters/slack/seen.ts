const KEPT_FOR = 10 * 60_000;

const MOST = 20_000;

/**
 * Tells whether an event comes for the first time, as far as this process knows for some minutes. That nothing counts twice
 * rests on the event's id in the database; this spares people a second copy of an answer.
 */
export function createSeen(): (id: string) => boolean {
  const seen = new Map<string, number>();
  return (id) => {
    const now = performance.now();
    const until = seen.get(id);
    if (until !== undefined && until > now) return false;
    seen.delete(id);
    seen.set(id, now + KEPT_FOR);
    // The oldest stand first.
    for (const [old, end] of seen) {
      if (end > now && seen.size <= MOST) break;
      seen.delete(old);
    }
    return true;
  };
}
