import { type Fault, formatPath } from '../faults.ts';
import { explainMarkdown } from '../markdown.ts';

/** The mark-up of every text within a file's data, however deep it stands. */
export function lintTexts(file: string, data: unknown, path: readonly PropertyKey[] = []): Fault[] {
  if (typeof data === 'string') {
    return explainMarkdown(data).map((message) => ({ file, path: formatPath(path), message }));
  }
  if (Array.isArray(data)) return data.flatMap((entry, index) => lintTexts(file, entry, [...path, index]));
  if (typeof data !== 'object' || data === null) return [];
  // The schemas read `not-yet` as notYet; the author must find what is in the file.
  const written = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return Object.entries(data).flatMap(([key, value]) => lintTexts(file, value, [...path, written(key)]));
}
