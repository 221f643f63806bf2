/** A component as it travels, whatever its type: https://docs.discord.com/developers/components/reference. */
export interface Component {
  type: number;
  id?: number;
  content?: string;
  custom_id?: string;
  label?: string;
  description?: string;
  style?: number;
  disabled?: boolean;
  url?: string;
  value?: string;
  placeholder?: string;
  required?: boolean;
  min_length?: number;
  max_length?: number;
  options?: { label: string; value: string; description?: string; default?: boolean }[];
  accent_color?: number;
  file?: { url: string };
  items?: { media: { url: string }; description?: string }[];
  components?: Component[];
  component?: Component;
}

export interface MessageBody {
  content?: string;
  flags?: number;
  components?: Component[];
  attachments?: { id: number | string; filename?: string }[];
  allowed_mentions?: { parse?: string[] };
  nonce?: string | number;
  enforce_nonce?: boolean;
}

export interface ModalBody {
  custom_id: string;
  title: string;
  components: Component[];
}

export interface UploadedFile {
  name: string;
  content: string;
}

/** A message as the fake keeps it. */
export interface StoredMessage {
  id: string;
  channelId: string;
  authorId: string;
  /** Set on what people wrote. */
  authorName?: string;
  flags: number;
  components: Component[];
  content: string;
  files: UploadedFile[];
  /** Who alone sees it; nobody in particular for a message in a channel. */
  onlyFor?: string;
  /** A deferred answer that shows "thinking". */
  loading: boolean;
  nonce?: string;
  edits: number;
  createdAt: number;
  interactionId?: string;
}

export const FLAGS = { ephemeral: 1 << 6, loading: 1 << 7, componentsV2: 1 << 15 } as const;

export const TYPE = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  textDisplay: 10,
  mediaGallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
} as const;

/** A refusal as Discord words it. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: object | undefined;
  constructor(status: number, code: number, message: string, errors?: object) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

export function* walk(components: readonly Component[]): Generator<Component> {
  for (const component of components) {
    yield component;
    yield* walk(component.components ?? []);
    if (component.component !== undefined) yield* walk([component.component]);
  }
}

/** What a person reads of a message, a line for each thing shown: texts as they were sent, `[Label]` for a button. */
export function plainText(components: readonly Component[], content = ''): string {
  const lines = components.map((component): string => {
    switch (component.type) {
      case TYPE.textDisplay:
        return component.content ?? '';
      case TYPE.actionRow:
        return (component.components ?? [])
          .map((control) => `[${control.label ?? control.placeholder ?? ''}]`)
          .join(' ');
      case TYPE.container:
        return plainText(component.components ?? []);
      case TYPE.separator:
        return '---';
      case TYPE.file:
        return `(${component.file?.url.replace('attachment://', '')})`;
      case TYPE.mediaGallery:
        return (component.items ?? []).map(({ description }) => `(picture: ${description})`).join('\n');
    }
    return '';
  });
  return [content, ...lines].filter((line) => line !== '').join('\n');
}
