/** How many calls may be made at once, and how many a minute after that. */
interface Rate {
  burst: number;
  perMinute: number;
}

/** https://docs.slack.dev/apis/web-api/rate-limits: calls a minute by tier. Half of a tier may come at once. */
const TIER_2: Rate = { burst: 10, perMinute: 20 };

const TIER_3: Rate = { burst: 25, perMinute: 50 };

const TIER_4: Rate = { burst: 50, perMinute: 100 };

const RATES: ReadonlyMap<string, Rate> = new Map(
  Object.entries({
    'auth.test': TIER_4,
    'bookmarks.add': TIER_2,
    'bookmarks.edit': TIER_2,
    'bookmarks.list': TIER_3,
    'chat.postEphemeral': TIER_4,
    // "Several hundred messages per minute" for a workspace; what binds is a message a second in each channel.
    'chat.postMessage': { burst: 50, perMinute: 300 },
    'chat.update': TIER_3,
    'conversations.history': TIER_3,
    'conversations.info': TIER_3,
    'conversations.join': TIER_3,
    'conversations.members': TIER_4,
    'conversations.open': TIER_3,
    'conversations.replies': TIER_3,
    'files.completeUploadExternal': TIER_4,
    'files.getUploadURLExternal': TIER_4,
    'files.info': TIER_4,
    'usergroups.list': TIER_2,
    'users.info': TIER_4,
    'views.open': TIER_4,
    'views.publish': TIER_4,
    'views.update': TIER_4,
  }),
);

const PER_CHANNEL: Rate = { burst: 5, perMinute: 60 };

interface Bucket {
  tokens: number;
  filledAt: number;
  closedUntil: number;
}

/** Keeps calls within Slack's limits, so that Slack does not have to say so. */
export interface Budget {
  /** Waits for its turn, and answers for how many milliseconds. Calls of one method in one workspace go in the order in which they asked. */
  take(workspace: string, method: string, channel?: string): Promise<number>;
  /** Slack said to wait: nobody calls this method there until then. */
  close(workspace: string, method: string, ms: number): void;
}

const MOST_BUCKETS = 2000;

/** `times` multiplies every rate. */
export function createBudget(times: number): Budget {
  const buckets = new Map<string, Bucket>();

  function bucketOf(key: string, rate: Rate): Bucket {
    const found = buckets.get(key);
    if (found !== undefined) return found;
    if (buckets.size >= MOST_BUCKETS) dropIdle();
    const bucket = { tokens: rate.burst * times, filledAt: performance.now(), closedUntil: 0 };
    buckets.set(key, bucket);
    return bucket;
  }

  /** A bucket that nobody used for a minute is as full as a new one. */
  function dropIdle(): void {
    const before = performance.now() - 60_000;
    for (const [key, { filledAt, closedUntil }] of buckets) {
      if (filledAt < before && closedUntil < before) buckets.delete(key);
    }
  }

  /** Takes a token, on credit if need be. Returns how long to wait until it is there. */
  function reserve(key: string, rate: Rate): number {
    const now = performance.now();
    const bucket = bucketOf(key, rate);
    const perMs = (rate.perMinute * times) / 60_000;
    bucket.tokens = Math.min(rate.burst * times, bucket.tokens + (now - bucket.filledAt) * perMs) - 1;
    bucket.filledAt = now;
    return Math.max(bucket.tokens < 0 ? -bucket.tokens / perMs : 0, bucket.closedUntil - now);
  }

  return {
    async take(workspace, method, channel) {
      const rate = RATES.get(method) ?? TIER_2;
      const waits = [reserve(`${workspace} ${method}`, rate)];
      if (channel !== undefined && method === 'chat.postMessage') {
        waits.push(reserve(`${workspace} ${method} ${channel}`, PER_CHANNEL));
      }
      const wait = Math.max(...waits);
      await pause(wait);
      return wait;
    },
    close(workspace, method, ms) {
      const bucket = bucketOf(`${workspace} ${method}`, RATES.get(method) ?? TIER_2);
      bucket.closedUntil = Math.max(bucket.closedUntil, performance.now() + ms);
    },
  };
}

export function pause(ms: number): Promise<void> {
  return ms <= 0 ? Promise.resolve() : new Promise((done) => setTimeout(done, ms));
}
