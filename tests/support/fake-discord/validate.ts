import { ApiError, type Component, FLAGS, type MessageBody, type ModalBody, TYPE, walk } from './shapes.ts';

/** `{ components: { 0: { content: { _errors: [{ code, message }] } } } }` */
type Faults = { path: (string | number)[]; code: string; message: string }[];

const V2_TYPES: readonly number[] = [
  TYPE.actionRow,
  TYPE.textDisplay,
  TYPE.mediaGallery,
  TYPE.file,
  TYPE.separator,
  TYPE.container,
];

/** Refuses what Discord refuses of a message. The limits are written down here again, so that both sides are checked. */
export function validateMessage(body: MessageBody, files: readonly { name: string }[], wasV2 = false): void {
  const components = body.components ?? [];
  const isV2 = wasV2 || ((body.flags ?? 0) & FLAGS.componentsV2) !== 0;
  const faults: Faults = [];
  const fault = (path: (string | number)[], code: string, message: string) => faults.push({ path, code, message });
  if (isV2 && body.content)
    fault(['content'], 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', 'no content with V2');
  if (!isV2 && components.some(({ type }) => type !== TYPE.actionRow)) {
    fault(['components', 0, 'type'], 'UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1,).');
  }
  if (components.length === 0 && !body.content && files.length === 0) {
    throw new ApiError(400, 50006, 'Cannot send an empty message');
  }
  const all = [...walk(components)];
  if (all.length > 40) fault(['components'], 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', 'at most 40 components');
  const texts = all.flatMap(({ type, content }) => (type === TYPE.textDisplay ? [content ?? ''] : []));
  if (texts.reduce((sum, text) => sum + text.length, 0) > 4000) {
    fault(['components'], 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', 'at most 4000 characters');
  }
  components.forEach((component, index) => {
    if (!V2_TYPES.includes(component.type)) {
      fault(['components', index, 'type'], 'UNION_TYPE_CHOICES', `no type ${component.type}`);
    }
    validateComponent(component, ['components', index], fault);
  });
  findDuplicates(all, fault);
  const names = new Set(files.map(({ name }) => name));
  for (const { url } of all.flatMap(({ file, items = [] }) => [
    ...(file ? [file] : []),
    ...items.map((item) => item.media),
  ])) {
    if (!names.has(url.replace('attachment://', ''))) {
      fault(['components'], 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND', url);
    }
  }
  if (files.length > 10) fault(['attachments'], 'BASE_TYPE_MAX_LENGTH', 'at most 10 files');
  refuse(faults);
  // https://github.com/discord/discord-api-docs/issues/8554
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 12, 0);
  if (bytes > 10_170) throw new ApiError(500, 0, '500: Internal Server Error');
}

function findDuplicates(all: readonly Component[], fault: Fault): void {
  const customIds = all.flatMap(({ custom_id }) => (custom_id === undefined ? [] : [custom_id]));
  if (new Set(customIds).size < customIds.length) {
    fault(['components'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  }
  const ids = all.flatMap(({ id }) => (id === undefined || id === 0 ? [] : [id]));
  if (new Set(ids).size < ids.length) fault(['components'], 'COMPONENT_ID_DUPLICATED', 'Component id duplicated');
}

type Fault = (path: (string | number)[], code: string, message: string) => void;

function validateComponent(component: Component, path: (string | number)[], fault: Fault): void {
  const limit = (key: keyof Component, least: number, most: number) => {
    const length = String(component[key] ?? '').length;
    if (length < least) fault([...path, key], 'BASE_TYPE_REQUIRED', 'This field is required');
    if (length > most) fault([...path, key], 'BASE_TYPE_MAX_LENGTH', `Must be ${most} or fewer in length.`);
  };
  if (
    component.id !== undefined &&
    (!Number.isInteger(component.id) || component.id < 0 || component.id > 2 ** 31 - 1)
  ) {
    fault([...path, 'id'], 'NUMBER_TYPE_MAX', 'int value should be a 32 bit integer');
  }
  const children = component.components ?? [];
  switch (component.type) {
    case TYPE.textDisplay:
      if (component.content?.trim() === '') fault([...path, 'content'], 'BASE_TYPE_REQUIRED', 'This field is required');
      limit('content', 1, 4000);
      break;
    case TYPE.button:
      limit('label', 1, 80);
      limit('custom_id', 1, 100);
      if (![1, 2, 3, 4].includes(component.style ?? 0)) fault([...path, 'style'], 'BASE_TYPE_CHOICES', 'style');
      break;
    case TYPE.stringSelect:
      limit('custom_id', 1, 100);
      limit('placeholder', 0, 150);
      validateOptions(component.options ?? [], [...path, 'options'], fault);
      break;
    case TYPE.actionRow: {
      const selects = children.filter(({ type }) => type === TYPE.stringSelect).length;
      if (children.length < 1 || children.length > 5 || (selects > 0 && children.length > 1)) {
        fault(
          [...path, 'components'],
          'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
          'The specified component exceeds the maximum width',
        );
      }
      break;
    }
    case TYPE.container:
      if (children.length === 0) fault([...path, 'components'], 'BASE_TYPE_REQUIRED', 'This field is required');
      if (children.some(({ type }) => type === TYPE.container))
        fault([...path, 'components'], 'UNION_TYPE_CHOICES', 'nested');
      break;
    case TYPE.mediaGallery: {
      const { items = [] } = component;
      if (items.length < 1 || items.length > 10) fault([...path, 'items'], 'BASE_TYPE_BAD_LENGTH', '1 to 10');
      if (items.some(({ description = '' }) => description.length > 1024))
        fault([...path, 'items'], 'BASE_TYPE_MAX_LENGTH', 'Must be 1024 or fewer in length.');
      break;
    }
    case TYPE.textInput:
      limit('custom_id', 1, 100);
      limit('value', 0, Math.min(4000, component.max_length ?? 4000));
      limit('placeholder', 0, 100);
      if ((component.max_length ?? 1) < 1 || (component.max_length ?? 1) > 4000) {
        fault([...path, 'max_length'], 'NUMBER_TYPE_MAX', 'max_length');
      }
      break;
    case TYPE.label:
      limit('label', 1, 45);
      limit('description', 0, 100);
      if (component.component === undefined)
        fault([...path, 'component'], 'BASE_TYPE_REQUIRED', 'This field is required');
      else validateComponent(component.component, [...path, 'component'], fault);
      break;
  }
  children.forEach((child, index) => {
    validateComponent(child, [...path, 'components', index], fault);
  });
}

function validateOptions(options: NonNullable<Component['options']>, path: (string | number)[], fault: Fault): void {
  if (options.length < 1 || options.length > 25)
    fault(path, 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 25 in length.');
  if (new Set(options.map(({ value }) => value)).size < options.length) {
    fault(path, 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'The specified option value is already used');
  }
  options.forEach(({ label, value, description = '' }, index) => {
    for (const [key, text, least] of [
      ['label', label, 1],
      ['value', value, 1],
      ['description', description, 0],
    ] as const) {
      if (text.length < least || text.length > 100) fault([...path, index, key], 'BASE_TYPE_BAD_LENGTH', '1 to 100');
    }
  });
}

/** Refuses what Discord refuses of a form. */
export function validateModal(modal: ModalBody): void {
  const faults: Faults = [];
  const fault: Fault = (path, code, message) => faults.push({ path, code, message });
  if (modal.title.length < 1 || modal.title.length > 45) fault(['data', 'title'], 'BASE_TYPE_BAD_LENGTH', '1 to 45');
  if (modal.custom_id.length < 1 || modal.custom_id.length > 100)
    fault(['data', 'custom_id'], 'BASE_TYPE_BAD_LENGTH', '');
  if (modal.components.length < 1 || modal.components.length > 5)
    fault(['data', 'components'], 'BASE_TYPE_BAD_LENGTH', '1 to 5');
  modal.components.forEach((component, index) => {
    if (component.type !== TYPE.label) fault(['data', 'components', index], 'UNION_TYPE_CHOICES', 'a label');
    validateComponent(component, ['data', 'components', index], fault);
  });
  findDuplicates([...walk(modal.components)], fault);
  refuse(faults);
}

export function validateChoices(choices: readonly { name: string; value: unknown }[], optionType: number): void {
  const faults: Faults = [];
  if (choices.length > 25)
    faults.push({ path: ['data', 'choices'], code: 'BASE_TYPE_MAX_LENGTH', message: 'at most 25' });
  const wanted = optionType === 4 || optionType === 10 ? 'number' : 'string';
  choices.forEach(({ name, value }, index) => {
    if (typeof value !== wanted) {
      faults.push({ path: ['data', 'choices', index, 'value'], code: 'CHOICE_TYPE', message: `must be a ${wanted}` });
    }
    for (const [key, text] of [
      ['name', name],
      ['value', String(value)],
    ] as const) {
      if (text.length >= 1 && text.length <= 100) continue;
      faults.push({ path: ['data', 'choices', index, key], code: 'BASE_TYPE_BAD_LENGTH', message: '1 to 100' });
    }
  });
  refuse(faults);
}

/** A slash command as it is registered. */
export interface CommandBody {
  name: string;
  description: string;
  type?: number;
  required?: boolean;
  autocomplete?: boolean;
  choices?: { name: string; value: string | number }[];
  min_value?: number;
  max_value?: number;
  options?: CommandBody[];
}

export function validateCommands(commands: readonly CommandBody[]): void {
  const faults: Faults = [];
  const check = (command: CommandBody, path: (string | number)[]): void => {
    const fault = (key: string, code: string) => faults.push({ path: [...path, key], code, message: code });
    // A menu's entry is called what people read.
    const isMenu = path.length === 1 && (command.type === 2 || command.type === 3);
    if (isMenu) {
      if (command.name.length < 1 || command.name.length > 32) fault('name', 'BASE_TYPE_BAD_LENGTH');
      if (command.description !== '') fault('description', 'APPLICATION_COMMAND_INVALID_DESCRIPTION');
      return;
    }
    if (!/^[-_'\p{L}\p{N}]{1,32}$/u.test(command.name) || command.name !== command.name.toLowerCase()) {
      fault('name', 'APPLICATION_COMMAND_INVALID_NAME');
    }
    if (command.description.length < 1 || command.description.length > 100)
      fault('description', 'BASE_TYPE_BAD_LENGTH');
    const { options = [], choices = [] } = command;
    if (options.length > 25) fault('options', 'BASE_TYPE_MAX_LENGTH');
    if (choices.length > 25) fault('choices', 'BASE_TYPE_MAX_LENGTH');
    if (choices.length > 0 && command.autocomplete)
      fault('autocomplete', 'APPLICATION_COMMAND_OPTIONS_CHOICES_AND_AUTOCOMPLETE');
    if (new Set(options.map(({ name }) => name)).size < options.length)
      fault('options', 'APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED');
    const firstOptional = options.findIndex(({ required }) => required !== true);
    if (firstOptional >= 0 && options.slice(firstOptional).some(({ required }) => required)) {
      fault('options', 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID');
    }
    options.forEach((option, index) => {
      check(option, [...path, 'options', index]);
    });
  };
  commands.forEach((command, index) => {
    check(command, [index]);
  });
  if (commands.length > 100) throw new ApiError(400, 30032, 'Maximum number of application commands reached (100).');
  refuse(faults);
}

interface Tree {
  [key: string]: Tree | { code: string; message: string }[];
}

function refuse(faults: Faults): void {
  if (faults.length === 0) return;
  const errors: Tree = {};
  for (const { path, code, message } of faults) {
    let level = errors;
    for (const key of path) {
      const next = (level[key] ?? {}) as Tree;
      level[key] = next;
      level = next;
    }
    level['_errors'] = [{ code, message }];
  }
  throw new ApiError(400, 50035, 'Invalid Form Body', errors);
}
