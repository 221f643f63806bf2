import { type Component, plainText, type StoredMessage, TYPE, type UploadedFile, walk } from './shapes.ts';

/** A message as a test looks at it. */
export interface MessageView {
  id: string;
  channelId: string;
  /** Texts as they were sent, `[Label]` for a button or a select, a line for each. */
  text: string;
  /** As Discord stored them, with their ids. */
  components: readonly Component[];
  buttons: readonly { id: number; label: string; customId: string; disabled: boolean; style: number }[];
  selects: readonly {
    id: number;
    customId: string;
    placeholder: string;
    options: readonly { label: string; value: string }[];
  }[];
  files: readonly UploadedFile[];
  ephemeral: boolean;
  /** How often it was rewritten. */
  edits: number;
}

export function viewMessage(message: StoredMessage): MessageView {
  const all = [...walk(message.components)];
  return {
    id: message.id,
    channelId: message.channelId,
    text: plainText(message.components, message.content),
    components: message.components,
    buttons: all
      .filter(({ type }) => type === TYPE.button)
      .map(({ id = 0, label = '', custom_id: customId = '', disabled = false, style = 0 }) => ({
        id,
        label,
        customId,
        disabled,
        style,
      })),
    selects: all
      .filter(({ type }) => type === TYPE.stringSelect)
      .map(({ id = 0, custom_id: customId = '', placeholder = '', options = [] }) => ({
        id,
        customId,
        placeholder,
        options,
      })),
    files: message.files,
    ephemeral: message.onlyFor !== undefined,
    edits: message.edits,
  };
}
