import type { ShortItem } from './item-schema.ts';

type Matching = ShortItem['matching'];

/** What of a short item decides whether a typed text is the answer. */
export interface ShortKey {
  answer: string;
  also: readonly string[];
  matching: Matching;
}

/** What of a short item decides which misconception a wrong text gives away. */
export interface ShortRejects {
  rejects: readonly { text: string; misconception: string }[];
  matching: Matching;
}

/** Whether what a person typed is the answer, by the item's own rule of what counts as the same. */
export function matchesShort(item: ShortKey, typed: string): boolean {
  const seen = canonical(typed, item.matching);
  return [item.answer, ...item.also].some((right) => canonical(right, item.matching) === seen);
}

/** The misconception that a wrong answer gives away, where the author foresaw it. */
export function findReject(item: ShortRejects, typed: string): string | undefined {
  const seen = canonical(typed, item.matching);
  return item.rejects.find((reject) => canonical(reject.text, item.matching) === seen)?.misconception;
}

/** The one form that every spelling of an answer has in common. Two answers are the same exactly when this is. */
export function canonical(typed: string, matching: Matching): string {
  switch (matching) {
    case 'text':
      return unquote(plain(typed)).toLowerCase().replace(/\s+/g, ' ').trim();
    case 'number':
      return canonicalNumber(unquote(plain(typed)));
    case 'code':
      return unfence(plain(typed)).replaceAll("'", '"').replace(/\s+/g, '');
  }
}

/** Phones type curly quotes, a real minus and non-breaking spaces without being asked to. */
function plain(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[‘’‚′]/g, "'")
    .replace(/[“”„″]/g, '"')
    .replace(/[−‐‑–]/g, '-')
    .trim();
}

/** Takes off what surrounds an answer in chat: quotes or backticks, and a full stop behind or within them. */
function unquote(text: string): string {
  const bare = text.replace(/\.$/, '').trim() || text;
  const quoted = /^(`{1,3}|["'])(.*)\1$/s.exec(bare)?.[2]?.trim();
  return quoted === undefined || quoted === '' ? bare : unquote(quoted);
}

/** In code quotes mean something; only the backticks of chat go. */
function unfence(text: string): string {
  return /^(`{1,3})(.*)\1$/s.exec(text)?.[2]?.trim() ?? text;
}

/**
 * Python's and people's spellings of one number, without the rounding of floats: separators, leading and trailing zeros,
 * exponents and the bases of integers make no difference. What is no number stays itself.
 */
function canonicalNumber(text: string): string {
  const compact = text
    .toLowerCase()
    .replace(/\s+/g, '')
    .replace(
      /^([+-]?\d{1,3})((?:,\d{3})+)(?!\d)/,
      (_, head: string, groups: string) => head + groups.replaceAll(',', ''),
    );
  const based = /^([+-]?)(0x[\da-f]+|0o[0-7]+|0b[01]+)$/.exec(compact.replaceAll('_', ''));
  if (based?.[2] !== undefined) return canonicalNumber(based[1] + BigInt(based[2]).toString());
  const decimal = /^([+-]?)(\d[\d_]*)?(?:\.([\d_]*))?(?:e([+-]?\d{1,3}))?$/.exec(compact);
  const whole = (decimal?.[2] ?? '').replaceAll('_', '');
  const fraction = (decimal?.[3] ?? '').replaceAll('_', '');
  if (decimal === null || whole + fraction === '') return compact;
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const exponent = Number(decimal[4] ?? 0) - fraction.length + (digits.length - significant.length);
  return `${decimal[1] === '-' ? '-' : ''}${significant}e${exponent}`;
}
