import { PlatformFailure, Unreachable } from '../chat/errors.ts';

/**
 * What is done about a delivery that failed. `wait`: it is tried again by itself. `mend`: somebody must act, is told so once,
 * and meanwhile it is tried again. `give up`: it is settled as failed, and the row says why.
 */
type Then = 'wait' | 'mend' | 'give up';

interface Failing {
  /** As a platform says it. */
  answer: string;
  does: Then;
  /** After how many tries. */
  after: number;
  isMeant: (error: unknown) => boolean;
}

const isStatus = (from: number, to: number) => (error: unknown) =>
  error instanceof PlatformFailure && error.status >= from && error.status <= to;

/** A platform's answers told apart, the first that is meant: all there is to say about who does what. */
export const FAILINGS = [
  {
    answer: 'Somebody takes no direct messages or is gone; a message that was to be changed is gone (403, 404)',
    does: 'give up',
    after: 1,
    isMeant: (error) => error instanceof Unreachable && error.isForGood,
  },
  {
    answer: 'A right is missing, or the channel is gone (403, 404)',
    does: 'mend',
    after: 1,
    isMeant: (error) => error instanceof Unreachable,
  },
  { answer: 'Nothing came back', does: 'wait', after: 1, isMeant: isStatus(0, 0) },
  {
    answer: 'The token is not taken (401): `/readyz` says which, until whoever operates it replaces it',
    does: 'wait',
    after: 1,
    isMeant: isStatus(401, 401),
  },
  {
    answer: 'Too many calls (429): the adapter waits as long as it was told',
    does: 'wait',
    after: 1,
    isMeant: isStatus(429, 429),
  },
  {
    answer: 'It is refused as it is (400, 403, 404, 410 and other 4xx)',
    does: 'give up',
    after: 3,
    isMeant: isStatus(400, 499),
  },
  { answer: 'The platform is out of order (5xx)', does: 'wait', after: 1, isMeant: isStatus(500, 599) },
  { answer: 'Anything else, like a database that does not answer', does: 'wait', after: 1, isMeant: () => true },
] as const satisfies readonly Failing[];

/** What is done about a failure at that try, counted from 1. */
export function thenAfter(error: unknown, tries: number): Then {
  const found: Failing | undefined = FAILINGS.find(({ isMeant }) => isMeant(error));
  return found === undefined || tries < found.after ? 'wait' : found.does;
}

/** Why a delivery was given up, for its row. */
export function whyGivenUp(error: unknown): string {
  return error instanceof Unreachable ? error.remedy : `the platform does not take it: ${String(error)}`;
}
