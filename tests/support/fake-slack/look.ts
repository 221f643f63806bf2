import type { FakeFile, FakeMessage, Json } from './shapes.ts';
import { isJson } from './validate.ts';

/** A message as a test looks at it. */
export interface MessageView {
  id: string;
  channel: string;
  thread: string | undefined;
  /** What a person reads, `[Label]` for a button or a select, a line for each. */
  text: string;
  /** What a notification says. */
  summary: string;
  blocks: readonly Json[];
  controls: readonly {
    id: string;
    block: string;
    kind: string;
    label: string;
    options: readonly { label: string; value: string }[];
  }[];
  files: readonly FakeFile[];
  /** Whom it notifies, as `<@U1>`, `<!subteam^S1>` or `<!here>`. */
  pings: readonly string[];
  ephemeral: boolean;
  edits: number;
}

export function viewMessage(message: FakeMessage): MessageView {
  return {
    id: message.ts,
    channel: message.channel,
    thread: message.thread,
    text:
      [...message.blocks.map(blockText), ...message.files.map(({ name }) => `(${name})`)].join('\n') || message.text,
    summary: message.text,
    blocks: message.blocks,
    controls: message.blocks.flatMap(controlsOf),
    files: message.files,
    // A message that one person sees, or that is changed later, notifies nobody.
    pings: message.onlyFor === undefined && message.edits === 0 ? pingsIn([message.text, message.blocks]) : [],
    ephemeral: message.onlyFor !== undefined,
    edits: message.edits,
  };
}

export function controlsOf(block: Json, index = 0): MessageView['controls'] {
  if (block['type'] !== 'actions') return [];
  return (block['elements'] as Json[]).map((element) => ({
    id: String(element['action_id']),
    block: String(block['block_id'] ?? `b${index}`),
    kind: String(element['type']),
    label: wordsOf(element['text'] ?? element['placeholder']),
    options: ((element['options'] as Json[] | undefined) ?? []).map((option) => ({
      label: wordsOf(option['text']),
      value: String(option['value']),
    })),
  }));
}

export function blockText(block: Json): string {
  switch (block['type']) {
    case 'header':
      return wordsOf(block['text']);
    case 'context':
      return (block['elements'] as Json[]).map(wordsOf).join(' ');
    case 'rich_text':
      return (block['elements'] as Json[]).map(partText).join('\n');
    case 'actions':
      return controlsOf(block)
        .map(({ label }) => `[${label}]`)
        .join(' ');
    case 'image':
      return `(picture: ${String(block['alt_text'])})`;
    case 'divider':
      return '---';
    case 'section':
      return wordsOf(block['text']);
  }
  return '';
}

function partText(part: Json): string {
  const elements = (part['elements'] as Json[] | undefined) ?? [];
  if (part['type'] === 'rich_text_list') {
    const first = Number(part['offset'] ?? 0) + 1;
    const mark = (index: number) => (part['style'] === 'ordered' ? `${first + index}.` : '•');
    return elements.map((item, index) => `${mark(index)} ${partText(item)}`).join('\n');
  }
  const words = elements.map(elementText).join('');
  return part['type'] === 'rich_text_quote' ? `> ${words}` : words;
}

function elementText(element: Json): string {
  switch (element['type']) {
    case 'text':
      return String(element['text']);
    case 'link':
      return String(element['text'] ?? element['url']);
    case 'user':
      return `<@${String(element['user_id'])}>`;
    case 'channel':
      return `<#${String(element['channel_id'])}>`;
    case 'usergroup':
      return `<!subteam^${String(element['usergroup_id'])}>`;
    case 'date':
      return `<!date^${String(element['timestamp'])}^${String(element['format'])}|${String(element['fallback'])}>`;
  }
  return '';
}

/** The words of a text object; those of `mrkdwn` without its escapes. */
export function wordsOf(value: unknown): string {
  if (!isJson(value)) return '';
  const words = String(value['text'] ?? '');
  if (value['type'] !== 'mrkdwn') return words;
  return words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Finds what notifies somebody, in structure and in mark-up. */
export function pingsIn(value: unknown, isMarkup = true): string[] {
  if (typeof value === 'string')
    return isMarkup
      ? [...value.matchAll(/<(?:@[UW]\w+|!(?:subteam\^\w+|here|channel|everyone))[^>]*>/g)].map(([found]) => found)
      : [];
  if (Array.isArray(value)) return value.flatMap((item) => pingsIn(item, isMarkup));
  if (!isJson(value)) return [];
  if (value['type'] === 'user') return [`<@${String(value['user_id'])}>`];
  if (value['type'] === 'usergroup') return [`<!subteam^${String(value['usergroup_id'])}>`];
  if (value['type'] === 'broadcast') return [`<!${String(value['range'])}>`];
  // Only mark-up is read for mentions; a text of a rich text block is just that.
  if (value['type'] === 'mrkdwn') return pingsIn(value['text']);
  return Object.values(value).flatMap((item) => pingsIn(item, false));
}
