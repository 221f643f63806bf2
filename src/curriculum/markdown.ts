import { PICTURE_LINE } from '../chat/markdown.ts';

/** Where a text stands: a `material` may have headings and pictures. */
type MarkdownPlace = 'text' | 'material';

/** The things in a text that not every platform can show, each as a sentence that says what to write instead. */
export function explainMarkdown(source: string, place: MarkdownPlace = 'text'): string[] {
  const fences = source.match(/^\s*(?:[-*] |\d+\. )?```/gm) ?? [];
  if (fences.length % 2 === 1)
    return ['has a code block that is never closed: write ``` on a line of its own behind it'];
  const bare = withoutCode(source);
  const found: string[] = [];
  if (bare.includes('`')) found.push('has a backtick without its partner: close the code it opens');
  if (/!\[[^\]]*\]\(/.test(place === 'material' ? withoutPictures(bare) : bare)) found.push(explainImage(place));
  if (/<\/?[a-z][^<>\n]*>|<!--/i.test(bare)) found.push('has an HTML tag: write markdown, or put it in backticks');
  if (/^\s*\|.*\|\s*$/m.test(bare)) found.push('has a table: write a list');
  if (/^ {0,3}(?:={3,}|~{3,})\s*$/m.test(bare)) found.push('has mark-up that is not ours: write ``` or ## instead');
  if (/\b__\w+__\b|(?<!\w)__\w+__/.test(bare)) found.push('has a dunder name outside of code: put it in backticks');
  const headings = bare.match(/^#{1,6} .*$/gm) ?? [];
  if (place === 'text' && headings.length > 0) found.push('has a heading: only materials have them; write **bold**');
  if (place === 'material' && headings.some((heading) => !/^#{2,3} /.test(heading))) {
    found.push('has a heading that is not of level 2 or 3: write ## or ###');
  }
  for (const [, target] of bare.matchAll(/(?<!!)\[[^\]]*\]\(([^)]*)\)/g)) {
    if (!/^https:\/\/\S+$/.test(target ?? '')) found.push(`links to "${target}": write a whole address, https://…`);
  }
  return found;
}

function explainImage(place: MarkdownPlace): string {
  return place === 'material'
    ? 'has an image that is not ours: write ![what it shows](name.png) on a line of its own'
    : 'has an image: only materials have them; describe it in words, or draw it in a code block';
}

function withoutPictures(source: string): string {
  return source
    .split('\n')
    .filter((line) => !PICTURE_LINE.test(line))
    .join('\n');
}

/** The text with its code blocks and code spans taken out: nothing in them is mark-up. */
function withoutCode(source: string): string {
  return source.replace(/```[\s\S]*?```/g, '').replace(/(`+)(?!`)([\s\S]*?[^`])\1(?!`)/g, 'code');
}
