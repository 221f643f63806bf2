import { z } from 'zod';

/** Names that people type for others to read: what may stand in them, and when two of them look alike. */

/** What is made of several characters, of which some are never seen: an emoji, letters that a script joins or keeps apart, the form of a character. */
const COMPOSED =
  /\p{RGI_Emoji}|(?<=[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Telugu}]\p{M}*)[\u200C\u200D](?=[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Telugu}])|(?<=\p{Script=Han})[\u{E0100}-\u{E01EF}]/gv;

/** What is never seen, or turns the words around it: controls, formats, fillers, line breaks, the empty braille pattern. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800]/v;

const ALL_UNSEEN = new RegExp(UNSEEN, 'gv');

const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** What is wrong with a name, as the rest of a sentence; undefined when nothing is, or when it is empty. */
export function faultOfName(name: string): string | undefined {
  const bare = name.replace(COMPOSED, '•');
  if (UNSEEN.test(bare)) return 'has a character in it that nobody can see: type it anew';
  if (bare !== '' && !SEEN.test(bare)) return 'has nothing in it that can be seen';
  return undefined;
}

/** A name of at most so many characters, without blanks around it; it may be empty. */
export function typedName(most: number) {
  return z
    .string()
    .max(most, { error: `has more than ${most} characters` })
    .trim()
    .refine((name) => faultOfName(name) === undefined, { error: ({ input }) => faultOfName(String(input)) });
}

/** A name as the eye takes it: two that look alike come to the same. For comparing alone, never for showing. */
export function seenName(name: string): string {
  const letters = [...name.normalize('NFKC').replace(ALL_UNSEEN, '')].map((letter) => ALIKE.get(letter) ?? letter);
  return letters.join('').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/** Letters of Cyrillic and Greek that look like Latin ones, in pairs. */
const ALIKE: ReadonlyMap<string, string> = new Map(
  'АA ВB ЕE ЅS ІI ЈJ КK МM НH ОO РP СC ТT УY ХX аa еe ѕs іi јj оo рp сc уy хx ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX οo νv'
    .split(' ')
    .map(([letter = '', latin = '']) => [letter, latin]),
);
