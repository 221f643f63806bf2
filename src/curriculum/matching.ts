import type { ShortItem } from './item-schema.ts';
import { readNumber } from './typed-number.ts';
import { isUnit } from './units.ts';

type Matching = ShortItem['matching'];

/** By which rule typed texts are compared, and what of the key the rule depends on. */
export interface Rule {
  matching: Matching;
  answer: string;
  /** For numbers: what may stand behind one. */
  units?: readonly string[];
  /** For texts: what may stand before one. */
  prefixes?: readonly string[];
  /** For code: whether capitals make no difference. */
  any_case?: boolean;
}

/** The parts of a short item that decide whether a typed text is the answer. */
interface ShortKey extends Rule {
  also: readonly string[];
}

/** What of a short item decides which misconception a wrong text gives away. */
interface ShortRejects extends Rule {
  rejects: readonly { text: string; misconception: string }[];
}

/** Whether what a person typed is the answer, by the item's own rule of what counts as the same. */
export function matchesShort(item: ShortKey, typed: string): boolean {
  const seen = canonical(typed, item);
  return [item.answer, ...item.also].some((right) => canonical(right, item) === seen);
}

/** The misconception that a wrong answer gives away, where the author foresaw it. */
export function findReject(item: ShortRejects, typed: string): string | undefined {
  const seen = canonical(typed, item);
  return item.rejects.find((reject) => canonical(reject.text, item) === seen)?.misconception;
}

/** The one form that every spelling of an answer has in common. Two answers are the same exactly when this is. */
export function canonical(typed: string, rule: Rule): string {
  switch (rule.matching) {
    case 'text':
      return canonicalText(typed, rule);
    case 'number': {
      const text = unquote(plain(typed));
      const read = readNumber(text, hasFraction(rule));
      const isAnswer = read.kind === 'number' && isUnit(read.rest, rule.units ?? []);
      return isAnswer ? read.canonical : text.toLowerCase().replace(/\s+/g, '');
    }
    case 'code':
      return canonicalCode(typed, rule);
  }
}

/**
 * Why a text cannot be an answer of this kind, whatever the key is, as a sentence that says what to type. Undefined when
 * it can. Said before the answer counts: only something that can be an answer is marked wrong.
 */
export function explainUnfit(rule: Rule, typed: string): string | undefined {
  switch (rule.matching) {
    case 'number':
      return explainNoNumber(rule, unquote(plain(typed)));
    case 'text':
      return isVersion(rule.answer) && !/\d/.test(typed) ? 'Type a version, like 1.2 or 1.2.3.' : undefined;
    case 'code':
      return isBareName(rule.answer) && !isBareName(bareName(typed))
        ? 'Type the name alone, without other words.'
        : undefined;
  }
}

function explainNoNumber(rule: Rule, text: string): string | undefined {
  const read = readNumber(text, hasFraction(rule));
  switch (read.kind) {
    case 'none':
      return 'Type a number, like 12.';
    case 'several':
      return 'Type one number, and nothing to work out.';
    case 'thousands-by-dots':
      return 'A point stands before a fraction here: type thousands without it, like 1100.';
    case 'number': {
      const units = rule.units ?? [];
      if (isUnit(read.rest, units)) return undefined;
      return units[0] === undefined ? 'Type the number alone.' : `Type the number alone, counted in ${units[0]}.`;
    }
  }
}

function hasFraction({ answer }: Rule): boolean {
  return answer.includes('.');
}

function canonicalText(typed: string, { answer, prefixes = [] }: Rule): string {
  const text = unquote(plain(typed)).toLowerCase().replace(/\s+/g, ' ').trim();
  const known = [...prefixes.map((prefix) => prefix.toLowerCase()), ...(isVersion(answer) ? VERSION_WORDS : [])];
  return withoutPrefixes(text, known);
}

/** What people write before a version. */
const VERSION_WORDS = ['version', 'release', 'cpython', 'python', 'v'];

function isVersion(text: string): boolean {
  return /^\d+(?:\.\d+)+\w*$/.test(text);
}

function withoutPrefixes(text: string, known: readonly string[]): string {
  const prefix = known.find((one) => text.startsWith(one));
  const rest = prefix === undefined ? text : text.slice(prefix.length);
  const bare = known.length === 0 ? rest : rest.replace(/^[\s=_-]+(?=.)/, '');
  return bare === text || bare === '' ? text : withoutPrefixes(bare, known);
}

function canonicalCode(typed: string, { answer, any_case: anyCase = false }: Rule): string {
  const text = isBareName(answer) ? bareName(typed) : unfence(plain(typed));
  const code = withoutPhonesCapital(text, answer).replaceAll("'", '"').replace(/\s+/g, '');
  return anyCase ? code.toLowerCase() : code;
}

/** Phones begin a line with a capital: in a name of small words, like `test_retry`, it means nothing. `run` and `Run` are two names. */
function withoutPhonesCapital(text: string, answer: string): string {
  return isBareName(answer) && /^[a-z].*_/.test(answer)
    ? text.replace(/^[A-Z]/, (letter) => letter.toLowerCase())
    : text;
}

function isBareName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}

/** Takes off the things people put round a name: quotes, a stop, the `def` or the module before it and the brackets behind it. */
function bareName(typed: string): string {
  const text = unquote(plain(typed));
  return unquote(
    text
      .replace(/^(?:[a-z]+ )?(?:def|class)\s+/, '')
      .replace(/[.:,;!?]+$/, '')
      .replace(/\(\)$/, '')
      .replace(/^(?:[A-Za-z_]\w*\.)+(?=\w)/, ''),
  );
}

/** Phones type curly quotes, a real minus and non-breaking spaces without being asked to. */
function plain(typed: string): string {
  return (
    typed
      .normalize('NFKC')
      // What copying from a chat or an editor brings along, and nobody sees.
      .replace(/[\p{Cf}\u3164\u115F\u1160]/gu, '')
      .replace(/[‘’‚′]/g, "'")
      .replace(/[“”„″«»]/g, '"')
      .replace(/[−‐‑–]/g, '-')
      .trim()
  );
}

/** Takes off the things that surround an answer in chat: quotes or backticks, and a full stop behind or within them. */
function unquote(text: string): string {
  const bare = text.replace(/[.;?]+$/, '').trim() || text;
  const quoted = /^(`{1,3}|["'])(.*)\1$/s.exec(bare)?.[2]?.trim();
  return quoted === undefined || quoted === '' ? bare : unquote(quoted);
}

/** In code quotes mean something; only the backticks of chat go. */
function unfence(text: string): string {
  return /^(`{1,3})(.*)\1$/s.exec(text)?.[2]?.trim() ?? text;
}
