import { type Dialect, typedCommand } from '../../chat/spelling.ts';

/** Slack's own words, and our commands as they are called in a workspace where `prefix` stands before each. */
export function createDialect(prefix: string): Dialect {
  return {
    command: (command) => `\`${typedCommand(command, command.isElsewhere ? '' : prefix)}\``,
    word(word) {
      switch (word) {
        case 'role':
          return 'user group';
        case 'workspace':
          return 'workspace';
      }
    },
  };
}
