import type { Platform } from '../chat/platform.ts';
import type { Check } from '../http/server.ts';

interface ReadinessOptions {
  /** Rejects when the database does not answer. */
  ping: () => Promise<void>;
  /** How long the queue's connections have answered nothing, in milliseconds. */
  queueSilence: () => number;
  /** How long ago a tick handed over what was due, in milliseconds. */
  sinceTick: () => number;
  platforms: ReadonlyMap<string, Platform>;
}

/** A probe waits for a few seconds. */
const PING_MILLISECONDS = 2000;

/** A tick comes every five seconds, and the queue asks twice a second. */
const SILENCE_MILLISECONDS = 30_000;

/** Everything that must work for people to be served, by name. Never rejects. */
export async function checkReady(options: ReadinessOptions): Promise<Record<string, Check>> {
  const { ping, queueSilence, sinceTick, platforms } = options;
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('late')), PING_MILLISECONDS);
  const answers = await Promise.race([ping(), late.promise]).then(
    () => true,
    () => false,
  );
  clearTimeout(timer);
  const served: Record<string, Check> =
    platforms.size === 0
      ? { platforms: { ok: false, reason: 'nothing is served: set DISCORD_TOKEN, SLACK_BOT_TOKEN or PLAYGROUND=on' } }
      : Object.fromEntries([...platforms].map(([name, platform]) => [name, ofPlatform(platform)]));
  return {
    database: answers ? { ok: true } : { ok: false, reason: 'the database does not answer' },
    queue: ofQueue(queueSilence(), sinceTick()),
    ...served,
  };
}

function ofPlatform(platform: Platform): Check {
  const health = platform.health();
  return health.state === 'serving' ? { ok: true } : { ok: false, reason: health.reason };
}

function ofQueue(silence: number, sinceTick: number): Check {
  const worst = Math.max(silence, sinceTick);
  if (worst < SILENCE_MILLISECONDS) return { ok: true };
  return { ok: false, reason: `nothing has been carried out for ${Math.round(worst / 1000)} s` };
}
