import { type Text, text } from './text.ts';

/** A request that can't be done, with the sentence that says why and what to do instead. Shown only to the person who asked. */
export class Refused extends Error {
  readonly explanation: Text;
  constructor(explanation: Text | string) {
    super('refused');
    this.name = 'Refused';
    this.explanation = typeof explanation === 'string' ? text`${explanation}` : explanation;
  }
}

/** Input from outside that could not be read. The message is a sentence for the person who typed it. */
export class BadInput extends Refused {
  override readonly name = 'BadInput';
}

/** Somebody else is doing this very thing now: nothing is wrong, and nothing is left to do. */
export class Underway extends Error {
  constructor() {
    super('underway');
    this.name = 'Underway';
  }
}

/** A platform that may not be posted to as asked: a channel that is gone, a missing permission, closed direct messages. */
export class Unreachable extends Error {
  /** What somebody can do about it, in a sentence. */
  readonly remedy: string;
  /** Trying again is of no use, whatever an organiser does: who is written to takes no messages, what is edited is gone. */
  readonly isForGood: boolean;
  constructor(remedy: string, options: ErrorOptions & { isForGood?: boolean } = {}) {
    super('unreachable', options);
    this.name = 'Unreachable';
    this.remedy = remedy;
    this.isForGood = options.isForGood ?? false;
  }
}

/** A call that a platform did not carry out, by the status with which it said so: 0 where it said nothing. */
export class PlatformFailure extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** A platform does not take the token it was given. The message names the variable and says what to do. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
}
