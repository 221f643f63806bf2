import { type CodeBlock, readCodeBlocks } from '../code-blocks.ts';
import type { SessionDraft } from '../draft.ts';
import { type Fault, formatPath } from '../faults.ts';
import { takesPython } from '../python-range.ts';

/** Checks what a reader of a session relies on: code that runs where it says, links that stay, books to go on with. */
export function lintReading({ folder, session, materials }: SessionDraft): Fault[] {
  return [
    ...[...materials].flatMap(([path, text]) =>
      [...explainText(text), ...explainMaterial(text)].map((message) => ({
        file: `${folder}/${path}`,
        path: '',
        message,
      })),
    ),
    ...lintStrings(`${folder}/session.yaml`, session, []),
  ];
}

function lintStrings(file: string, data: unknown, path: readonly PropertyKey[]): Fault[] {
  if (typeof data === 'string') return explainText(data).map((message) => ({ file, path: formatPath(path), message }));
  if (typeof data !== 'object' || data === null) return [];
  const entries = Array.isArray(data) ? data.map((entry, at) => [at, entry] as const) : Object.entries(data);
  return entries.flatMap(([key, value]) => lintStrings(file, value, [...path, key]));
}

function explainText(text: string): string[] {
  const { blocks, faults } = readCodeBlocks(text);
  const loose = [...text.matchAll(/github\.com\/python\/cpython\/(?:blob|tree|raw)\/([^/\s)]+)/g)]
    .map(([, at = '']) => at)
    .filter((at) => !/^v3\.\d+\.\d+$/.test(at));
  return [
    ...faults,
    ...blocks
      .filter(isUnguarded)
      .map(({ line }) => `line ${line}: sys.monitoring came with 3.12: ask for the version, or write >=3.12`),
    ...loose.map((at) => `links to CPython's code at ${at}, where lines move: name a tag, like v3.14.10`),
  ];
}

function isUnguarded({ language, code, python, notRun }: CodeBlock): boolean {
  if (language !== 'python' || notRun !== undefined || !takesPython(python, '3.11')) return false;
  return /\bsys\.monitoring\b/.test(code) && !/\bversion_info\b/.test(code);
}

function explainMaterial(text: string): string[] {
  return [
    ...(/^\*\*Further reading:\*\* \S/m.test(text)
      ? []
      : ['has no further reading: end it with **Further reading:** and real titles']),
    ...wrappedLines(text).map(
      (line) => `line ${line}: goes on with the paragraph before it, which chat shows as two lines: write it in one`,
    ),
  ];
}

/** Lines that go on with a paragraph, a list's entry or a quote, counting from 1. */
function wrappedLines(text: string): number[] {
  const found: number[] = [];
  let isInCode = false;
  let isInParagraph = false;
  for (const [index, line] of text.split('\n').entries()) {
    const isFence = /^\s*(?:[-*] |\d+\. )?```/.test(line);
    if (isFence) isInCode = !isInCode;
    const startsAnew = /^\s*(?:[-*>] |\d+\. |#{1,6} |!\[)/.test(line);
    const isWords = !isInCode && !isFence && line.trim() !== '';
    if (isWords && isInParagraph && !startsAnew) found.push(index + 1);
    isInParagraph = isWords && !/^(?:#{1,6} |!\[)/.test(line);
  }
  return found;
}
