import { BadInput } from '../../chat/errors.ts';
import type { CommandOption, CommandSpec } from '../../chat/route.ts';
import { PLAIN, speltPhrase } from '../../chat/spelling.ts';
import type { Channel } from './store.ts';

/** What the playground knows by name: what a channel, role or member option may hold. */
export interface Known {
  commands: readonly CommandSpec[];
  personas: readonly { id: string }[];
  roles: readonly { id: string }[];
  channels: readonly Channel[];
}

/** Values of options that can't be taken, each with its fault: all of them, so that people can fix them all at once. */
export class FaultyOptions extends BadInput {
  readonly faults: Readonly<Record<string, string>>;
  constructor(faults: Readonly<Record<string, string>>) {
    super(
      Object.entries(faults)
        .map(([name, fault]) => `${name} ${fault}.`)
        .join(' '),
    );
    this.faults = faults;
  }
}

/** The rules a chat platform enforces before it sends a command, and values the route would refuse at once. */
export function assertOptions(
  options: readonly CommandOption[],
  state: Readonly<Record<string, string>>,
  known: Known,
): void {
  const faults = options.flatMap((option): [string, string][] => {
    const value = state[option.name];
    const fault = value === undefined ? undefined : (faultIn(option, value, known) ?? option.faultOf?.(value));
    return fault === undefined ? [] : [[option.name, speltPhrase(PLAIN, fault)]];
  });
  if (faults.length > 0) throw new FaultyOptions(Object.fromEntries(faults));
}

function faultIn({ kind, choices, min, max }: CommandOption, value: string, known: Known): string | undefined {
  switch (kind) {
    case 'string':
      if (choices.length === 0 || choices.some((choice) => choice.value === value)) return undefined;
      return `must be one of ${choices.map((choice) => choice.label).join(', ')}`;
    case 'integer': {
      const number = Number(value);
      if (/^-?\d{1,15}$/.test(value) && number >= (min ?? -Infinity) && number <= (max ?? Infinity)) return undefined;
      const range = [...(min === undefined ? [] : [`from ${min}`]), ...(max === undefined ? [] : [`to ${max}`])];
      return ['must be a whole number', ...range].join(' ');
    }
    case 'boolean':
      return value === 'true' || value === 'false' ? undefined : 'must be true or false';
    case 'channel':
      if (known.channels.some(({ id, person }) => id === value && person === null)) return undefined;
      return 'is not a channel of the playground';
    case 'role':
      return known.roles.some(({ id }) => id === value) ? undefined : 'is not a role of the playground';
    // Its commands take none.
    case 'file':
      return 'can’t be given here: paste the words';
    case 'member':
      return known.personas.some(({ id }) => id === value) ? undefined : 'is nobody in the playground';
  }
}
