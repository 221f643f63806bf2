import type { Item } from './item-schema.ts';

/** The numbers of lines that the words of an item name: `line 4`, `lines 7 and 8`, `lines 3-5`. Fenced blocks name none, nor does `line 14 of` a file. */
export function namedLines(item: Item): number[] {
  const texts = [item.question, ...choices(item), item.explanation];
  return [...new Set(texts.flatMap(linesIn))].sort((one, other) => one - other);
}

/** Whether people need numbers beside the code: they point at a line, change lines, or read of one. */
export function needsLineNumbers(item: Item): boolean {
  return item.kind === 'line' || item.kind === 'fix' || namedLines(item).length > 0;
}

function choices(item: Item): string[] {
  switch (item.kind) {
    case 'single':
    case 'multiple':
      return item.options.map(({ text }) => text);
    case 'order':
      return item.steps;
    case 'prints':
    case 'fix':
    case 'line':
    case 'short':
      return [];
  }
}

function linesIn(text: string): number[] {
  const words = text.replace(/```[\s\S]*?```/g, ' ').replace(/`[^`]*`/g, ' ');
  return [...words.matchAll(/\blines?\s+(\d+(?:(?:\s*(?:,|-|–|and|or|to)\s*)+\d+)*)(?!\d|\s+of\b)/gi)].flatMap(
    ([, numbers = '']) => [...numbers.matchAll(/\d+/g)].map(Number),
  );
}
