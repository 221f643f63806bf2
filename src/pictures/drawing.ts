import { clip } from '../chat/clip.ts';
import type { Part } from './parts.ts';

/** A picture before it is drawn: data. */
export interface Drawing {
  /** The file's name, without its ending. */
  name: string;
  /** What is to be seen, in words; at most 1,000 characters. */
  alt: string;
  tree: Part;
  /** In units; a phone is 720 wide. */
  width: number;
  /** Where it is always the same, whoever looks. */
  theme?: 'light' | 'dark';
}

const LONGEST_ALT = 1000;

/** A sentence and what follows it, as many entries as an alternative text holds: `Skills: a 3 of 4; b 1 of 2; and 7 more.` */
export function altText(title: string, entries: readonly string[]): string {
  for (let count = entries.length; count >= 0; count--) {
    const left = entries.length - count;
    const said = [...entries.slice(0, count), ...(left === 0 ? [] : [`and ${left} more`])].join('; ');
    const alt = said === '' ? `${title}.` : `${title}: ${said}.`;
    if (alt.length <= LONGEST_ALT) return alt;
  }
  return clip(title, LONGEST_ALT);
}
