/** Some of a program's lines, from the first to the last of them; they count from 1. */
export interface Span {
  from: number;
  to: number;
}

/** The lines of a program that a change is about. */
export function spannedLines(code: string, { from, to }: Span): string[] {
  return code.split('\n').slice(from - 1, to);
}

/** The program with another text in place of some of its lines. */
export function replaceLines(code: string, { from, to }: Span, text: string): string {
  const lines = code.split('\n');
  return [...lines.slice(0, from - 1), text, ...lines.slice(to)].join('\n');
}
