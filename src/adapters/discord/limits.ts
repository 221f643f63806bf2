import {
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIMessageTopLevelComponent,
  ComponentType,
  type RawFile,
} from 'discord.js';

/** https://docs.discord.com/developers/components/reference#using-components: 40 components in all, nested ones included. */
const COMPONENTS_PER_MESSAGE = 40;

/** https://github.com/discord/discord-api-docs/pull/8562: the text displays of a message together. */
export const CHARACTERS_PER_MESSAGE = 4000;

/**
 * https://github.com/discord/discord-api-docs/issues/8554: above 10 170 bytes, counted as the UTF-8 of every text display
 * and 12 bytes for each, Discord answers 500. 3390 Japanese characters are enough.
 */
export const BYTES_PER_MESSAGE = 10_170;

const BYTES_PER_TEXT = 12;

/** https://docs.discord.com/developers/components/reference#action-row */
export const BUTTONS_PER_ROW = 5;

/** https://docs.discord.com/developers/components/reference#anatomy-of-a-component */
export const CUSTOM_ID = 100;

/** https://docs.discord.com/developers/components/reference#button. Ours are shorter: a phone clips the rest. */
const BUTTON_LABEL = 80;

export const BUTTON_LABEL_SHOWN = 40;

/** https://docs.discord.com/developers/components/reference#string-select */
export const SELECT = { options: 25, placeholder: 150, label: 100, value: 100, description: 100 } as const;

/** https://docs.discord.com/developers/components/reference#label and #text-input */
/** https://docs.discord.com/developers/resources/guild-scheduled-event#create-guild-scheduled-event */
export const EVENT = { name: 100, description: 1000 } as const;

export const MODAL = { title: 45, fields: 5, label: 45, description: 100, value: 4000, when: 100 } as const;

/** https://docs.discord.com/developers/resources/message#create-message */
const FILES_PER_MESSAGE = 10;

/** https://docs.discord.com/developers/components/reference#media-gallery: what a picture says for whoever can't see it. */
export const ALT = 1024;

/** https://docs.discord.com/developers/reference#uploading-files: 10 MiB for a server without boosts. */
const BYTES_PER_FILE = 10 * 1024 * 1024;

/** https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure */
export const SUGGESTIONS = { count: 25, label: 100, value: 100 } as const;

/** https://docs.discord.com/developers/resources/channel#start-thread-from-message */
export const THREAD_TITLE = 100;

/** A message as it leaves: what it shows, and the files it carries. */
export interface Payload {
  components: APIMessageTopLevelComponent[];
  files: (RawFile & { data: Buffer })[];
}

/** How much of each limit a message uses up. */
interface Measure {
  components: number;
  characters: number;
  bytes: number;
}

type Component = APIMessageTopLevelComponent | APIComponentInContainer | APIComponentInMessageActionRow;

/** Every component of a message, nested ones after the one that holds them. */
function* walk(components: readonly Component[]): Generator<Component> {
  for (const component of components) {
    yield component;
    if (component.type === ComponentType.Container || component.type === ComponentType.ActionRow) {
      yield* walk(component.components);
    }
  }
}

export function measure(components: readonly APIMessageTopLevelComponent[]): Measure {
  const sum: Measure = { components: 0, characters: 0, bytes: 0 };
  for (const component of walk(components)) {
    sum.components += 1;
    if (component.type !== ComponentType.TextDisplay) continue;
    sum.characters += component.content.length;
    sum.bytes += Buffer.byteLength(component.content) + BYTES_PER_TEXT;
  }
  return sum;
}

/** Whether a message is within the limits that a longer view outgrows. The rest is `checkPayload`'s. */
export function fitsMessage({ components, files }: Payload): boolean {
  const used = measure(components);
  return (
    used.components <= COMPONENTS_PER_MESSAGE &&
    used.characters <= CHARACTERS_PER_MESSAGE &&
    used.bytes <= BYTES_PER_MESSAGE &&
    files.length <= FILES_PER_MESSAGE
  );
}

/** Passes a message on that Discord would take. Throws a RangeError that names every breach: a mistake of the programmer. */
export function checkPayload(payload: Payload): Payload {
  const used = measure(payload.components);
  const breaches = [
    ...over('components', used.components, COMPONENTS_PER_MESSAGE),
    ...over('characters of text', used.characters, CHARACTERS_PER_MESSAGE),
    ...over('bytes of text', used.bytes, BYTES_PER_MESSAGE),
    ...over('files', payload.files.length, FILES_PER_MESSAGE),
    ...payload.files.flatMap((file) => over('bytes of a file', file.data.length, BYTES_PER_FILE)),
    ...(payload.components.length === 0 ? ['no components'] : []),
    ...[...walk(payload.components)].flatMap(findBreaches),
    ...findDuplicates(payload.components),
  ];
  if (breaches.length > 0) throw new RangeError(`a message breaks Discord's limits: ${breaches.join('; ')}`);
  return payload;
}

function findBreaches(component: Component): string[] {
  switch (component.type) {
    case ComponentType.TextDisplay:
      return component.content.trim() === '' ? ['an empty text'] : [];
    case ComponentType.ActionRow:
      return within('components of a row', component.components.length, BUTTONS_PER_ROW);
    case ComponentType.Container:
      return component.components.length === 0 ? ['an empty container'] : [];
    case ComponentType.Button:
      return [
        ...('label' in component ? within('characters of a label', component.label?.length ?? 0, BUTTON_LABEL) : []),
        ...('custom_id' in component ? within('characters of an id', component.custom_id.length, CUSTOM_ID) : []),
      ];
    case ComponentType.StringSelect:
      return [
        ...within('characters of an id', component.custom_id.length, CUSTOM_ID),
        ...over('characters of a placeholder', component.placeholder?.length ?? 0, SELECT.placeholder),
        ...within('options of a select', component.options.length, SELECT.options),
        ...component.options.flatMap((option) => [
          ...within('characters of an option', option.label.length, SELECT.label),
          ...within('characters of a value', option.value.length, SELECT.value),
          ...over('characters of a description', option.description?.length ?? 0, SELECT.description),
        ]),
        ...(new Set(component.options.map((option) => option.value)).size < component.options.length
          ? ['two options of one value']
          : []),
      ];
    case ComponentType.MediaGallery:
      return component.items.flatMap((item) => over('characters of a description', item.description?.length ?? 0, ALT));
    case ComponentType.File:
    case ComponentType.Separator:
      return [];
    case ComponentType.ChannelSelect:
    case ComponentType.MentionableSelect:
    case ComponentType.RoleSelect:
    case ComponentType.Section:
    case ComponentType.UserSelect:
      return [`a component of type ${component.type}, which is never rendered`];
  }
}

/** Discord refuses a message with two controls of one id. */
function findDuplicates(components: readonly APIMessageTopLevelComponent[]): string[] {
  const ids = [...walk(components)].flatMap((component) => ('custom_id' in component ? [component.custom_id] : []));
  return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `two controls with the id "${id}"`);
}

function over(what: string, is: number, most: number): string[] {
  return is > most ? [`${is} ${what}, at most ${most}`] : [];
}

function within(what: string, is: number, most: number): string[] {
  return is < 1 ? [`no ${what}`] : over(what, is, most);
}
