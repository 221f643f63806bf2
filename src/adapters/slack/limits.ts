import type { types } from '@slack/bolt';

/** https://docs.slack.dev/reference/block-kit/blocks: 50 in a message, 100 in a form or on the home page. */
const BLOCKS_PER_MESSAGE = 50;

export const BLOCKS_PER_VIEW = 100;

/** https://github.com/slackapi/bolt-js/issues/2509: all texts of a message together; above about 13 200, `msg_blocks_too_long`. */
export const CHARACTERS_PER_MESSAGE = 12_000;

/** https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
const TEXT_OBJECT = 3000;

/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
export const HEADER = 150;

/** https://docs.slack.dev/reference/block-kit/blocks/actions-block */
export const CONTROLS_PER_ROW = 25;

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element. Ours are shorter: a phone clips the rest. */
export const BUTTON = { label: 75, shown: 40, id: 255, value: 2000 } as const;

/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
export const SELECT = { options: 100, placeholder: 150, label: 75, value: 150, description: 75 } as const;

/** https://docs.slack.dev/reference/block-kit/blocks/image-block */
const ALT_TEXT = 2000;

/** https://docs.slack.dev/reference/views/modal-views and /reference/block-kit/blocks/input-block */
export const FORM = { title: 24, memory: 3000, label: 2000, hint: 2000, value: 3000, callback: 255 } as const;

/** A file or a picture that has to be on Slack before the message that shows it can be sent. */
export interface Upload {
  name: string;
  data: Buffer;
  alt?: string;
}

/** A message as it leaves: what it shows, what has to be uploaded for it, and one line of it for a notification. */
export interface Payload {
  blocks: types.KnownBlock[];
  /** Shown by the block whose id is `picture:` and the index. */
  pictures: Upload[];
  /** Shared beside the message; the block whose id is `file:` and the index speaks of it. */
  files: Upload[];
  summary: string;
}

/** All the characters of a message that people read. */
export function measure(blocks: readonly types.KnownBlock[]): number {
  return countCharacters(blocks);
}

const SAID: ReadonlySet<string> = new Set([
  'text',
  'url',
  'fallback',
  'alt_text',
  'title',
  'placeholder',
  'description',
]);

/** Slack counts texts wherever they stand; what is counted too much here only splits a little earlier. */
function countCharacters(value: unknown, key = ''): number {
  if (typeof value === 'string') return SAID.has(key) ? value.length : 0;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countCharacters(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, item]) => sum + countCharacters(item, name), 0);
}

/** Whether a message is within the limits that a longer view outgrows. The rest is `checkPayload`'s. */
export function fitsMessage({ blocks }: Payload): boolean {
  return (
    blocks.length <= BLOCKS_PER_MESSAGE &&
    measure(blocks) <= CHARACTERS_PER_MESSAGE &&
    blocks.every((block) => block.type !== 'context' || measure([block]) <= TEXT_OBJECT)
  );
}

/** Passes a message on that Slack would take. Throws a RangeError that names every breach: a mistake of the programmer. */
export function checkPayload(payload: Payload): Payload {
  const breaches = [
    ...over('blocks', payload.blocks.length, BLOCKS_PER_MESSAGE),
    ...over('characters of text', measure(payload.blocks), CHARACTERS_PER_MESSAGE),
    ...(payload.blocks.length === 0 ? ['no blocks'] : []),
    ...payload.blocks.flatMap(findBreaches),
  ];
  if (breaches.length > 0) throw new RangeError(`a message breaks Slack's limits: ${breaches.join('; ')}`);
  return payload;
}

function findBreaches(block: types.KnownBlock): string[] {
  if (block.type === 'header') return within('characters of a header', block.text.text.length, HEADER);
  if (block.type === 'context') return over('characters of a footnote', measure([block]), TEXT_OBJECT);
  if (block.type === 'image') return within('characters of a picture in words', block.alt_text.length, ALT_TEXT);
  if (block.type !== 'actions') return [];
  const ids = block.elements.map((element) => ('action_id' in element ? (element.action_id ?? '') : ''));
  return [
    ...within('controls of a row', block.elements.length, CONTROLS_PER_ROW),
    ...ids.flatMap((id) => within('characters of an id', id.length, BUTTON.id)),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `two controls with the id "${id}"`),
    ...block.elements.flatMap((element) => {
      if (element.type === 'button') return within('characters of a label', element.text.text.length, BUTTON.label);
      if (element.type !== 'static_select') return [];
      const options = element.options ?? [];
      return [
        ...within('options of a select', options.length, SELECT.options),
        ...options.flatMap((option) => [
          ...within('characters of an option', option.text.text.length, SELECT.label),
          ...within('characters of a value', option.value?.length ?? 0, SELECT.value),
        ]),
      ];
    }),
  ];
}

function over(what: string, is: number, most: number): string[] {
  return is > most ? [`${is} ${what}, at most ${most}`] : [];
}

function within(what: string, is: number, most: number): string[] {
  return is < 1 ? [`no ${what}`] : over(what, is, most);
}
