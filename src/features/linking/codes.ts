/** One-time codes that a person carries from one platform to the other: letters that can't be taken for one another. */

/** No vowels, so that no words come out; nothing that looks like something else. */
const ALPHABET = 'bcdfghjkmnpqrstvwxyz23456789';

const LENGTH = 8;

/** The first letters find a code, the others prove it: so a wrong guess at a code counts against that code. */
const SELECTOR = 2;

/** How long a code is good. */
export const CODE_MINUTES = 10;

/** How often one account may miss in the time in which a code is good. */
export const TRIES = 5;

/** How often one code may be missed: more than one account's tries, so that no single guesser can use up somebody's code. */
export const CODE_TRIES = 20;

/** Random bytes that a code is spelled from: more than it takes, because some are thrown away. */
export const CODE_BYTES = 32;

/** Spells random bytes as a code. Bytes beyond the last whole alphabet would make some letters likelier: they are left out. */
export function spellCode(bytes: Uint8Array): string {
  const fair = [...bytes].filter((byte) => byte < 256 - (256 % ALPHABET.length));
  const letters = fair.slice(0, LENGTH).map((byte) => ALPHABET[byte % ALPHABET.length]);
  if (letters.length < LENGTH) throw new RangeError('too few random bytes for a code');
  return letters.join('');
}

/** A code as it is shown: `BCDF-GHJK`. */
export function showCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`.toUpperCase();
}

/** A code as somebody typed it; undefined when it can be none. */
export function readCode(typed: string): string | undefined {
  const code = typed.toLowerCase().replaceAll(/[\s–—-]/g, '');
  return code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter)) ? code : undefined;
}

/** The letters by which a code is looked up. */
export function selectorOf(code: string): string {
  return code.slice(0, SELECTOR);
}
