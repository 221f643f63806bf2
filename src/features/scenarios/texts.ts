import { markdownBlocks } from '../../chat/markdown.ts';
import { type Inline, join, markdown, type Text, text } from '../../chat/text.ts';
import { type Block, code, file, heading, lineBlock, paragraph, picture } from '../../chat/view.ts';
import type { Action, Artefact } from '../../curriculum/scenario.ts';
import type { Inject, Role } from '../../curriculum/scenario-schema.ts';
import { folded } from './folding.ts';
import type { Lettered } from './letters.ts';

/** The words that several views share. */

/** Our own words from the curriculum. */
export function md(source: string): Inline {
  return markdown(source.trim());
}

export function minutes(count: number): string {
  return count === 1 ? '1 minute' : `${count} minutes`;
}

export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Evidence up to this length stands in the message; longer evidence comes as a file, with its first lines shown. */
const SHOWN_LENGTH = 1900;

const FIRST_LINES = 1400;

/** What an action shows, under its name. */
export function evidenceBlocks({ label, artefact }: Action): Block[] {
  switch (artefact.kind) {
    case 'source': {
      const last = artefact.first + artefact.text.split('\n').length - 1;
      return [
        heading(text`${md(label)}`),
        paragraph`${markdown(`\`${artefact.file}\``)}, lines ${artefact.first} to ${last}`,
        ...wordsBlocks(artefact.text, artefact.file, languageOf(artefact.file)),
      ];
    }
    case 'evidence':
      return [
        heading(text`${md(label)}`),
        ...pictureBlocks(artefact),
        ...wordsBlocks(artefact.text, artefact.file, 'text'),
      ];
    case 'said':
      return [heading(text`${md(label)}`), ...markdownBlocks(artefact.text)];
  }
}

function pictureBlocks({ picture: shown }: Extract<Artefact, { kind: 'evidence' }>): Block[] {
  return shown === undefined ? [] : [picture(shown.name, shown.alt, shown.png)];
}

function wordsBlocks(words: string, name: string, language: string): Block[] {
  if (words.length <= SHOWN_LENGTH) return [code(folded(words), language)];
  const begun = firstLines(words, FIRST_LINES);
  const rest = words.split('\n').length - begun.split('\n').length;
  const short = name.split('/').at(-1) ?? name;
  return [
    code(folded(begun), language),
    paragraph`*${counted(rest, 'more line')} in the file.*`,
    file(short, `${words}\n`),
  ];
}

/** Whole lines, at least one, of at most this length together; a line that is longer is shown as far as it goes. */
function firstLines(words: string, length: number): string {
  const cut = words.slice(0, length + 1).lastIndexOf('\n');
  return cut > 0 ? words.slice(0, cut) : words.slice(0, length);
}

function languageOf(name: string): string {
  const ending = /\.([a-z]+)$/.exec(name)?.[1] ?? '';
  const languages: Readonly<Record<string, string>> = {
    py: 'python',
    toml: 'toml',
    cfg: 'ini',
    ini: 'ini',
    json: 'json',
  };
  return languages[ending] ?? 'text';
}

/** What the clock has brought. */
export function newsBlocks(injects: readonly Inject[]): Block[] {
  return injects.flatMap(({ at, text: words }) => [paragraph`**News after ${minutes(at)}**`, ...markdownBlocks(words)]);
}

/** `**B** Some statement`, each on a line. */
export function letterLines<Thing>(entries: readonly Lettered<Thing>[], say: (thing: Thing) => string): Block {
  return lineBlock(entries.map(({ letter, thing }) => text`**${letter}** ${md(say(thing))}`));
}

/** A list of our own lines. */
export function listed(lines: readonly Text[]): Block {
  return {
    kind: 'text',
    text: join(
      lines.map((line) => text`- ${line}`),
      '\n',
    ),
  };
}

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  lead: 'Lead: takes the decisions',
  investigator: 'Investigator: gets what the tools show in private',
  scribe: 'Scribe: gets what people and logs tell in private',
};
