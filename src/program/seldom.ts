/** How often one line may be said again, in milliseconds. */
const EVERY_MILLISECONDS = 10_000;

/**
 * Says the same at most every ten seconds, with how often it was meanwhile: when a database goes away, each of its
 * connections says so, again and again.
 */
export function createSeldom(
  say: (error: Error, alike: number) => void,
  now: () => number = () => performance.now(),
): (error: Error) => void {
  const said = new Map<string, { at: number; alike: number }>();
  return (error) => {
    const before = said.get(error.message);
    const at = now();
    if (before !== undefined && at - before.at < EVERY_MILLISECONDS) {
      before.alike += 1;
      return;
    }
    // Messages of a database are few; those of a fault that differs each time must not pile up.
    if (said.size > 100) said.clear();
    said.set(error.message, { at, alike: 0 });
    say(error, before?.alike ?? 0);
  };
}
