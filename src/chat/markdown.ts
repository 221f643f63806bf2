import { markdown } from './text.ts';
import { type Block, code, divider } from './view.ts';

/** Our own markdown as blocks: fenced code and headings stand on their own, the rest stays text. */
export function markdownBlocks(source: string): Block[] {
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
    const opening = /^(\s*(?:[-*] |\d+\. )?)(```+)\s*([\w+-]*)\s*$/.exec(line);
    const title = /^#{1,6}\s+(.+)$/.exec(line);
    if (opening !== null) {
      flush();
      const [, indent = '', mark = '```', language = ''] = opening;
      fence = { mark, indent: indent.length, language: language === '' ? 'text' : language, lines: [] };
    } else if (title !== null) {
      flush();
      blocks.push({ kind: 'heading', text: [markdown(title[1] ?? '')] });
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

function withoutIndent(line: string, most: number): string {
  const indent = line.length - line.trimStart().length;
  return line.slice(Math.min(indent, most));
}
