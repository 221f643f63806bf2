import type { types } from '@slack/bolt';
import type { Pings } from '../../chat/pings.ts';
import type { Payload } from './limits.ts';
import { escapeText, unescapeText } from './mrkdwn.ts';
import type { People } from './people.ts';

type Block = types.KnownBlock;

type Element = types.RichTextElement;

/**
 * Slack notifies whoever a message mentions, and has no switch for it. So messages for everybody name people and groups in
 * words, except those whom they are meant to notify. Replies that one person sees notify nobody and keep the mention, which opens a profile.
 */
export async function nameMentions(
  { blocks, summary }: Pick<Payload, 'blocks' | 'summary'>,
  people: People,
  workspace: string,
  pings: Pings,
): Promise<{ blocks: Block[]; summary: string }> {
  const pinged = new Set([...pings.members, ...pings.roles]);
  const { members, groups } = listMentions(blocks, pinged);
  if (members.size === 0 && groups.size === 0) return { blocks: [...blocks], summary };
  const names = new Map<string, string>();
  const found = groups.size === 0 ? [] : await people.groups({ workspace });
  for (const { id, handle } of found) if (handle !== '') names.set(id, `@${handle}`);
  await Promise.all(
    [...members].map(async (id) => {
      const facts = await people.find({ workspace }, id);
      if (facts !== undefined) names.set(id, `@${facts.name}`);
    }),
  );
  const nameOf = (id: string) => names.get(id) ?? `@${id}`;
  return {
    blocks: blocks.map((block) => nameIn(block, pinged, nameOf)),
    summary: nameInWords(summary, pinged, (id) => escapeText(nameOf(id))),
  };
}

const MENTION = /<(?:@|!subteam\^)([A-Z0-9]+)>/g;

function listMentions(blocks: readonly Block[], pinged: ReadonlySet<string>) {
  const members = new Set<string>();
  const groups = new Set<string>();
  const note = (id: string) => {
    if (!pinged.has(id)) (id.startsWith('S') ? groups : members).add(id);
  };
  for (const block of blocks) {
    if (block.type === 'context') {
      for (const element of block.elements) {
        if (element.type !== 'mrkdwn') continue;
        for (const [, id = ''] of element.text.matchAll(MENTION)) note(id);
      }
    }
    if (block.type === 'rich_text') {
      for (const element of block.elements.flatMap(flatten)) {
        if (element.type === 'user') note(element.user_id);
        if (element.type === 'usergroup') note(element.usergroup_id);
      }
    }
  }
  return { members, groups };
}

function nameInWords(words: string, pinged: ReadonlySet<string>, nameOf: (id: string) => string): string {
  return words.replace(MENTION, (whole, id: string) => (pinged.has(id) ? whole : nameOf(id)));
}

type Part = types.RichTextBlock['elements'][number];

function flatten(part: Part): Element[] {
  return part.type === 'rich_text_list' ? part.elements.flatMap(({ elements }) => elements) : part.elements;
}

function nameIn(block: Block, pinged: ReadonlySet<string>, nameOf: (id: string) => string): Block {
  if (block.type === 'context') {
    const elements = block.elements.map((element) => {
      if (element.type !== 'mrkdwn') return element;
      return { ...element, text: nameInWords(element.text, pinged, (id) => plainName(nameOf(id))) };
    });
    return { ...block, elements };
  }
  if (block.type !== 'rich_text') return block;
  const rename = (element: Element): Element => {
    if (element.type !== 'user' && element.type !== 'usergroup') return element;
    const id = element.type === 'user' ? element.user_id : element.usergroup_id;
    if (pinged.has(id)) return element;
    const text = nameOf(id);
    return { type: 'text', text, style: { bold: true } };
  };
  return { ...block, elements: block.elements.map((part) => renamePart(part, rename)) };
}

function renamePart(part: Part, rename: (element: Element) => Element): Part {
  switch (part.type) {
    case 'rich_text_section':
    case 'rich_text_quote':
      return { ...part, elements: part.elements.map(rename) };
    case 'rich_text_list':
      return { ...part, elements: part.elements.map((one) => ({ ...one, elements: one.elements.map(rename) })) };
    case 'rich_text_preformatted':
      return part;
  }
}

/** A name is shown in small print, where nothing escapes mark-up: characters that could be some are left out. */
function plainName(name: string): string {
  return escapeText(unescapeText(name).replace(/[*_~`]/g, ' ')).trim();
}
