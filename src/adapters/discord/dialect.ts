import { type Dialect, typedCommand } from '../../chat/spelling.ts';

interface Names {
  /** The id of each of our commands by its whole name, as far as Discord has told them. */
  ids: ReadonlyMap<string, string>;
  /** What stands before our commands on the other platform. */
  prefixElsewhere: string;
}

/** Discord's own words. A command can be pressed: https://docs.discord.com/developers/reference#message-formatting. */
export function createDialect(names: Names): Dialect {
  return {
    command(command) {
      const { name, options, isElsewhere } = command;
      if (isElsewhere) return `\`${typedCommand(command, names.prefixElsewhere)}\``;
      const id = names.ids.get(name);
      if (id === undefined) return `\`${typedCommand(command)}\``;
      // A press fills in the name alone; what belongs behind it stands beside it.
      const rest = Object.entries(options).map(([option, value]) => ` \`${option}:${value}\``);
      return `</${name}:${id}>${rest.join('')}`;
    },
    word(word) {
      switch (word) {
        case 'role':
          return 'role';
        case 'workspace':
          return 'server';
      }
    },
  };
}
