import type { Fault } from '../faults.ts';
import { explainMarkdown } from '../markdown.ts';
import { explainUnfit, findReject, matchesShort } from '../matching.ts';
import { CPYTHONS, claimedPythons } from '../python-range.ts';
import { spannedLines } from '../replacing.ts';
import type { ChoiceItem, FixItem, Item, LineItem, OrderItem, ShortItem } from '../schema.ts';
import { lintBeliefs } from './beliefs.ts';
import { lintQuestion } from './question.ts';

/** A phone shows about this much of a message without tiring anybody. */
const LONGEST_ITEM = 3000;

const MOST_LINES = 29;

const WIDEST_LINE = 79;

/** A change is read together with the whole program, and with up to four others. */
const MOST_REPLACED = 8;

type Found = Omit<Fault, 'file'>;

/** What one item says of itself. */
export function lintItem(file: string, item: Item): Fault[] {
  return [...lintCommon(item), ...lintQuestion(item), ...lintBeliefs(item), ...lintCode(item), ...lintKind(item)].map(
    (found) => ({ file, ...found }),
  );
}

function lintKind(item: Item): Found[] {
  switch (item.kind) {
    case 'single':
    case 'prints':
      return [...lintOneRight(item), ...lintOptions(item)];
    case 'multiple':
      return [...lintSomeRight(item), ...lintOptions(item)];
    case 'line':
      return lintLine(item);
    case 'order':
      return lintOrder(item);
    case 'short':
      return lintShort(item);
    case 'fix':
      return [...lintOneRight(item), ...lintOptions(item), ...lintFix(item)];
  }
}

function lintCommon(item: Item): Found[] {
  const found: Found[] = [
    ...explainMarkdown(item.question).map((message) => ({ path: 'question', message })),
    ...explainMarkdown(item.explanation).map((message) => ({ path: 'explanation', message })),
  ];
  if (claimedPythons(item).length === 0) {
    const needs = item.requires.length === 0 ? '' : ` on which it can be proven with ${item.requires.join(' and ')}`;
    const message = `takes none of CPython ${CPYTHONS.join(', ')}${needs}: write a range that takes one`;
    found.push({ path: 'python', message });
  }
  const length = item.question.length + (item.code?.length ?? 0) + choices(item).join('').length;
  if (length >= LONGEST_ITEM) {
    const message = `question, code and options have ${length} characters together: write fewer than ${LONGEST_ITEM}`;
    found.push({ path: '', message });
  }
  return found;
}

function choices(item: Item): string[] {
  switch (item.kind) {
    case 'single':
    case 'multiple':
    case 'prints':
    case 'fix':
      return item.options.map(({ text }) => text);
    case 'order':
      return item.steps;
    case 'line':
    case 'short':
      return [];
  }
}

function lintCode({ code }: Item): Found[] {
  if (code === undefined) return [];
  return explainBlock(code, MOST_LINES).map((message) => ({ path: 'code', message }));
}

/** What is wrong with a text that stands in a fenced block on both platforms. */
function explainBlock(source: string, mostLines: number): string[] {
  const messages: string[] = [];
  const lines = source.split('\n');
  if (lines.length > mostLines) messages.push(`has ${lines.length} lines: write at most ${mostLines}, for phones`);
  for (const [index, line] of lines.entries()) {
    if (line.length > WIDEST_LINE) {
      messages.push(`line ${index + 1} has ${line.length} columns: write at most ${WIDEST_LINE}, for phones`);
    }
    if (line.includes('\t')) messages.push(`line ${index + 1} has a tab: write spaces`);
  }
  if (source.includes('```')) messages.push('has ``` in it, which ends the block: write it another way');
  return messages;
}

function lintOneRight({ options }: ChoiceItem): Found[] {
  const right = options.filter((option) => option.right).length;
  if (right === 1) return [];
  return [{ path: 'options', message: `${right} are right: write right: true on exactly one` }];
}

function lintSomeRight({ options }: ChoiceItem): Found[] {
  const right = options.filter((option) => option.right).length;
  if (right === 0) return [{ path: 'options', message: 'none is right: write right: true on at least one' }];
  if (right === options.length)
    return [{ path: 'options', message: 'all are right: write at least one wrong statement' }];
  return [];
}

function lintOptions(item: ChoiceItem): Found[] {
  const found: Found[] = [];
  const texts = item.options.map(({ text }) => text);
  for (const [index, option] of item.options.entries()) {
    const path = `options[${index}]`;
    const twin = item.kind === 'fix' ? firstSameCode(texts, index) : firstTwin(texts, index);
    if (twin !== undefined) {
      found.push({
        path: `${path}.text`,
        message: `is the same as options[${twin}]: write another${item.kind === 'fix' ? '' : ', spaces and case aside'}`,
      });
    }
    if (!option.right && option.misconception === undefined) {
      found.push({
        path: `${path}.misconception`,
        message: 'is missing: write the misconception that this option gives away',
      });
    }
    if (option.right && option.misconception !== undefined && item.kind !== 'multiple') {
      found.push({ path: `${path}.misconception`, message: 'stands on the right option: take it out' });
    }
    if (item.kind === 'prints') {
      if (option.right && 'proof' in option) {
        found.push({
          path: `${path}.proof`,
          message: 'stands on the right option, which the code proves: take it out',
        });
      }
      if (option.text.includes('```')) {
        found.push({ path: `${path}.text`, message: 'has ``` in it, which ends the block: write it another way' });
      }
    } else if (item.kind !== 'fix') {
      found.push(...explainMarkdown(option.text).map((message) => ({ path: `${path}.text`, message })));
    }
  }
  return found;
}

/** The first entry before this one that reads the same. Case matters: `true` and `True` are two outputs. */
function firstTwin(texts: readonly string[], index: number): number | undefined {
  const twin = texts.findIndex((text) => squeeze(text) === squeeze(texts[index] ?? ''));
  return twin < index ? twin : undefined;
}

/** The first program text before this one that is the same. Indentation means something in Python. */
function firstSameCode(texts: readonly string[], index: number): number | undefined {
  const twin = texts.findIndex((text) => sameCode(text, texts[index] ?? ''));
  return twin < index ? twin : undefined;
}

function sameCode(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => text.replace(/[ \t]+$/gm, ''));
  return first === second;
}

function squeeze(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n')
    .trim();
}

function lintLine(item: LineItem): Found[] {
  const lines = item.code.split('\n');
  const found: Found[] = [];
  const guilty = explainLine(lines, item.line);
  if (guilty !== undefined) found.push({ path: 'line', message: guilty });
  else if (squeeze(lines[item.line - 1] ?? '') === squeeze(item.fix)) {
    found.push({ path: 'fix', message: `is what line ${item.line} says already: write the line that is right` });
  }
  for (const [index, { line }] of item.decoys.entries()) {
    const path = `decoys[${index}].line`;
    const message = explainLine(lines, line);
    if (message !== undefined) found.push({ path, message });
    if (line === item.line) found.push({ path, message: `is the wrong line itself: write another than ${line}` });
    if (item.decoys.findIndex((decoy) => decoy.line === line) < index) {
      found.push({ path, message: `${line} is there twice: write another line` });
    }
  }
  return found;
}

function explainLine(lines: readonly string[], line: number): string | undefined {
  const text = lines[line - 1];
  if (text === undefined) return `is ${line}, but the code has ${lines.length} lines: write one of them`;
  if (text.trim() === '') return `is ${line}, which is empty: write a line that holds code`;
  return undefined;
}

function lintFix(item: FixItem): Found[] {
  const { code, replaces, options, also_right: also } = item;
  const { from, to } = replaces;
  const count = code.split('\n').length;
  if (to < from) return [{ path: 'replaces.to', message: `is before ${from}: write the last line that is replaced` }];
  if (to > count) {
    return [{ path: 'replaces.to', message: `is ${to}, but the code has ${count} lines: write one of them` }];
  }
  const found: Found[] = [];
  if (to - from >= MOST_REPLACED) {
    const message = `covers ${to - from + 1} lines: replace at most ${MOST_REPLACED}, for phones`;
    found.push({ path: 'replaces', message });
  }
  const old = spannedLines(code, replaces).join('\n');
  const shown = options.map(({ text }, index) => ({ path: `options[${index}].text`, text }));
  const hidden = also.map((text, index) => ({ path: `also_right[${index}]`, text }));
  for (const { path, text } of [...shown, ...hidden]) {
    if (sameCode(text, old)) found.push({ path, message: 'is what the code says already: write a change' });
  }
  for (const { path, text } of shown) {
    found.push(...explainBlock(text, MOST_REPLACED).map((message) => ({ path, message })));
  }
  for (const [index, { path, text }] of hidden.entries()) {
    const twin = [...shown, ...hidden.slice(0, index)].find((other) => sameCode(other.text, text));
    if (twin !== undefined) found.push({ path, message: `is the same as ${twin.path}: take it out` });
  }
  return found;
}

function lintOrder({ steps }: OrderItem): Found[] {
  return steps.flatMap((step, index) => {
    const path = `steps[${index}]`;
    const twin = firstTwin(steps, index);
    const same = twin === undefined ? [] : [{ path, message: `is the same as steps[${twin}]: write another` }];
    return [...same, ...explainMarkdown(step).map((message) => ({ path, message }))];
  });
}

function lintShort(item: ShortItem): Found[] {
  const found: Found[] = [];
  for (const [index, text] of item.also.entries()) {
    if (explainUnfit(item, text) !== undefined) {
      found.push({ path: `also[${index}]`, message: `"${text}" is refused before it counts: take it out` });
    }
    const others = { ...item, also: item.also.slice(0, index) };
    if (matchesShort(others, text)) {
      found.push({
        path: `also[${index}]`,
        message: `"${text}" is right already by matching ${item.matching}: take it out`,
      });
    }
  }
  for (const [index, { text }] of item.rejects.entries()) {
    const path = `rejects[${index}].text`;
    const unfit = explainUnfit(item, text);
    if (unfit !== undefined) {
      const message = `"${text}" is refused before it counts ("${unfit}"): take it out`;
      found.push({ path, message });
    }
    if (matchesShort(item, text)) {
      const message = `"${text}" counts as the answer by matching ${item.matching}: write another, or another matching`;
      found.push({ path, message });
    }
    const before = item.rejects.slice(0, index);
    if (findReject({ ...item, rejects: before }, text) !== undefined) {
      found.push({ path, message: `"${text}" is rejected already by matching ${item.matching}: take it out` });
    }
  }
  if (explainUnfit(item, item.answer) !== undefined) {
    found.push({ path: 'answer', message: `"${item.answer}" is no ${item.matching}: write one, or matching: text` });
  }
  return found;
}
