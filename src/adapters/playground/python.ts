import { escapeHtml } from '../../chat/html.ts';

const keywords =
  'False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield';

const builtins =
  'abs|aiter|all|anext|any|bool|bytearray|bytes|callable|classmethod|dict|dir|enumerate|filter|float|format|frozenset|getattr|hasattr|hash|id|input|int|isinstance|issubclass|iter|len|list|map|max|min|next|object|open|print|property|range|repr|reversed|round|self|set|setattr|slice|sorted|staticmethod|str|sum|super|tuple|type|vars|zip|[A-Z]\\w*(?:Error|Exception|Warning)|KeyboardInterrupt|StopIteration|SystemExit';

/** In order: the first match wins. An unfinished string ends with its line, an unfinished triple one with the source. */
const token = new RegExp(
  [
    '(?<comment>#[^\\n]*)',
    '(?<string>(?:\\b[A-Za-z]{1,2})?(?:"""(?:\\\\[^]|(?!""")[^])*(?:"""|$)|\'\'\'(?:\\\\[^]|(?!\'\'\')[^])*(?:\'\'\'|$)|"(?:\\\\[^]|[^"\\\\\\n])*"?|\'(?:\\\\[^]|[^\'\\\\\\n])*\'?))',
    '(?<decorator>(?<=^[ \\t]*)@[\\w.]+)',
    '(?<prompt>(?<=^)(?:>>>|\\.\\.\\.)(?= |$))',
    '(?<number>\\b(?:0[xX][\\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\\d[\\d_]*(?:\\.[\\d_]*)?(?:[eE][+-]?\\d+)?j?)\\b)',
    '(?<name>(?<=\\b(?:def|class)[ \\t]+)\\w+)',
    `(?<keyword>\\b(?:${keywords})\\b)`,
    `(?<builtin>(?<!\\.)\\b(?:${builtins})\\b)`,
  ].join('|'),
  'gm',
);

const python = new Set(['python', 'py', 'pycon', 'python3']);

export function isPython(language: string): boolean {
  return python.has(language);
}

/** Code as HTML: Python with its tokens in `<span class="py-…">`, anything else as it is. */
export function highlight(source: string, language: string): string {
  if (!isPython(language)) return escapeHtml(source);
  let html = '';
  let end = 0;
  for (const match of source.matchAll(token)) {
    const kind = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined)?.[0];
    html += escapeHtml(source.slice(end, match.index));
    html += `<span class="py-${kind}">${escapeHtml(match[0])}</span>`;
    end = match.index + match[0].length;
  }
  return html + escapeHtml(source.slice(end));
}
