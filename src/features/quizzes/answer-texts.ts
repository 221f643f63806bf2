import { markdownBlocks } from '../../chat/markdown.ts';
import { markdown, type Part, type Text, text } from '../../chat/text.ts';
import { type Block, code, lineBlock, paragraph } from '../../chat/view.ts';
import { needsLineNumbers } from '../../curriculum/named-lines.ts';
import { CPYTHONS, claimedPythons } from '../../curriculum/python-range.ts';
import { spannedLines } from '../../curriculum/replacing.ts';
import type { FixItem, Item } from '../../curriculum/schema.ts';
import { onceFor } from '../../domain/once.ts';
import { keyOf, letteredLines, type Response, writeAnswer } from './marking.ts';
import { longQuestion } from './question-length.ts';

/** What is asked: words, program, lettered lines. Nothing of the key. */
export function questionBlocks(item: Item, roundId: string): Block[] {
  return askedOnce(item, roundId, () => [
    ...markdownBlocks(item.question),
    ...codeBlocks(item),
    ...lineBlocks(item, roundId),
  ]);
}

/** Says of a question that does not fit two screens of a phone that it is long. */
export function longNote(item: Item, roundId: string): Block[] {
  const screens = longQuestion(questionBlocks(item, roundId));
  return screens === undefined ? [] : [paragraph`*A long one: about ${screens} screens of a phone.*`];
}

/** Everybody in a round is shown the same blocks, which then are rendered once as well. */
const askedOnce = onceFor<Item, Block[]>();

function codeBlocks(item: Item): Block[] {
  if (item.code === undefined) return [];
  return [code(needsLineNumbers(item) ? numbered(item.code) : item.code)];
}

function numbered(source: string): string {
  const lines = source.split('\n');
  const width = String(lines.length).length;
  return lines.map((line, index) => `${String(index + 1).padStart(width)}  ${line}`.trimEnd()).join('\n');
}

function lineBlocks(item: Item, roundId: string): Block[] {
  const lines = letteredLines(item, roundId);
  if (item.kind === 'prints') {
    return lines.flatMap(({ letter, value }) => [
      paragraph`**${letter}.**`,
      code(item.options[value]?.text ?? '', 'text'),
    ]);
  }
  if (item.kind === 'fix') {
    return lines.flatMap(({ letter, value }) => [
      paragraph`**${letter}.** ${becomeText(item)}`,
      code(item.options[value]?.text ?? GONE),
    ]);
  }
  if (lines.length === 0) return [];
  const words = lines.map(({ letter, value }) => text`**${letter}.** ${valueText(item, value)}`);
  return [lineBlock(words)];
}

/** `Lines 3–5 become`, over the text that would stand there. */
function becomeText({ replaces: { from, to } }: FixItem): string {
  return from === to ? `Line ${from} becomes` : `Lines ${from}–${to} become`;
}

/** The first line of a change that says something new. */
function firstChange({ code: source, replaces }: FixItem, change: string): string {
  const old = new Set(spannedLines(source, replaces));
  const lines = change.split('\n');
  const first = lines.find((line) => !old.has(line) && line.trim() !== '') ?? lines[0] ?? '';
  return lines.length === 1 ? first : `${first.trim()} …`;
}

/** What stands behind a letter, on one line. */
export function valueText(item: Item, value: number): Text {
  switch (item.kind) {
    case 'single':
    case 'multiple':
      return text`${markdown(item.options[value]?.text ?? GONE)}`;
    case 'prints':
      return text`${inlineCode(item.options[value]?.text.replaceAll('\n', ' ⏎ ') ?? GONE)}`;
    case 'fix': {
      const change = item.options[value]?.text;
      return text`${change === undefined ? GONE : inlineCode(firstChange(item, change))}`;
    }
    case 'line':
      return text`line ${value}: ${inlineCode(item.code.split('\n')[value - 1] ?? GONE)}`;
    case 'order':
      return text`${markdown(item.steps[value] ?? GONE)}`;
    case 'short':
      return text``;
  }
}

/** An option that the item had when it was answered and no longer has. */
const GONE = '(no longer there)';

/** A backtick would end the code: such a line is shown as plain text. */
function inlineCode(source: string): Part {
  const bare = source.trim();
  return bare.includes('`') || bare === '' ? bare : markdown(`\`${bare}\``);
}

/** An answer on one line, with the letters of its round. */
export function answerText(item: Item, roundId: string, response: Response): Text {
  const letters = writeAnswer(item, roundId, response);
  switch (response.kind) {
    case 'option':
      return text`${letters}. ${valueText(item, response.option)}`;
    case 'line':
      return text`${letters}. ${valueText(item, response.line)}`;
    case 'options':
      return text`${[...letters].join(', ')}`;
    case 'steps':
      return text`${[...letters].join(' → ')}`;
    case 'typed':
      return text`${response.typed}`;
  }
}

/** Somebody's answer, told to them in full. */
export function answerBlocks(item: Item, roundId: string, response: Response): Block[] {
  const change = item.kind === 'fix' && response.kind === 'option' ? item.options[response.option]?.text : undefined;
  if (item.kind !== 'fix' || change === undefined) {
    return [paragraph`**Your answer:** ${answerText(item, roundId, response)}`];
  }
  return [paragraph`**Your answer:** ${writeAnswer(item, roundId, response)}. ${becomeText(item)}`, code(change)];
}

/** The right answer in full. */
export function keyBlocks(item: Item, roundId: string): Block[] {
  const key = keyOf(item);
  switch (item.kind) {
    case 'single':
    case 'short':
      return [paragraph`**The answer:** ${answerText(item, roundId, key)}`];
    case 'multiple': {
      const right = letteredLines(item, roundId).filter(({ value }) => item.options[value]?.right === true);
      const lines = right.map(({ letter, value }) => text`**${letter}.** ${valueText(item, value)}`);
      return [lineBlock([text`**The answer:**`, ...lines])];
    }
    case 'prints': {
      const output = key.kind === 'option' ? (item.options[key.option]?.text ?? '') : '';
      const letter = writeAnswer(item, roundId, key);
      return [paragraph`**The answer:** ${letter}. It prints`, code(output, 'text')];
    }
    case 'fix': {
      const change = key.kind === 'option' ? (item.options[key.option]?.text ?? '') : '';
      return [paragraph`**The answer:** ${writeAnswer(item, roundId, key)}. ${becomeText(item)}`, code(change)];
    }
    case 'line':
      return [paragraph`**The answer:** ${answerText(item, roundId, key)}. This makes it right:`, code(item.fix)];
    case 'order': {
      const letters = [...writeAnswer(item, roundId, key)];
      const lines = item.steps.map((step, place) => text`${place + 1}. (${letters[place] ?? ''}) ${markdown(step)}`);
      return [lineBlock([text`**The answer:**`, ...lines])];
    }
  }
}

/** What to do to answer. What the question asks itself is not asked again. */
export function instruction(item: Item): Text {
  const asks = item.question.trimEnd().endsWith('?');
  if (asks && (item.kind === 'prints' || item.kind === 'line' || item.kind === 'fix')) return text`Press a letter.`;
  switch (item.kind) {
    case 'single':
      return text`One of them is right.`;
    case 'prints':
      return text`What does it print?`;
    case 'line':
      return text`Which line is wrong?`;
    case 'fix':
      return text`Which change repairs it?`;
    case 'multiple':
      return text`Choose all that are right, then submit.`;
    case 'order':
      return text`Press the letters in the right order, then submit.`;
    case 'short':
      return text`Type the answer. ${matchingRule(item)}`;
  }
}

/** How tolerantly a typed answer is read, in words. At most 100 characters: it stands in forms too. */
export function matchingRule(item: Pick<Extract<Item, { kind: 'short' }>, 'matching' | 'any_case'>): string {
  switch (item.matching) {
    case 'text':
      return 'Upper and lower case, quotes and a full stop at the end make no difference.';
    case 'number':
      return 'A number: 12345, 12_345 and 12,345 are the same; so are 12 and twelve. A unit may follow.';
    case 'code':
      return item.any_case
        ? 'A name from the code. Quotes, brackets and upper or lower case make no difference.'
        : 'Python: spaces and the kind of quotes make no difference, upper and lower case does.';
  }
}

/** The CPython versions an item is about: `CPython 3.12 or later`; empty where it is about all of them. */
export function versions(item: Item): string {
  const taken = claimedPythons(item);
  const first = taken[0];
  const isOpen = first !== undefined && taken.length === CPYTHONS.length - CPYTHONS.indexOf(first);
  const range = taken.length === CPYTHONS.length ? '' : isOpen ? ` ${first} or later` : ` ${spanOf(taken)}`;
  const bits = item.requires.includes('64bit') ? ', 64-bit' : '';
  return range === '' && bits === '' ? '' : `CPython${range}${bits}`;
}

/** `3.11 to 3.14` when nothing between is left out, otherwise each of them. */
function spanOf(taken: readonly string[]): string {
  const [first = '', last = ''] = [taken[0], taken.at(-1)];
  const from = CPYTHONS.findIndex((version) => version === first);
  const isUnbroken = CPYTHONS[from + taken.length - 1] === last;
  return taken.length > 2 && isUnbroken ? `${first} to ${last}` : taken.join(', ');
}
