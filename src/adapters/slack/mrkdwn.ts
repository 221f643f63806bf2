import type { Span } from './markdown.ts';
import { dateOf, isSlackId, THREAD, threadLink } from './rich-text.ts';

/** https://docs.slack.dev/messaging/formatting-message-text#escaping: these three, and nothing else. */
export function escapeText(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function unescapeText(words: string): string {
  return words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const MARKUP = /[*_~`]|:[\w+-]+:|^\s*>/m;

/** Whether words could be taken for mark-up, which nothing in `mrkdwn` escapes. Then rich text has to say them. */
export function isRisky(spans: readonly Span[]): boolean {
  return spans.some((span) => 'words' in span && (span.look.code ? span.words.includes('`') : MARKUP.test(span.words)));
}

/** A footnote's text: Slack's small print takes no rich text. */
export function mrkdwn(spans: readonly Span[]): string {
  return spans.map(spanText).join('');
}

function spanText(span: Span): string {
  switch (span.kind) {
    case 'words':
      return decorate(escapeText(span.words), span);
    case 'link':
      return `<${escapeText(span.url)}|${escapeText(span.words)}>`;
    case 'time': {
      const { timestamp, format, fallback } = dateOf(span.at, span.style);
      return `<!date^${timestamp}^${format}|${fallback}>`;
    }
    case 'mention': {
      if (!isSlackId(span.of, span.id)) return escapeText(span.id);
      if (span.of === 'member') return `<@${span.id}>`;
      if (span.of === 'role') return `<!subteam^${span.id}>`;
      const link = threadLink(span.id);
      return link === undefined ? `<#${span.id}>` : `<${escapeText(link)}|${THREAD}>`;
    }
  }
}

/** Marks hold only directly around words: white space stays outside of them. */
function decorate(words: string, { look }: Span): string {
  const [, before = '', inside = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(words) ?? [];
  if (inside === '') return words;
  const code = look.code ? `\`${inside}\`` : inside;
  const italic = look.italic ? `_${code}_` : code;
  const bold = look.bold ? `*${italic}*` : italic;
  return `${before}${look.strike ? `~${bold}~` : bold}${after}`;
}
