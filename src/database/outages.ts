import { setTimeout as sleep } from 'node:timers/promises';

/** Faults that pass by themselves: the server starts, restarts, or its name is not known yet. */
const PASSING = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  // The server starts, stops or has no room: https://www.postgresql.org/docs/current/errcodes-appendix.html
  '57P03',
  '57P01',
  '57P02',
  '53300',
  '08006',
  '08P01',
]);

/** A start may be cut off as often as this; what lasts longer is for a supervisor. */
const OUTAGE_SECONDS = 60;

const PAUSE_MILLISECONDS = 500;

export function isPassing(code: string): boolean {
  return PASSING.has(code);
}

/** A pooler's own timeouts have no code; a connection that is not answered has none either. */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (/timeout|terminated/i.test(error.message)) return 'ETIMEDOUT';
  // Drizzle's wrapper. Whoever gave up after waiting says so with a cause as well, and that is not waited for again.
  return error.message.startsWith('Failed query') ? codeOf(error.cause) : '';
}

/**
 * Does a part of the start again where the connection broke meanwhile, for a minute at most: what is done twice must come to
 * the same.
 */
export async function throughOutages<Done>(work: () => Promise<Done>, seconds = OUTAGE_SECONDS): Promise<Done> {
  const until = performance.now() + seconds * 1000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(codeOf(error)) || performance.now() >= until) throw error;
      await sleep(PAUSE_MILLISECONDS);
    }
  }
}
