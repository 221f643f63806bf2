import { LONGEST } from '../../chat/input.ts';
import { nearest } from '../../chat/nearest.ts';
import { type CommandOption, type CommandSpec, findCommandSpec } from '../../chat/route.ts';
import { command, join, markdown, type Text, text } from '../../chat/text.ts';
import type { ReadCommand } from './ports.ts';

/**
 * Reads what stands behind a slash command as people write it: the words of a subcommand, then values by position, then
 * values by name, `start=2026-11-24` or `start: 2026-11-24`. Quotes keep words together; a value that has a name goes on
 * until the next name. If something is missing or wrong, a form asks for it, with the rest filled in. `command` comes with its
 * slash and without the prefix; `typed` as Slack sent it, with `&lt;` for `<`. A name that a command had before is
 * understood, and stays the route where all is said, so that the answer can tell the new one.
 */
export function readCommand(commands: readonly CommandSpec[], command: string, typed: string): ReadCommand {
  if (typed.length > MOST_TYPED) return { kind: 'unclear', text: TOO_LONG };
  const word = command.replace(/^\//, '').toLowerCase();
  const all = tokenise(unescapeSlack(typed));
  // `/pythia quiz start` is `/quiz start`, for where that name is taken.
  const isUmbrella = word === UMBRELLA;
  const root = isUmbrella ? (all[0]?.word.toLowerCase() ?? 'help') : word;
  const words = isUmbrella ? all.slice(1) : all;
  const members = commands.filter(({ path }) => path[0] === root);
  const named = findCommand(members, words) ?? findCommand(formerMembers(commands, root), words);
  if (named === undefined) return { kind: 'unclear', text: explainUnclear(root, members, words) };
  const rest = words.slice(named.path.length - 1);
  const typedName = named.path.join(' ');
  const spec = findCommandSpec(commands, typedName) ?? named;
  const route = spec.path.join(' ');
  const whole = takesWords(spec.options) ? spec.options[0] : undefined;
  const { values, stray } =
    whole === undefined
      ? assign(spec.options, rest)
      : { values: wordsFor(whole, typed, words.length - rest.length + Number(isUmbrella)), stray: undefined };
  const state: Record<string, string> = {};
  const faults: Record<string, string> = {};
  for (const option of spec.options) {
    const value = values.get(option.name);
    if (value === undefined) {
      if (option.required) faults[option.name] = 'is missing';
      continue;
    }
    const read = readValue(option, value);
    // Words that could not be read stay in the form for whoever typed them, so that they can be put right.
    state[option.name] = read.value;
    const fault = read.fault ?? option.faultOf?.(read.value);
    if (fault !== undefined) faults[option.name] = fault;
  }
  if (stray !== undefined) return { kind: 'unclear', text: explainStray(route, spec.options, stray) };
  return Object.keys(faults).length === 0
    ? { kind: 'ready', route: typedName, state }
    : { kind: 'form', route, state, faults };
}

/** Typed words are read before they are acknowledged, so their length is checked first. */
const MOST_TYPED = 2 * LONGEST;

const TOO_LONG = text`That is longer than I can read: at most ${LONGEST} characters. Your words stand in the message box again with the up arrow.`;

/** The command behind which every other can be typed. */
export const UMBRELLA = 'pythia';

/** A word, or what stood between quotes. `key` is set where it names the value behind it. */
interface Token {
  word: string;
  isQuoted: boolean;
}

/** Slack escapes three characters, and only these: https://docs.slack.dev/messaging/formatting-message-text#escaping */
function unescapeSlack(typed: string): string {
  // Mentions stand as `<@U1|name>`; a typed `<` is `&lt;`. So the two can still be told apart here.
  return typed.replaceAll('&lt;', '\uE000').replaceAll('&gt;', '\uE001').replaceAll('&amp;', '&');
}

/** Undoes the stand-ins once mentions have been recognised. */
function restore(word: string): string {
  return word.replaceAll('\uE000', '<').replaceAll('\uE001', '>');
}

/** What opens a quotation, and what may close it: languages pair the same marks differently, and phones put some of their own. */
const QUOTES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '"': '"”“',
    '“': '”“"',
    '”': '”"',
    '„': '“”"',
    "'": "'’",
    '‘': "’‘'",
    '’': "’'",
    '‚': "‘’'",
    '«': '»',
    '»': '«»',
    '‹': '›',
    '›': '‹›',
    '「': '」',
    '『': '』',
  }),
);

/** Words and quoted texts. A quote counts at the start of a word or behind `=` or `:`, so that an apostrophe is none. */
function tokenise(typed: string): Token[] {
  const tokens: Token[] = [];
  let word = '';
  let isQuoted = false;
  const push = () => {
    if (word !== '' || isQuoted) tokens.push({ word, isQuoted });
    word = '';
    isQuoted = false;
  };
  const letters = [...typed];
  // If a search finds nothing, nothing follows further on either: it is not repeated.
  const missing = new Set<string>();
  const find = (wanted: string, from: number) => {
    if (missing.has(wanted)) return -1;
    for (let at = from; at < letters.length; at += 1) if (wanted.includes(letters[at] ?? ' ')) return at;
    missing.add(wanted);
    return -1;
  };
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at] ?? '';
    const close = QUOTES.get(letter);
    const opens = close !== undefined && (word === '' || letters[at - 1] === '=' || letters[at - 1] === ':');
    const end = opens ? find(close, at + 1) : -1;
    if (opens && end > at) {
      const quoted = letters.slice(at + 1, end).join('');
      if (word !== '') {
        tokens.push({ word, isQuoted: false });
        word = '';
      }
      tokens.push({ word: quoted, isQuoted: true });
      at = end;
    } else if (letter === '<' && word === '' && find('>', at) > at) {
      // A mention may have a name with spaces in it.
      const close = letters.indexOf('>', at);
      word = letters.slice(at, close + 1).join('');
      at = close;
    } else if (/\s/.test(letter)) {
      push();
    } else {
      word += letter;
    }
  }
  push();
  return tokens;
}

/** The commands that began with this word once, under the names that they had then. */
function formerMembers(commands: readonly CommandSpec[], root: string): CommandSpec[] {
  return commands.flatMap((command) =>
    (command.formerly ?? [])
      .map((name) => ({ ...command, path: name.split(' ') }))
      .filter(({ path }) => path[0] === root),
  );
}

/** The command with the most words that stand there. */
function findCommand(members: readonly CommandSpec[], words: readonly Token[]): CommandSpec | undefined {
  const fits = ({ path }: CommandSpec) =>
    path.slice(1).every((part, index) => {
      const token = words[index];
      return token !== undefined && !token.isQuoted && token.word.toLowerCase() === part;
    });
  return members.filter(fits).toSorted((one, other) => other.path.length - one.path.length)[0];
}

function explainUnclear(root: string, members: readonly CommandSpec[], words: readonly Token[]): Text {
  if (members.length === 0) return text`I have no command ${command(root)}. ${command('help')} lists those I have.`;
  const typed = words[0]?.word.toLowerCase();
  const names = members.map(({ path }) => path.slice(1).join(' '));
  const all = join(
    names.map((name) => command(`${root} ${name}`.trimEnd())),
    ', ',
  );
  if (typed === undefined) return text`What shall I do? There are ${all}.`;
  const [close] = nearest(
    typed,
    names.map((slug) => ({ slug: slug.split(' ')[0] ?? slug })),
  );
  const offer = close === undefined ? text`` : text`Did you mean ${command(`${root} ${close}`)}? `;
  return text`There is no ${command(root)} ${restore(typed)}. ${offer}There are ${all}.`;
}

function explainStray(route: string, options: readonly CommandOption[], stray: string): Text {
  const [close] = nearest(
    stray.toLowerCase(),
    options.map(({ name }) => ({ slug: name })),
  );
  const offer = close === undefined ? text`` : text` Did you mean ${markdown(`\`${close}\``)}?`;
  const known =
    options.length === 0
      ? text`It takes nothing.`
      : text`It takes ${join(
          options.map(({ name }) => markdown(`\`${name}\``)),
          ', ',
        )}.`;
  return text`${command(route)} knows no ${restore(stray)}.${offer} ${known}`;
}

/** Which words belong to which option. `stray` is a word that belongs to none. */
function assign(
  options: readonly CommandOption[],
  words: readonly Token[],
): { values: Map<string, string>; stray: string | undefined } {
  const values = new Map<string, string>();
  const positional: Token[] = [];
  let current: CommandOption | undefined;
  const append = (option: CommandOption, word: string) => {
    const before = values.get(option.name);
    values.set(option.name, before === undefined || before === '' ? word : `${before} ${word}`);
  };
  for (let at = 0; at < words.length; at += 1) {
    const token = words[at];
    if (token === undefined) break;
    const named = token.isQuoted ? undefined : readName(options, token.word, words[at + 1]);
    if (named !== undefined) {
      current = named.option;
      values.set(current.name, named.value);
      at += named.skip;
    } else if (current !== undefined) {
      append(current, token.word);
    } else {
      const unknown = token.isQuoted ? undefined : /^([a-z][a-z_-]*)=(?!=)/i.exec(token.word)?.[1];
      if (unknown !== undefined) return { values, stray: unknown };
      positional.push(token);
    }
  }
  const open = options.filter(({ name }) => !values.has(name));
  // One text takes all words: nobody quotes a question.
  const only = open.length === 1 ? open[0] : undefined;
  if (only !== undefined && positional.length > 0) {
    values.set(only.name, positional.map(({ word }) => word).join(' '));
    return { values, stray: undefined };
  }
  for (const [index, { word }] of positional.entries()) {
    const option = open[Math.min(index, open.length - 1)];
    if (option === undefined) return { values, stray: word };
    append(option, word);
  }
  return { values, stray: undefined };
}

/** Whether the command takes one free text and nothing else: then every word is that text's, as it stands. */
function takesWords(options: readonly CommandOption[]): boolean {
  return options.length === 1 && options[0]?.kind === 'string' && options[0].choices.length === 0;
}

/** A whole text as it was typed behind so many words of the command. Its option's name counts in front, quotes around all of it. */
function wordsFor({ name }: CommandOption, typed: string, before: number): Map<string, string> {
  const behind = unescapeSlack(typed)
    .trim()
    .split(/(\s+)/)
    .slice(before * 2)
    .join('')
    .trim();
  const words = behind.replace(new RegExp(`^${name}\\s*[=:]\\s*`, 'i'), '');
  const letters = [...words];
  const closes = QUOTES.get(letters[0] ?? '');
  const end = closes === undefined ? -1 : letters.findIndex((one, index) => index > 0 && closes.includes(one));
  const said = end > 0 && end === letters.length - 1 ? letters.slice(1, -1).join('') : words;
  return new Map(said === '' ? [] : [[name, said]]);
}

/** `name=value`, `name:value`, `name: value`, `name = value`, where there is such an option. */
function readName(
  options: readonly CommandOption[],
  word: string,
  next: Token | undefined,
): { option: CommandOption; value: string; skip: number } | undefined {
  const match = /^([A-Za-z][\w-]*)([=:])?(.*)$/s.exec(word);
  if (match === null) return undefined;
  const [, name = '', sign, value = ''] = match;
  const option = options.find((one) => one.name === name.toLowerCase().replaceAll('-', '_'));
  if (option === undefined) return undefined;
  if (sign !== undefined) return { option, value, skip: 0 };
  if (next !== undefined && !next.isQuoted && (next.word === '=' || next.word === ':'))
    return { option, value: '', skip: 1 };
  return undefined;
}

/** A value as the route takes it. */
function readValue(option: CommandOption, raw: string): { value: string; fault?: string } {
  const typed = restore(raw).trim();
  const { kind, choices, min, max } = option;
  if (choices.length > 0) {
    const same = (words: string) => words.toLowerCase() === typed.toLowerCase();
    const choice = choices.find(({ label, value }) => same(value) || same(label));
    if (choice !== undefined) return { value: choice.value };
    return { value: typed, fault: `must be one of ${choices.map(({ value }) => value).join(', ')}` };
  }
  switch (kind) {
    case 'string':
      return { value: typed };
    case 'integer': {
      const number = Number(typed);
      if (/^-?\d{1,15}$/.test(typed) && number >= (min ?? number) && number <= (max ?? number)) return { value: typed };
      const range = [...(min === undefined ? [] : [` from ${min}`]), ...(max === undefined ? [] : [` to ${max}`])];
      return { value: typed, fault: `must be a whole number${range.join('')}` };
    }
    case 'boolean': {
      if (/^(true|yes|y|on|1)$/i.test(typed)) return { value: 'true' };
      if (/^(false|no|n|off|0)$/i.test(typed)) return { value: 'false' };
      return { value: typed, fault: 'must be yes or no' };
    }
    case 'channel':
      return readMention(
        raw,
        /^<#([CG]\w+)(?:\|[^>]*)?>$/,
        /^[CG][A-Z0-9]{6,}$/,
        'a channel like #general, picked from the list',
      );
    // Commands on Slack carry none.
    case 'file':
      return { value: typed, fault: 'can’t be sent with a command: paste the words' };
    case 'member':
      return readMention(
        raw,
        /^<@([UW]\w+)(?:\|[^>]*)?>$/,
        /^[UW][A-Z0-9]{6,}$/,
        'a person like @name, picked from the list',
      );
    case 'role':
      return readMention(
        raw,
        /^<!subteam\^(S\w+)(?:\|[^>]*)?>$/,
        /^S[A-Z0-9]{6,}$/,
        'a user group like @mentors, picked from the list',
      );
  }
}

function readMention(raw: string, mention: RegExp, id: RegExp, wanted: string): { value: string; fault?: string } {
  const typed = raw.trim();
  const found = mention.exec(typed)?.[1] ?? (id.test(typed) ? typed : undefined);
  return found === undefined ? { value: restore(typed), fault: `must be ${wanted}` } : { value: found };
}
