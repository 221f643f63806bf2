import { structuredPatch } from 'diff';

/** Lines of the program that stand around each change. */
const CONTEXT = 3;

/**
 * What a fix changes in a program, as a unified diff without what only tools read: each hunk is headed by its file and the
 * first of its lines. Files that the fix does not name stay as they are.
 */
export function diffOfFix(program: ReadonlyMap<string, string>, fix: ReadonlyMap<string, string>): string {
  const files = [...fix].sort(([one], [other]) => (one < other ? -1 : 1));
  return files.flatMap(([file, text]) => diffOfFile(file, program.get(file), text)).join('\n');
}

function diffOfFile(file: string, before: string | undefined, after: string): string[] {
  const { hunks } = structuredPatch(file, file, before ?? '', after, undefined, undefined, { context: CONTEXT });
  return hunks.flatMap(({ newStart, lines }) => [
    before === undefined ? `@@ ${file}, a new file @@` : `@@ ${file}, line ${newStart} @@`,
    ...lines.filter((line) => !line.startsWith('\\')),
  ]);
}

/** How many lines of a diff take something away or add something. */
export function changedLines(diff: string): number {
  return diff.split('\n').filter((line) => /^[+-]/.test(line)).length;
}
