import { ApiError, type Json, type World } from './shapes.ts';

export type Report = (path: string, fault: string) => void;

interface Rule {
  /** Every property that may be there; a star behind those that must. */
  keys: readonly string[];
  check?: (value: Json, path: string, report: Report, world: World) => void;
}

export const text =
  (most: number, plainOnly = true) =>
  (value: unknown, path: string, report: Report) => {
    if (!isJson(value)) {
      report(path, 'must be an object');
      return;
    }
    const { type, text: words } = value;
    const known = type === 'plain_text' ? ['type', 'text', 'emoji'] : ['type', 'text', 'verbatim'];
    if (type !== 'plain_text' && (plainOnly || type !== 'mrkdwn')) report(`${path}/type`, 'unsupported type');
    for (const key of Object.keys(value)) if (!known.includes(key)) report(path, `invalid additional property: ${key}`);
    length(words, 1, most, `${path}/text`, report);
  };

export function length(value: unknown, least: number, most: number, path: string, report: Report): void {
  if (typeof value !== 'string') {
    report(path, 'must be a string');
    return;
  }
  if (value.length < least) report(path, `must be more than ${least - 1} characters`);
  if (value.length > most) report(path, `must be less than ${most + 1} characters`);
}

export function count(value: unknown, least: number, most: number, path: string, report: Report): readonly Json[] {
  if (!Array.isArray(value)) {
    report(path, 'must be an array');
    return [];
  }
  if (value.length < least) report(path, `no fewer than ${least} items allowed`);
  if (value.length > most) report(path, `no more than ${most} items allowed`);
  return value.filter(isJson);
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function options(value: unknown, path: string, report: Report, most = 100): void {
  for (const [index, option] of count(value, 1, most, path, report).entries()) {
    const at = `${path}/${index}`;
    for (const key of Object.keys(option)) {
      if (!['text', 'value', 'description'].includes(key)) report(at, `invalid additional property: ${key}`);
    }
    text(75)(option['text'], `${at}/text`, report);
    length(option['value'], 1, 150, `${at}/value`, report);
    if (option['description'] !== undefined) text(75)(option['description'], `${at}/description`, report);
  }
}

const placeholder = (value: Json, path: string, report: Report) => {
  if (value['placeholder'] !== undefined) text(150)(value['placeholder'], `${path}/placeholder`, report);
};

function chosen(value: Json, path: string, report: Report): void {
  const first = value['initial_option'];
  if (!isJson(first)) return;
  const all = Array.isArray(value['options']) ? value['options'] : [];
  if (!all.some((option) => JSON.stringify(option) === JSON.stringify(first))) {
    report(`${path}/initial_option`, 'must be one of the options');
  }
}

const ELEMENTS: Readonly<Record<string, Rule>> = {
  button: {
    keys: ['text*', 'action_id', 'value', 'style', 'url', 'confirm', 'accessibility_label'],
    check(value, path, report) {
      text(75)(value['text'], `${path}/text`, report);
      if (value['value'] !== undefined) length(value['value'], 0, 2000, `${path}/value`, report);
      if (value['style'] !== undefined && value['style'] !== 'primary' && value['style'] !== 'danger') {
        report(`${path}/style`, 'unsupported value');
      }
    },
  },
  static_select: {
    keys: ['action_id', 'placeholder', 'options*', 'initial_option', 'confirm', 'focus_on_load'],
    check(value, path, report) {
      placeholder(value, path, report);
      options(value['options'], `${path}/options`, report);
      chosen(value, path, report);
    },
  },
  external_select: {
    keys: ['action_id', 'placeholder', 'initial_option', 'min_query_length', 'confirm', 'focus_on_load'],
    check(value, path, report) {
      placeholder(value, path, report);
      if (value['initial_option'] !== undefined) options([value['initial_option']], `${path}/initial_option`, report);
    },
  },
  users_select: { keys: ['action_id', 'placeholder', 'initial_user'], check: placeholder },
  conversations_select: {
    keys: ['action_id', 'placeholder', 'initial_conversation', 'filter', 'default_to_current_conversation'],
    check: placeholder,
  },
  plain_text_input: {
    keys: ['action_id', 'initial_value', 'multiline', 'min_length', 'max_length', 'placeholder', 'focus_on_load'],
    check(value, path, report) {
      const most = typeof value['max_length'] === 'number' ? value['max_length'] : 3000;
      if (most < 1 || most > 3000) report(`${path}/max_length`, 'must be between 1 and 3000');
      if (value['initial_value'] !== undefined)
        length(value['initial_value'], 0, most, `${path}/initial_value`, report);
    },
  },
  datepicker: {
    keys: ['action_id', 'placeholder', 'initial_date', 'confirm', 'focus_on_load'],
    check(value, path, report) {
      const day = value['initial_date'];
      if (day !== undefined && !/^\d{4}-\d\d-\d\d$/.test(String(day))) report(`${path}/initial_date`, 'not a date');
    },
  },
  timepicker: {
    keys: ['action_id', 'placeholder', 'initial_time', 'timezone', 'confirm', 'focus_on_load'],
    check(value, path, report) {
      const time = value['initial_time'];
      if (time !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(String(time)))
        report(`${path}/initial_time`, 'not a time');
    },
  },
  number_input: {
    keys: ['action_id', 'is_decimal_allowed*', 'initial_value', 'min_value', 'max_value', 'placeholder'],
    check(value, path, report) {
      for (const key of ['initial_value', 'min_value', 'max_value']) {
        if (value[key] !== undefined && !/^-?\d+$/.test(String(value[key]))) report(`${path}/${key}`, 'not a number');
      }
    },
  },
};

/** Slack's pages name no limit for what stands in rich text, but for its characters. */
const MANY = 10_000;

const RICH: Readonly<Record<string, readonly string[]>> = {
  text: ['type', 'text', 'style'],
  link: ['type', 'url', 'text', 'style', 'unsafe'],
  user: ['type', 'user_id', 'style'],
  channel: ['type', 'channel_id', 'style'],
  usergroup: ['type', 'usergroup_id', 'style'],
  date: ['type', 'timestamp', 'format', 'url', 'fallback', 'style'],
  emoji: ['type', 'name', 'unicode'],
};

function richElements(value: unknown, path: string, report: Report, only?: readonly string[]): void {
  for (const [index, element] of count(value, 1, MANY, path, report).entries()) {
    const at = `${path}/${index}`;
    const known = RICH[String(element['type'])];
    if (known === undefined || (only !== undefined && !only.includes(String(element['type'])))) {
      report(at, 'unsupported type');
      continue;
    }
    for (const key of Object.keys(element)) if (!known.includes(key)) report(at, `invalid additional property: ${key}`);
    if (element['type'] === 'text') length(element['text'], 1, 13_200, `${at}/text`, report);
    if (element['type'] === 'link' && !/^(https?:\/\/|mailto:)\S+$/.test(String(element['url']))) {
      report(`${at}/url`, 'invalid url');
    }
    if (element['type'] === 'date' && !Number.isInteger(element['timestamp']))
      report(`${at}/timestamp`, 'not a number');
    if (element['style'] !== undefined) {
      for (const key of Object.keys(element['style'] as Json)) {
        if (!['bold', 'italic', 'strike', 'code'].includes(key))
          report(`${at}/style`, `invalid additional property: ${key}`);
      }
    }
  }
}

function richPart(part: Json, path: string, report: Report): void {
  const elements = part['elements'];
  switch (part['type']) {
    case 'rich_text_section':
    case 'rich_text_quote':
      richElements(elements, `${path}/elements`, report);
      return;
    case 'rich_text_preformatted':
      richElements(elements, `${path}/elements`, report, ['text', 'link']);
      return;
    case 'rich_text_list':
      if (part['style'] !== 'bullet' && part['style'] !== 'ordered') report(`${path}/style`, 'unsupported value');
      if (Number(part['indent'] ?? 0) > 8) report(`${path}/indent`, 'must be at most 8');
      for (const [index, item] of count(elements, 1, MANY, `${path}/elements`, report).entries()) {
        if (item['type'] !== 'rich_text_section') report(`${path}/elements/${index}`, 'unsupported type');
        else richPart(item, `${path}/elements/${index}`, report);
      }
      return;
  }
  report(path, 'unsupported type');
}

const checkHeader: Rule['check'] = (value, path, report) => {
  text(150)(value['text'], `${path}/text`, report);
};

const BLOCKS: Readonly<Record<string, Rule>> = {
  divider: { keys: [] },
  header: { keys: ['text*'], check: checkHeader },
  section: {
    keys: ['text', 'fields', 'accessory', 'expand'],
    check(value, path, report) {
      if (value['text'] !== undefined) text(3000, false)(value['text'], `${path}/text`, report);
    },
  },
  context: {
    keys: ['elements*'],
    check(value, path, report) {
      for (const [index, element] of count(value['elements'], 1, 10, `${path}/elements`, report).entries()) {
        text(3000, false)(element, `${path}/elements/${index}`, report);
      }
    },
  },
  rich_text: {
    keys: ['elements*'],
    check(value, path, report) {
      for (const [index, part] of count(value['elements'], 1, MANY, `${path}/elements`, report).entries()) {
        richPart(part, `${path}/elements/${index}`, report);
      }
    },
  },
  actions: {
    keys: ['elements*'],
    check(value, path, report, world) {
      const elements = count(value['elements'], 1, 25, `${path}/elements`, report);
      const ids = elements.map((element) => element['action_id']);
      if (new Set(ids).size < ids.length) report(`${path}/elements`, '`action_id` already exists');
      for (const [index, element] of elements.entries()) {
        const kinds = ['button', 'static_select', 'external_select', 'users_select', 'conversations_select'];
        checkElement(element, kinds, `${path}/elements/${index}`, report, world);
      }
    },
  },
  image: {
    keys: ['alt_text*', 'image_url', 'slack_file', 'title'],
    check(value, path, report, world) {
      length(value['alt_text'], 1, 2000, `${path}/alt_text`, report);
      if (!isJson(value['slack_file'])) return;
      const file = world.files.get(String(value['slack_file']['id']));
      const isReady = file?.completed === true && file.readyAt <= world.now() && file.name.endsWith('.png');
      if (!isReady) report(`${path}/slack_file`, 'invalid slack file');
    },
  },
  input: {
    keys: ['label*', 'element*', 'optional', 'hint', 'dispatch_action'],
    check(value, path, report, world) {
      text(2000)(value['label'], `${path}/label`, report);
      if (value['hint'] !== undefined) text(2000)(value['hint'], `${path}/hint`, report);
      const element = value['element'];
      const kinds = Object.keys(ELEMENTS).filter((kind) => kind !== 'button');
      if (isJson(element)) checkElement(element, kinds, `${path}/element`, report, world);
    },
  },
};

function checkElement(element: Json, kinds: readonly string[], path: string, report: Report, world: World): void {
  const kind = String(element['type']);
  const rule = ELEMENTS[kind];
  if (rule === undefined || !kinds.includes(kind)) {
    report(path, `unsupported type: ${kind}`);
    return;
  }
  if (element['action_id'] !== undefined) length(element['action_id'], 1, 255, `${path}/action_id`, report);
  apply(rule, element, ['type'], path, report, world);
}

function apply(rule: Rule, value: Json, others: readonly string[], path: string, report: Report, world: World): void {
  const known = new Set([...others, ...rule.keys.map((key) => key.replace('*', ''))]);
  for (const key of Object.keys(value)) if (!known.has(key)) report(path, `invalid additional property: ${key}`);
  for (const key of rule.keys) {
    if (key.endsWith('*') && value[key.slice(0, -1)] === undefined)
      report(path, `missing required field: ${key.slice(0, -1)}`);
  }
  rule.check?.(value, path, report, world);
}

const SURFACES: Readonly<Record<'message' | 'modal' | 'home', { most: number; kinds: readonly string[] }>> = {
  message: { most: 50, kinds: ['divider', 'header', 'section', 'context', 'rich_text', 'actions', 'image'] },
  home: { most: 100, kinds: ['divider', 'header', 'section', 'context', 'rich_text', 'actions', 'image', 'input'] },
  modal: { most: 100, kinds: ['divider', 'header', 'section', 'context', 'rich_text', 'actions', 'image', 'input'] },
};

/** bolt-js#2509: Slack counts the texts of all blocks together. */
const TEXT_PER_MESSAGE = 13_200;

/** Refuses what Slack refuses of blocks. */
export function validateBlocks(
  world: World,
  value: unknown,
  surface: 'message' | 'modal' | 'home',
  root = '',
): readonly Json[] {
  const faults: string[] = [];
  const report: Report = (path, fault) => faults.push(`${fault} [json-pointer:${root}${path}]`);
  const { most, kinds } = SURFACES[surface];
  const blocks = count(value, 1, most, '/blocks', report);
  const ids = blocks.flatMap((block) => (block['block_id'] === undefined ? [] : [block['block_id']]));
  if (new Set(ids).size < ids.length) report('/blocks', '`block_id` already exists');
  for (const [index, block] of blocks.entries()) {
    const path = `/blocks/${index}`;
    const rule = BLOCKS[String(block['type'])];
    if (rule === undefined || !kinds.includes(String(block['type'])))
      report(path, `unsupported type: ${String(block['type'])}`);
    else apply(rule, block, ['type', 'block_id'], path, report, world);
    if (block['block_id'] !== undefined) length(block['block_id'], 1, 255, `${path}/block_id`, report);
  }
  if (faults.length > 0) throw new ApiError('invalid_blocks', faults);
  if (surface === 'message' && countText(blocks) > TEXT_PER_MESSAGE) throw new ApiError('msg_blocks_too_long');
  return blocks;
}

export function countText(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countText(item), 0);
  if (!isJson(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === 'text' && typeof item === 'string' ? item.length : countText(item)),
    0,
  );
}
