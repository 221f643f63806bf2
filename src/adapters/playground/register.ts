import type { CommandSpec } from '../../chat/route.ts';

/** A command as the page's picker needs it. */
export interface PickerCommand {
  name: string;
  summary: string;
  who: CommandSpec['who'];
  options: CommandSpec['options'];
}

/** All commands by name, each with what it must have before what it may have. The bot decides who may; the picker hides none. */
export function describePicker(commands: readonly CommandSpec[]): PickerCommand[] {
  return commands
    .map(({ path, summary, who, options }) => ({
      name: path.join(' '),
      summary,
      who,
      options: options.toSorted((one, other) => Number(other.required) - Number(one.required)),
    }))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
}
