/**
 * Text as data. Our own words are markdown; everything put into them is marked for what it is, so that no platform's
 * renderer can mistake a person's words for mark-up, or a moment for a string.
 */
export type Inline =
  | { kind: 'markdown'; markdown: string }
  | { kind: 'typed'; text: string }
  | { kind: 'time'; at: Temporal.Instant; style: TimeStyle }
  | { kind: 'mention'; of: MentionOf; id: string; owner?: Owner; pings?: true }
  | Command
  | { kind: 'word'; word: Word };

/** A command to be typed, by the name of its route. Each platform spells it as people type or press it there. */
export interface Command {
  kind: 'command';
  name: string;
  /** What to type behind it: `{ session: '3' }`. */
  options: Readonly<Record<string, string>>;
  /** It is to be typed on the other platform, so it is spelt as there, and can't be pressed here. */
  isElsewhere?: true;
}

/** What platforms call differently: a `role` is a user group on Slack, a `workspace` a server on Discord. */
export type Word = 'role' | 'workspace';

type MentionOf = 'member' | 'channel' | 'role';

/**
 * Which workspace (`discord:123`) knows the id of a mention, and the name to show in every other one. Adapters need not
 * look at it: `shownIn` has put the name in place of a foreign id before a view reaches them.
 */
interface Owner {
  workspace: string;
  name: string;
}

/** `full`: weekday, date and time. `relative`: "in 3 hours". Shown in the reader's own zone by the platform. */
export type TimeStyle = 'date' | 'time' | 'full' | 'relative';

export type Text = readonly Inline[];

/** What a `text` template takes. A bare string is a person's (or any foreign) text and is escaped; wrap our own in `markdown`. */
export type Part = string | number | Inline | Text;

/** Our own markdown: **bold**, *italic*, `code`, [links](https://…), lists, quotes, fenced code. Never a person's words. */
export function markdown(source: string): Inline {
  return { kind: 'markdown', markdown: source };
}

export function time(at: Temporal.Instant, style: TimeStyle = 'full'): Inline {
  return { kind: 'time', at, style };
}

/**
 * `id` is the platform's own id. Renders as a name that pings nobody. Without an owner it is of the workspace in which
 * it is shown.
 */
export function mention(of: MentionOf, id: string, owner?: Owner): Inline {
  return { kind: 'mention', of, id, ...(owner === undefined ? {} : { owner }) };
}

/** A command that people can type, `command('quiz start', { session: '3' })`: the only way to name one in a text. */
export function command(name: string, options: Readonly<Record<string, string>> = {}): Command {
  return { kind: 'command', name, options };
}

/** The same, for somebody who is to type it on the other platform. */
export function commandElsewhere(name: string, options: Readonly<Record<string, string>> = {}): Command {
  return { ...command(name, options), isElsewhere: true };
}

/** A word that platforms call differently, as it is called where it is read. */
export function word(of: Word): Inline {
  return { kind: 'word', word: of };
}

/** The same mention, but one that notifies whom it names. Only posts ping, and only through this. */
export function pinging(inline: Inline): Inline {
  return inline.kind === 'mention' && inline.of !== 'channel' ? { ...inline, pings: true } : inline;
}

/** The template's own words are markdown, values put in are not: text`**${name}** joins ${time(at)}`. */
export function text(strings: TemplateStringsArray, ...parts: readonly Part[]): Text {
  return strings.flatMap((words, index) => {
    const part = parts[index];
    return [...(words === '' ? [] : [markdown(words)]), ...(part === undefined ? [] : inlines(part))];
  });
}

/** Joins texts, for lists and paragraphs: the separator is our own markdown. */
export function join(texts: readonly Part[], separator: string): Text {
  return texts.flatMap((part, index) => [...(index === 0 ? [] : [markdown(separator)]), ...inlines(part)]);
}

function inlines(part: Part): Text {
  if (typeof part === 'string') return part === '' ? [] : [{ kind: 'typed', text: part }];
  if (typeof part === 'number') return [markdown(String(part))];
  return 'kind' in part ? [part] : part;
}
