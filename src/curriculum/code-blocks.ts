import { OPENING_FENCE } from '../chat/markdown.ts';
import { type Requirement, requirement } from './item-schema.ts';
import { parsePythonRange } from './python-range.ts';

/** A fenced block of a text, with what the words behind its language say of it. */
export interface CodeBlock {
  language: string;
  code: string;
  /** Of the opening fence, counting from 1 in the text. */
  line: number;
  /** The CPythons that it is for, as in an item. */
  python: string;
  /** It is one program with the Python block before it. */
  goesOn: boolean;
  needs: readonly Requirement[];
  /** The exception that ends it, where one is to be seen. */
  ends?: string;
  /** Why it is not run. */
  notRun?: string;
  /** It is what the Python block before it prints. */
  isOutput: boolean;
}

/** Every CPython that the course speaks of. */
const EVERY = '>=3.11';

/** The fenced blocks of a text in their order, and what is wrong with the words on their first lines. */
export function readCodeBlocks(source: string): { blocks: CodeBlock[]; faults: string[] } {
  const blocks: CodeBlock[] = [];
  const faults: string[] = [];
  let open: { block: CodeBlock; mark: string; indent: number; lines: string[] } | undefined;
  for (const [index, line] of source.split('\n').entries()) {
    if (open !== undefined) {
      if (line.trim() === open.mark) {
        blocks.push({ ...open.block, code: open.lines.join('\n') });
        open = undefined;
      } else {
        open.lines.push(line.slice(Math.min(open.indent, line.length - line.trimStart().length)));
      }
      continue;
    }
    const [, indent = '', mark, language = '', words = ''] = OPENING_FENCE.exec(line) ?? [];
    if (mark === undefined) continue;
    const { block, unknown } = readWords(language, words.trim(), index + 1);
    faults.push(...unknown.map((word) => `line ${index + 1}: "${word}" behind \`\`\` says nothing: ${KNOWN}`));
    open = { block, mark, indent: indent.length, lines: [] };
  }
  return { blocks, faults };
}

const KNOWN = 'write a range like >=3.12, goes-on, needs:threads, ends:NameError, prints or not-run: and the reason';

function readWords(language: string, words: string, line: number): { block: CodeBlock; unknown: string[] } {
  const [, before = '', reason] = /^(.*?)(?:\bnot-run:\s*(\S.*))?$/.exec(words) ?? [];
  const block: CodeBlock = { language, code: '', line, python: EVERY, goesOn: false, needs: [], isOutput: false };
  if (reason !== undefined) block.notRun = reason.trim();
  const unknown: string[] = [];
  for (const word of before.split(/\s+/).filter((one) => one !== '')) {
    const [, name, value = ''] = /^(needs|ends):(\S+)$/.exec(word) ?? [];
    const needs = value.split(',');
    if (word === 'goes-on') block.goesOn = true;
    else if (word === 'prints') block.isOutput = true;
    else if (name === 'ends') block.ends = value;
    else if (name === 'needs' && needs.every(isRequirement)) block.needs = needs;
    else if (parsePythonRange(word) !== undefined) block.python = word;
    else unknown.push(word);
  }
  return { block, unknown };
}

function isRequirement(word: string): word is Requirement {
  return requirement.safeParse(word).success;
}
