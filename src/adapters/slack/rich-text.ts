import type { types } from '@slack/bolt';
import type { TimeStyle } from '../../chat/text.ts';
import type { Look, Piece, Span } from './markdown.ts';

type Element = types.RichTextElement;

type Part = types.RichTextBlock['elements'][number];

/** Pieces of a text as what stands in one rich text block. */
export function richText(pieces: readonly Piece[]): Part[] {
  const parts: Part[] = [];
  for (const piece of pieces) {
    switch (piece.kind) {
      case 'lines':
        parts.push({ type: 'rich_text_section', elements: elementsOf(piece.spans) });
        break;
      case 'quote':
        parts.push({ type: 'rich_text_quote', elements: elementsOf(piece.spans) });
        break;
      case 'fence':
        parts.push(preformatted(piece.source));
        break;
      case 'item':
        addItem(parts, piece);
        break;
    }
  }
  return parts;
}

/** Slack refuses an empty text. */
export function preformatted(source: string): types.RichTextPreformatted {
  return { type: 'rich_text_preformatted', elements: [{ type: 'text', text: source === '' ? ' ' : source }] };
}

export function elementsOf(spans: readonly Span[]): Element[] {
  return spans.map(elementOf);
}

function elementOf(span: Span): Element {
  const style = styleOf(span.look);
  switch (span.kind) {
    case 'words':
      return { type: 'text', text: span.words, ...style };
    case 'link':
      return { type: 'link', url: span.url, text: span.words, ...style };
    case 'time':
      return dateElement(span.at, span.style);
    case 'mention':
      return mentionElement(span.of, span.id);
  }
}

function styleOf(look: Look): { style?: Look } {
  return Object.keys(look).length === 0 ? {} : { style: look };
}

/** One list for items of one kind and depth that follow each other; an ordered one goes on counting after a deeper one. */
function addItem(parts: Part[], { ordered, number, indent, spans }: Extract<Piece, { kind: 'item' }>): void {
  const style = ordered ? 'ordered' : 'bullet';
  const section = { type: 'rich_text_section' as const, elements: elementsOf(spans) };
  const last = parts.at(-1);
  if (last?.type === 'rich_text_list' && last.style === style && (last.indent ?? 0) === indent) {
    last.elements.push(section);
    return;
  }
  const offset = ordered && number > 1 ? { offset: number - 1 } : {};
  parts.push({ type: 'rich_text_list', style, indent, ...offset, elements: [section] } as Part);
}

/** The same as `<!date^…>` in a text: https://docs.slack.dev/messaging/formatting-message-text#date-formatting. */
function dateElement(at: Temporal.Instant, style: TimeStyle): Element {
  const { timestamp, format, fallback } = dateOf(at, style);
  return { type: 'date', timestamp, format, fallback };
}

export function dateOf(at: Temporal.Instant, style: TimeStyle) {
  const timestamp = Math.floor(at.epochMilliseconds / 1000);
  const [day = '', clock = ''] = at.toString({ smallestUnit: 'minute' }).replace('Z', '').split('T');
  switch (style) {
    case 'date':
      return { timestamp, format: '{date_long_full}', fallback: day };
    case 'time':
      return { timestamp, format: '{time}', fallback: `${clock} UTC` };
    case 'full':
      return { timestamp, format: '{date_long} at {time}', fallback: `${day} ${clock} UTC` };
    case 'relative':
      return { timestamp, format: '{ago}', fallback: `${day} ${clock} UTC` };
  }
}

/** An id of another platform has no mention here; the id is better than a broken one. */
export function isSlackId(of: 'member' | 'channel' | 'role', id: string): boolean {
  switch (of) {
    case 'member':
      return /^[UW][A-Z0-9]{2,}$/.test(id);
    case 'channel':
      return /^[CGD][A-Z0-9]{2,}(:[\d.]+)?$/.test(id);
    case 'role':
      return /^S[A-Z0-9]{2,}$/.test(id);
  }
}

/** What a mention of a thread says: a thread has no name here. */
export const THREAD = 'this thread';

/** The address of a thread, `C1:123.4`, which opens it with one tap; undefined for a channel: https://docs.slack.dev/reference/methods/chat.getPermalink. */
export function threadLink(id: string): string | undefined {
  const [channel, ts] = id.split(':');
  return ts === undefined
    ? undefined
    : `https://slack.com/archives/${channel}/p${ts.replace('.', '')}?thread_ts=${ts}&cid=${channel}`;
}

function mentionElement(of: 'member' | 'channel' | 'role', id: string): Element {
  if (!isSlackId(of, id)) return { type: 'text', text: id };
  switch (of) {
    case 'member':
      return { type: 'user', user_id: id };
    case 'channel': {
      const link = threadLink(id);
      if (link !== undefined) return { type: 'link', url: link, text: THREAD };
      return { type: 'channel', channel_id: id };
    }
    case 'role':
      return { type: 'usergroup', usergroup_id: id };
  }
}
