import { markdown } from './text.ts';
import { type Block, code, divider, picture } from './view.ts';

/**
 * Our own markdown as blocks: fenced code, headings and pictures stand on their own, the rest stays text. A line
 * `![what it shows](name.png)` is the picture of that name; one that is not there is left out.
 */
export function markdownBlocks(source: string, pictures: ReadonlyMap<string, Uint8Array> = new Map()): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let fence: { mark: string; indent: number; language: string; lines: string[] } | undefined;
  function flush(): void {
    const words = lines.join('\n').trim();
    if (words !== '') blocks.push({ kind: 'text', text: [markdown(words)] });
    lines = [];
  }
  for (const line of source.split('\n')) {
    if (fence !== undefined) {
      if (line.trim() !== fence.mark) {
        fence.lines.push(withoutIndent(line, fence.indent));
        continue;
      }
      blocks.push(code(fence.lines.join('\n'), fence.language));
      fence = undefined;
      continue;
    }
    const opening = OPENING_FENCE.exec(line);
    const title = /^#{1,6}\s+(.+)$/.exec(line);
    const shown = PICTURE_LINE.exec(line);
    if (opening !== null) {
      flush();
      const [, indent = '', mark = '```', language = ''] = opening;
      fence = { mark, indent: indent.length, language: language === '' ? 'text' : language, lines: [] };
    } else if (title !== null) {
      flush();
      blocks.push({ kind: 'heading', text: [markdown(title[1] ?? '')] });
    } else if (shown !== null) {
      flush();
      const [, alt = '', name = ''] = shown;
      const png = pictures.get(name);
      if (png !== undefined) blocks.push(picture(name, alt, png));
    } else if (/^\s*(-{3,}|\*{3,})\s*$/.test(line)) {
      flush();
      blocks.push(divider);
    } else {
      lines.push(line);
    }
  }
  if (fence !== undefined) blocks.push(code(fence.lines.join('\n'), fence.language));
  flush();
  return blocks;
}

/** What opens a code block: indent, mark, language, and words for those who run it, which nobody is shown. */
export const OPENING_FENCE = /^(\s*(?:[-*] |\d+\. )?)(```+)\s*([\w+-]*)[ \t]*([^`]*)$/;

/** A picture stands on a line of its own. */
export const PICTURE_LINE = /^!\[([^\]\n]+)\]\(([a-z0-9-]+\.png)\)\s*$/;

function withoutIndent(line: string, most: number): string {
  const indent = line.length - line.trimStart().length;
  return line.slice(Math.min(indent, most));
}
