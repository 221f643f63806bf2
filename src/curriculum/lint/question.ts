import { wholeLetters } from '../../chat/clip.ts';
import type { Fault } from '../faults.ts';
import { namedLines } from '../named-lines.ts';
import type { Item } from '../schema.ts';

/** More words than this in one sentence, and a reader on a phone begins it twice. */
const MOST_WORDS = 25;

type Found = Omit<Fault, 'file'>;

/** How an item asks: in short sentences, and of lines that are there. */
export function lintQuestion(item: Item): Found[] {
  return [...lintSentences(item.question), ...lintNamedLines(item)];
}

function lintSentences(question: string): Found[] {
  return sentencesOf(question).flatMap((sentence) => {
    const count = countWords(sentence);
    if (count <= MOST_WORDS) return [];
    const message = `has a sentence of ${count} words, "${wholeLetters(sentence, 40)}...": write at most ${MOST_WORDS}`;
    return [{ path: 'question', message }];
  });
}

/** The words spoken in one breath. Fenced blocks are not spoken, and a piece of code is one word, whatever it holds. */
function sentencesOf(text: string): string[] {
  const spoken = text.replace(/```[\s\S]*?```/g, '\n\n').replace(/`[^`]*`/g, (code) => code.replace(/[\s.?!]/g, '_'));
  return spoken
    .split(/\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )/)
    .flatMap((block) => block.replace(/\s+/g, ' ').split(/(?<=[.?!][*"”’)]*) /))
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

function countWords(sentence: string): number {
  return sentence.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

function lintNamedLines(item: Item): Found[] {
  const named = namedLines(item);
  if (named.length === 0) return [];
  if (item.code === undefined) {
    return [{ path: 'question', message: `names line ${named[0]}, but there is no code: quote the line itself` }];
  }
  const count = item.code.split('\n').length;
  return named
    .filter((line) => line < 1 || line > count)
    .map((line) => ({ path: '', message: `names line ${line}, but the code has ${count} lines: write one of them` }));
}
