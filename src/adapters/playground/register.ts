import { nearest } from '../../chat/nearest.ts';
import type { CommandSpec } from '../../chat/route.ts';
import { PLAIN, speltPhrase } from '../../chat/spelling.ts';

/** A command as the page's picker needs it. */
interface PickerCommand {
  name: string;
  summary: string;
  who: CommandSpec['who'];
  options: readonly PickerOption[];
  /** Ends, removes or stops something: offered after the commands that don't. */
  takesAway: boolean;
}

type PickerOption = Pick<
  CommandSpec['options'][number],
  'name' | 'description' | 'kind' | 'required' | 'choices' | 'completes' | 'min' | 'max' | 'when'
>;

/** All commands by name, each with its required options before the optional ones. The bot checks rights; the picker hides nothing. */
export function describePicker(commands: readonly CommandSpec[]): PickerCommand[] {
  return commands
    .map(({ path, summary, who, options }) => ({
      name: path.join(' '),
      summary: speltPhrase(PLAIN, summary),
      who,
      options: options
        .map((option) => ({ ...option, description: speltPhrase(PLAIN, option.description) }))
        .toSorted((one, other) => Number(other.required) - Number(one.required)),
      takesAway: path.some((word) => TAKES_AWAY.includes(word)),
    }))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
}

const TAKES_AWAY = ['archive', 'delete', 'forget', 'leave', 'pause', 'remove', 'retire', 'skip', 'unlink'];

/**
 * The commands that somebody meant who typed this: those with a name like it, else those whose first word is like its
 * first word; at most five.
 */
export function findNearest(commands: readonly CommandSpec[], typed: string): string[] {
  const names = commands.map(({ path }) => path.join(' '));
  const whole = nearest(
    typed,
    names.map((slug) => ({ slug })),
  );
  const [first = ''] = typed.split(' ');
  const heads = [...new Set(commands.map(({ path: [head = ''] }) => head))].map((slug) => ({ slug }));
  const [head] = nearest(first, heads);
  const below = names.filter((name) => name.split(' ')[0] === head);
  return [...new Set([...whole, ...below])].slice(0, 5);
}
