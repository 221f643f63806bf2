/** What a text says of a number: one number in its canonical form with what stands behind it, or why it says none. */
type ReadNumber =
  | { kind: 'number'; canonical: string; rest: string }
  | { kind: 'none' }
  | { kind: 'several' }
  | { kind: 'thousands-by-dots' };

/** Words that people put before a number and mean nothing by. */
const HEDGES =
  /^(?:(?:about|around|roughly|approximately|approx\.?|ca\.?|circa|exactly|precisely|it is|it's|only|just)\s+|[~≈=]\s*)+/;

const BASED = /^[+-]?0(?:x_?[\da-f][\da-f_]*|o_?[0-7][0-7_]*|b_?[01][01_]*)/;
const GROUPED = /^[+-]?\d{1,3}(?:(?:,\d{3})+|(?:'\d{3})+|(?: \d{3})+)(?![\d,'])(?:\.\d+)?/;
const DOTTED = /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?![\d.e])/;
const DECIMAL = /^[+-]?(?:\d[\d_]*(?:[.,][\d_]*)?|[.,]\d[\d_]*)(?:e[+-]?\d{1,3})?/;

const UNITS_OF_SPEECH = [
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen',
  'eighteen nineteen',
]
  .join(' ')
  .split(' ');
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const WORDS = new Map<string, number>([
  ...UNITS_OF_SPEECH.map((word, value): [string, number] => [word, value]),
  ...TENS.map((word, index): [string, number] => [word, 20 + 10 * index]),
  ['none', 0],
  ['once', 1],
  ['twice', 2],
  ['thrice', 3],
]);
const MULTIPLES = new Map([
  ['hundred', 100],
  ['thousand', 1000],
  ['million', 1_000_000],
]);

/** Reads a number as people type it: `about 1,100`, `sixty-three`, `3*4*3 = 36`. `dots` says whether 1.100 can be a fraction. */
export function readNumber(typed: string, dots: boolean): ReadNumber {
  const shown = typed.toLowerCase().trim();
  // The sum may be shown: only its result counts.
  const result = /^[^=]*[^=<>!]=(?!=)(?<value>[^=]+)$/.exec(shown)?.groups?.['value'] ?? shown;
  const text = result.trim().replace(HEDGES, '');
  const spoken = readWords(text);
  if (spoken !== undefined) return spoken;
  if (!dots && DOTTED.test(text)) return { kind: 'thousands-by-dots' };
  const written = [BASED, GROUPED, DECIMAL].map((form) => form.exec(text)?.[0]).find((found) => /\d/.test(found ?? ''));
  if (written === undefined) return { kind: /\d/.test(text) ? 'several' : 'none' };
  return withRest(canonicalDigits(written), text.slice(written.length));
}

function withRest(canonical: string, rest: string): ReadNumber {
  const behind = rest.trim();
  // With another number, or a sign of calculation, it is unclear which is meant.
  if (/\d/.test(behind) || /^[-+*^–:]/.test(behind)) return { kind: 'several' };
  return { kind: 'number', canonical, rest: behind };
}

/** `twenty-five`, `a hundred and one`, `eight thousand`. */
function readWords(text: string): ReadNumber | undefined {
  let total = 0;
  let part: number | undefined;
  let at = 0;
  for (const match of text.matchAll(/([a-z]+)(?:[\s-]+|$)/g)) {
    if (match.index !== at) break;
    const [piece, word = ''] = match;
    const multiple = MULTIPLES.get(word);
    const value = WORDS.get(word) ?? (word === 'a' && part === undefined ? 1 : undefined);
    if (word === 'and' && part !== undefined) {
      at += piece.length;
      continue;
    }
    if (multiple !== undefined && part !== undefined) {
      if (multiple === 100) part *= multiple;
      else {
        total += part * multiple;
        part = 0;
      }
    } else if (
      value !== undefined &&
      (part === undefined || (part % 100 === 0 && part + total > 0) || isTens(part, value))
    ) {
      part = (part ?? 0) + value;
    } else break;
    at += piece.length;
  }
  const isAlone = /^a\s*$/.test(text.slice(0, at)) || (/^a\s/.test(text) && total + (part ?? 0) === 1);
  return part === undefined || isAlone ? undefined : withRest(canonicalDigits(String(total + part)), text.slice(at));
}

function isTens(part: number, value: number): boolean {
  return part % 100 >= 20 && part % 10 === 0 && value > 0 && value < 10;
}

/**
 * Python's and people's spellings of one number, without the rounding of floats: separators, leading and trailing zeros,
 * exponents and the bases of integers make no difference.
 */
function canonicalDigits(written: string): string {
  const based = /^([+-]?)(0[xob][\da-f_]+)$/.exec(written);
  if (based?.[2] !== undefined) return canonicalDigits(based[1] + BigInt(based[2].replaceAll('_', '')).toString());
  const compact = GROUPED.exec(written)?.[0] === written ? written.replace(/[,' ]/g, '') : written.replace(',', '.');
  const [, sign, whole = '', fraction = '', power = '0'] =
    /^([+-]?)([\d_]*)(?:\.([\d_]*))?(?:e([+-]?\d+))?$/.exec(compact) ?? [];
  const decimals = fraction.replaceAll('_', '');
  const digits = (whole.replaceAll('_', '') + decimals).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const exponent = Number(power) - decimals.length + (digits.length - significant.length);
  return `${sign === '-' ? '-' : ''}${significant}e${exponent}`;
}
