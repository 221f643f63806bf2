const FENCE = /^\s*(?:[-*+] |\d+[.)] )?`{3,}/;

/** What begins something of its own: an item, a quote, a row, a title, a rule, a picture. */
const ITEM = /^\s*(?:[-*+]|\d+[.)])\s/;

const OWN_LINE = /^\s*(?:>|\||#{1,6}\s|(?:-{3,}|\*{3,})\s*$|!\[)/;

const INDENTED = /^ {4}/;

/**
 * Markdown with each paragraph and each item on one line: where an author has wrapped one by hand, a line break is a space.
 * Code, lists, quotes and tables stay as they are, and so does a break after two blanks or a backslash.
 */
export function unfold(source: string): string {
  const lines: string[] = [];
  let isInCode = false;
  let isInItem = false;
  let goesOn = false;
  for (const line of source.split('\n')) {
    const isFence = FENCE.test(line);
    const isItem = ITEM.test(line);
    const isText = !isFence && !isInCode && line.trim() !== '' && !OWN_LINE.test(line);
    const isIndentedCode = INDENTED.test(line) && !isInItem && !isItem;
    const last = lines.at(-1);
    if (last !== undefined && goesOn && isText && !isItem && !isIndentedCode) {
      lines[lines.length - 1] = `${last.trimEnd()} ${line.trimStart()}`;
    } else {
      lines.push(line);
      isInItem = isItem || (isInItem && /^\s/.test(line));
    }
    if (isFence) isInCode = !isInCode;
    goesOn = isText && !isIndentedCode && !/(?: {2}|\\)$/.test(line);
  }
  return lines.join('\n');
}
