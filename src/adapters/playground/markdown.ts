import { escapeHtml } from '../../chat/html.ts';
import { plainSpelling } from '../../chat/spelling.ts';
import type { Inline, Text } from '../../chat/text.ts';
import { highlight, isPython } from './python.ts';

/** How the playground calls what a mention names; undefined where it knows no such thing. */
export interface Names {
  find(of: 'member' | 'channel' | 'role', id: string): string | undefined;
}

type Atom = Exclude<Inline, { kind: 'markdown' | 'command' | 'word' }>;

/**
 * Mark-up may stand around an inline (`**${name}**`), so the whole text is read at once. What is not our own markdown is
 * taken out first and stands there as a number between two of these, a character that no markdown of ours holds.
 */
const hole = '\uFFFC';

const inlineMarkup = new RegExp(
  [
    '\\\\(?<escaped>[\\\\`*_[\\]()#>-])',
    '(?<ticks>`+)(?<code>.+?)\\k<ticks>(?!`)',
    '\\[(?<label>[^\\]\\n]+)\\]\\((?<url>[^()\\s]+)\\)',
    '\\*\\*(?!\\s)(?<bold>.+?)(?<!\\s)\\*\\*(?!\\*)',
    '(?<![\\w*])\\*(?![\\s*])(?<star>[^*\\n]+?)(?<!\\s)\\*(?![\\w*])',
    '(?<!\\w)_(?![\\s_])(?<underscore>[^_\\n]+?)(?<!\\s)_(?!\\w)',
    `${hole}(?<atom>\\d+)${hole}`,
  ].join('|'),
  'g',
);

/** A text as block HTML: paragraphs, lists, quotes, headings and code. */
export function renderText(text: Text, names: Names): string {
  const { source, atoms } = takeOut(text);
  return renderBlocks(source.split('\n'), (index) => atoms[index], names);
}

/** A text where only a line fits: no blocks, line breaks stay. */
export function renderLine(text: Text, names: Names): string {
  const { source, atoms } = takeOut(text);
  return renderInlines(source, (index) => atoms[index], names);
}

type FindAtom = (index: number) => Atom | undefined;

function takeOut(text: Text): { source: string; atoms: readonly Atom[] } {
  const atoms: Atom[] = [];
  const source = text
    .map((inline) => {
      if (inline.kind === 'command' || inline.kind === 'word') return plainSpelling(inline);
      if (inline.kind === 'markdown') return inline.markdown.replaceAll(hole, '');
      atoms.push(inline);
      return `${hole}${atoms.length - 1}${hole}`;
    })
    .join('');
  return { source, atoms };
}

const fence = /^\s*```\s*([\w-]*)\s*$/;

const listItem = /^(\s*)(?:[-*•]|(\d+)[.)])\s+(.*)$/;

const blockStart = /^\s*```|^#{1,3} |^>|^\s*(?:[-*•]|\d+[.)])\s|^-{3,}\s*$/;

function renderBlocks(lines: readonly string[], atom: FindAtom, names: Names): string {
  let html = '';
  let at = 0;
  /** Takes the lines from here while they belong together. */
  function takeWhile(belongs: (line: string) => boolean): string[] {
    const taken: string[] = [];
    for (let line = lines[at]; line !== undefined && belongs(line); line = lines[at]) {
      taken.push(line);
      at += 1;
    }
    return taken;
  }
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const opening = fence.exec(line);
    const headline = /^(#{1,3}) (.*)$/.exec(line);
    if (opening !== null) {
      at += 1;
      const body = takeWhile((next) => !/^\s*```\s*$/.test(next));
      at += 1;
      html += renderCode(plain(body.join('\n'), atom, names), opening[1] ?? '');
    } else if (headline !== null) {
      at += 1;
      const level = (headline[1]?.length ?? 1) + 2;
      html += `<h${level}>${renderInlines(headline[2] ?? '', atom, names)}</h${level}>`;
    } else if (line.startsWith('>')) {
      const quoted = takeWhile((next) => next.startsWith('>')).map((next) => next.replace(/^> ?/, ''));
      html += `<blockquote>${renderBlocks(quoted, atom, names)}</blockquote>`;
    } else if (listItem.test(line)) {
      html += renderList(
        takeWhile((next) => listItem.test(next) || /^\s+\S/.test(next)),
        atom,
        names,
      );
    } else if (/^-{3,}\s*$/.test(line)) {
      at += 1;
      html += '<hr>';
    } else if (line.trim() === '') {
      at += 1;
    } else {
      at += 1;
      const rest = takeWhile((next) => next.trim() !== '' && !blockStart.test(next));
      html += `<p>${renderInlines([line, ...rest].join('\n'), atom, names)}</p>`;
    }
  }
  return html;
}

/** A deeper line belongs to the item above it: it is a list of its own or more of its words. */
function renderList(lines: readonly string[], atom: FindAtom, names: Names): string {
  const first = listItem.exec(lines[0] ?? '');
  const depth = first?.[1]?.length ?? 0;
  const items: string[][] = [];
  for (const line of lines) {
    const item = listItem.exec(line);
    if (item !== null && (item[1]?.length ?? 0) <= depth) items.push([item[3] ?? '']);
    else items.at(-1)?.push(line.replace(/^\s{1,4}/, ''));
  }
  const body = items
    .map(([head = '', ...more]) => {
      const nested = more.length === 0 ? '' : renderBlocks(more, atom, names);
      return `<li>${renderInlines(head, atom, names)}${nested}</li>`;
    })
    .join('');
  const number = first?.[2];
  if (number === undefined) return `<ul>${body}</ul>`;
  return number === '1' ? `<ol>${body}</ol>` : `<ol start="${Number(number)}">${body}</ol>`;
}

function renderInlines(source: string, atom: FindAtom, names: Names): string {
  let html = '';
  let end = 0;
  for (const match of source.matchAll(inlineMarkup)) {
    html += breakLines(escapeHtml(source.slice(end, match.index)));
    html += renderInline(match[0], match.groups ?? {}, atom, names);
    end = match.index + match[0].length;
  }
  return html + breakLines(escapeHtml(source.slice(end)));
}

function renderInline(whole: string, found: Record<string, string>, atom: FindAtom, names: Names): string {
  if (found['escaped'] !== undefined) return escapeHtml(found['escaped']);
  if (found['code'] !== undefined) return `<code>${escapeHtml(plain(found['code'], atom, names))}</code>`;
  if (found['bold'] !== undefined) return `<strong>${renderInlines(found['bold'], atom, names)}</strong>`;
  const italic = found['star'] ?? found['underscore'];
  if (italic !== undefined) return `<em>${renderInlines(italic, atom, names)}</em>`;
  if (found['atom'] !== undefined) return renderAtom(atom(Number(found['atom'])), names);
  const label = renderInlines(found['label'] ?? '', atom, names);
  // An address with something put into it is not our own words any more, and is shown instead of linked.
  const url = found['url'] ?? '';
  if (!url.includes(hole) && isHttps(url)) {
    return `<a href="${escapeHtml(url)}" target="_blank" rel="noopener noreferrer">${label}</a>`;
  }
  return `${label} (${escapeHtml(plain(url, atom, names)) || escapeHtml(whole)})`;
}

function renderAtom(atom: Atom | undefined, names: Names): string {
  if (atom === undefined) return '';
  switch (atom.kind) {
    case 'typed':
      // A person's direction marks must not turn the words around theirs.
      return `<bdi>${breakLines(escapeHtml(atom.text))}</bdi>`;
    case 'time':
      return `<time datetime="${datetimeOf(atom.at)}" data-style="${atom.style}">${escapeHtml(inUtc(atom.at))}</time>`;
    case 'mention': {
      const name = escapeHtml(mentionName(atom, names));
      if (atom.of !== 'channel') return `<span class="mention" data-of="${atom.of}">${name}</span>`;
      return `<a class="mention" data-of="channel" href="#${encodeURIComponent(atom.id)}">${name}</a>`;
    }
  }
}

/** The same where only characters fit: in code. */
function plain(source: string, atom: FindAtom, names: Names): string {
  return source.replace(new RegExp(`${hole}(\\d+)${hole}`, 'g'), (_, index: string) => {
    const found = atom(Number(index));
    if (found === undefined) return '';
    switch (found.kind) {
      case 'typed':
        return found.text;
      case 'time':
        return inUtc(found.at);
      case 'mention':
        return mentionName(found, names);
    }
  });
}

function mentionName({ of, id }: Extract<Atom, { kind: 'mention' }>, names: Names): string {
  const name = names.find(of, id) ?? `unknown ${of}`;
  return of === 'channel' ? `#${name}` : `@${name}`;
}

/** A block of code, in the colours of its language. */
export function renderCode(source: string, language: string): string {
  // Printed output is shown to the letter; a piece of a program may lose the indentation that all of its lines share.
  const shown = isPython(language) ? withoutCommonIndent(source) : source;
  const label = language === '' || language === 'text' ? 'Code' : `${language} code`;
  // It scrolls sideways on a phone, and anything that scrolls must be reachable by keyboard.
  return `<pre class="code" tabindex="0" role="group" aria-label="${escapeHtml(label)}"><code>${highlight(shown, language)}</code></pre>`;
}

function withoutCommonIndent(source: string): string {
  const lines = source.split('\n');
  const depths = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const common = Math.min(...depths, source.length);
  return common === 0 ? source : lines.map((line) => line.slice(common)).join('\n');
}

function breakLines(html: string): string {
  return html.replaceAll('\n', '<br>');
}

function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}

/** HTML's moments have at most three digits after the second: https://html.spec.whatwg.org/multipage/common-microsyntaxes.html */
function datetimeOf(at: Temporal.Instant): string {
  return at.round({ smallestUnit: 'millisecond', roundingMode: 'trunc' }).toString();
}

/** Shown until the page replaces it by the time in the reader's own zone. */
function inUtc(at: Temporal.Instant): string {
  return `${at.toZonedDateTimeISO('UTC').toPlainDateTime().round('minute').toString({ smallestUnit: 'minute' }).replace('T', ' ')} UTC`;
}
