import type { Text } from '../../chat/text.ts';

/**
 * Where in our own markdown something stands. Inside `code` a backslash would be seen, outside of it a backtick would be
 * mark-up: so typed text is written differently in each.
 */
export type Setting = 'text' | 'span' | 'fence';

const PLACEHOLDER = '\uFFFC';

const CODE = /\\[\s\S]|(```)[\s\S]*?```|(`{1,2})(?!`)[\s\S]+?(?<!`)\2(?!`)/g;

/** The setting of each inline. An unclosed backtick opens nothing, as on Discord. */
export function findSettings(text: Text): Setting[] {
  const pieces = text.map((inline) => (inline.kind === 'markdown' ? inline.markdown : PLACEHOLDER));
  const spans = [...pieces.join('').matchAll(CODE)].flatMap(([whole, fence, tick], index, all) => {
    const start = all[index]?.index ?? 0;
    const setting: Setting = fence !== undefined ? 'fence' : 'span';
    return fence === undefined && tick === undefined ? [] : [{ start, end: start + whole.length, setting }];
  });
  let position = 0;
  return pieces.map((piece) => {
    const at = position;
    position += piece.length;
    return spans.find(({ start, end }) => start < at && at < end)?.setting ?? 'text';
  });
}

/** What means something anywhere: emphasis, code, links, mentions of everybody, `:emoji:`, and what makes an address a link. */
const MARKUP = /[\\*_~`|[\]<]|@(?=everyone|here)|:(?=\/\/|[^\s:]+:)/g;

/** What begins a line: headings, quotes, lists. The start of the text counts, for it may begin a line of ours. */
const OPENING = /^([^\S\n]*)([-+#>])/gm;

const NUMBER = /^([^\S\n]*\d+)([.)])/gm;

/**
 * Writes what somebody typed so that it shows as typed: no mention, link, emoji or mark-up. Discord takes a backslash before
 * any punctuation: https://support.discord.com/hc/en-us/articles/210298617.
 */
export function escapeTyped(typed: string, setting: Setting): string {
  switch (setting) {
    case 'text':
      return typed.replace(MARKUP, '\\$&').replace(OPENING, '$1\\$2').replace(NUMBER, '$1\\$2');
    case 'span':
      // Nothing escapes a backtick in a span, so a letter that looks like it is used instead.
      return onOneLine(typed.replaceAll('`', 'ˋ'));
    case 'fence':
      return breakFences(typed);
  }
}

/** Puts a space for each run of line breaks and the blanks around it. A pattern that looks for them takes quadratic time. */
function onOneLine(typed: string): string {
  const lines = typed.split('\n');
  const trimmed = lines.map((line, index) => {
    const kept = index === 0 ? line : line.trimStart();
    return index === lines.length - 1 ? kept : kept.trimEnd();
  });
  return trimmed.join('\n').replace(/\n+/g, ' ');
}

/** Puts a zero-width space between backticks that would close a code block. */
export function breakFences(source: string): string {
  return source.replace(/`{3,}/g, (run) => [...run].join('\u200B'));
}
