import { createHash } from 'node:crypto';

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

const LENGTH = 12;

/** The id that follows from a name: the same event makes the same thing, however often it is delivered. */
export function idFrom(name: string): string {
  return spell(createHash('sha256').update(name).digest());
}

function spell(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join('');
}
