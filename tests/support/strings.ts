/** One string, or one piece of a template between its values, as it stands in a source. */
export interface Literal {
  /** Counted from 1. */
  line: number;
  words: string;
  /** What stands right before it, at most 120 letters: the call or the tag that takes it. */
  before: string;
}

/** A `/` behind one of these begins a pattern; behind anything else it divides. */
const BEFORE_PATTERN = /(?:^|[(,=:[!&|?{};\n]|=>|return)\s*$/;

/** Every string and every piece of a template in a TypeScript source, comments and patterns left out. */
export function literalsIn(source: string): Literal[] {
  const found: Literal[] = [];
  /** Where each open template's `${` stands in the nesting of braces. */
  const open: { depth: number; before: string }[] = [];
  let depth = 0;
  let at = 0;

  function take(from: number, to: number, before: string): void {
    const line = source.slice(0, from).split('\n').length;
    found.push({ line, words: source.slice(from, to).replace(/\\([\s\S])/g, '$1'), before });
  }

  /** From behind a backtick or a value to the next value or the end. */
  function readTemplate(before: string): void {
    const from = at;
    while (at < source.length) {
      if (source[at] === '\\') at += 2;
      else if (source[at] === '`') {
        take(from, at, before);
        at += 1;
        return;
      } else if (source.startsWith('${', at)) {
        take(from, at, before);
        at += 2;
        open.push({ depth, before });
        depth += 1;
        return;
      } else at += 1;
    }
  }

  while (at < source.length) {
    const letter = source[at];
    const before = source.slice(Math.max(0, at - 120), at);
    if (source.startsWith('//', at)) at = (source.indexOf('\n', at) + 1 || source.length + 1) - 1;
    else if (source.startsWith('/*', at)) at = source.indexOf('*/', at) + 2;
    else if (letter === '/' && BEFORE_PATTERN.test(before)) {
      for (let inClass = false; at < source.length; at += 1) {
        if (source[at + 1] === '\\') at += 1;
        else if (source[at + 1] === '[') inClass = true;
        else if (source[at + 1] === ']') inClass = false;
        else if (source[at + 1] === '/' && !inClass) break;
      }
      at += 2;
    } else if (letter === "'" || letter === '"') {
      const from = at + 1;
      at = from;
      while (source[at] !== letter) at += source[at] === '\\' ? 2 : 1;
      take(from, at, before);
      at += 1;
    } else if (letter === '`') {
      at += 1;
      readTemplate(before);
    } else if (letter === '}' && open.at(-1)?.depth === depth - 1) {
      at += 1;
      depth -= 1;
      readTemplate(open.pop()?.before ?? '');
    } else {
      if (letter === '{') depth += 1;
      if (letter === '}') depth -= 1;
      at += 1;
    }
  }
  return found;
}
