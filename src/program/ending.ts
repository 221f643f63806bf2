import type { Platform } from '../chat/platform.ts';

interface EndingOptions {
  platforms: ReadonlyMap<string, Platform>;
  graceSeconds: number;
  say(message: string, fields: Record<string, unknown>): void;
}

/** Whether the program has come to an end by itself. */
interface Ending {
  /** Resolves when a platform is over and the grace has passed. */
  ended: Promise<void>;
  stop(): void;
}

const LOOK_MILLISECONDS = 1000;

/**
 * Watches for a platform that only a new start can bring back. The operator sees that it is not ready, and has
 * the grace period to act before it ends, to be started again.
 */
export function watchForEnd({ platforms, graceSeconds, say }: EndingOptions): Ending {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  let grace: NodeJS.Timeout | undefined;
  const looking = setInterval(() => {
    for (const [name, platform] of platforms) {
      const health = platform.health();
      if (health.state !== 'over') continue;
      clearInterval(looking);
      say(`${name}: is over; the program ends after the grace`, { reason: health.reason, graceSeconds });
      grace = setTimeout(resolve, graceSeconds * 1000);
      return;
    }
  }, LOOK_MILLISECONDS);
  return {
    ended,
    stop() {
      clearInterval(looking);
      clearTimeout(grace);
    },
  };
}
