import type { Event, Handler, Outcome } from './event.ts';
import { type Text, text } from './text.ts';
import type { View } from './view.ts';

/** What the adapters share in answering what people do. */

/** The parts of a log line. The message is constant; nothing in the fields is secret. */
export type Log = (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>) => void;

/** What somebody reads where an answer could not be made or shown. */
export const APOLOGY = text`Something went wrong on my side. Please try again in a moment.`;

/** A view of one sentence. */
export function sentence(words: Text): View {
  return { kind: 'view', blocks: [{ kind: 'text', text: words }] };
}

/** A breach of the limits is described by its own message, which holds no person's words; a failed call by its codes. */
export function describeFault(error: unknown, describeFailure: (error: unknown) => object): Record<string, unknown> {
  if (error instanceof RangeError || error instanceof TypeError) return { fault: error.message };
  return { ...describeFailure(error) };
}

/** A handler must not throw. If it does, that is logged, and the person waiting still gets an answer. */
export function askHandler(
  { handler, log }: { handler: Handler; log: Log },
  event: Event,
  describeFailure: (error: unknown) => object,
): Outcome | undefined {
  try {
    return handler.handle(event);
  } catch (error) {
    log('error', `${event.place.platform}: an event was not handled`, describeFault(error, describeFailure));
    return undefined;
  }
}

/** The answers under way, so that a platform can stop without cutting any of them off. */
interface UnderWay {
  /** Keeps it until it settles. It must not reject. */
  add(work: Promise<void>): void;
  /** Resolves when nothing is left, be it added meanwhile. */
  finish(): Promise<void>;
}

export function createUnderWay(): UnderWay {
  const underWay = new Set<Promise<void>>();
  return {
    add(work) {
      const kept = work.finally(() => underWay.delete(kept));
      underWay.add(kept);
    },
    async finish() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

/** How long an answer may take to be the acknowledgement itself; after that the promise goes out first. */
const ANSWER_WITHIN_MILLISECONDS = 800;

/** The reply, if it is there in time. Platforms wait three seconds for a first answer, and need time to hear it. */
export async function findReady<Reply>(reply: Promise<Reply>): Promise<Reply | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), ANSWER_WITHIN_MILLISECONDS);
  try {
    return await Promise.race([reply, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
