import { mapBlock } from './shown-in.ts';
import { type Command, type Inline, markdown, type Text, type Word } from './text.ts';
import type { View } from './view.ts';

/** How one platform calls what has another name on each. */
export interface Dialect {
  /** A command as our own markdown. */
  command(command: Command): string;
  word(word: Word): string;
}

/** `/quiz start session:3`, as it is typed where nothing stands before our commands. */
export function typedCommand({ name, options }: Pick<Command, 'name' | 'options'>, prefix = ''): string {
  return [`/${prefix}${name}`, ...Object.entries(options).map(([option, value]) => `${option}:${value}`)].join(' ');
}

/** Where a text is read that no platform has spelt: in previews and tests. */
export const PLAIN: Dialect = {
  command: (command) => `\`${typedCommand(command)}\``,
  word: (word) => word,
};

/** A view in which every command and every word of a platform is spelt. One that names none stays the same value. */
export function speltView(dialect: Dialect, view: View): View {
  const blocks = view.blocks.map((block) => mapBlock(block, (inline) => spell(dialect, inline)));
  return blocks.every((block, index) => block === view.blocks[index]) ? view : { kind: 'view', blocks };
}

const MARK = /\{(role|workspace)\}/g;

/**
 * A plain string of ours (a summary, an option's description, what is wrong with a value), in which such a word stands in
 * braces: `The {role} of the mentors`.
 */
export function speltPhrase(dialect: Dialect, phrase: string): string {
  return phrase.replace(MARK, (_, word: Word) => dialect.word(word));
}

/** The same as a text, which is spelt later. */
export function phrase(words: string): Text {
  return words
    .split(MARK)
    .flatMap((piece, index): Inline[] =>
      index % 2 === 1 ? [{ kind: 'word', word: piece as Word }] : piece === '' ? [] : [markdown(piece)],
    );
}

/** A command or a word where nobody has spelt it. */
export function plainSpelling(inline: Extract<Inline, { kind: 'command' | 'word' }>): string {
  return inline.kind === 'command' ? PLAIN.command(inline) : PLAIN.word(inline.word);
}

function spell(dialect: Dialect, inline: Inline): Inline {
  switch (inline.kind) {
    case 'command':
      return markdown(dialect.command(inline));
    case 'word':
      return markdown(dialect.word(inline.word));
    case 'markdown':
    case 'typed':
    case 'time':
    case 'mention':
      return inline;
  }
}
