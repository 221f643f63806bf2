import { markdownBlocks } from '../../chat/markdown.ts';
import { type Inline, join, markdown, type Text, text } from '../../chat/text.ts';
import { type Block, code, file, heading, lineBlock, paragraph, picture } from '../../chat/view.ts';
import type { Action, Artefact } from '../../curriculum/scenario.ts';
import { type Clue, type Inject, type Role, readPattern } from '../../curriculum/scenario-schema.ts';
import { excerptOf } from './excerpt.ts';
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

/** Evidence up to this length stands in the message; longer evidence comes as a file, with the lines that matter shown. */
const SHOWN_LENGTH = 1900;

const EXCERPT_LENGTH = 1400;

/** What an action shows, under its name. Of what is long, the lines come first in which these clues are seen. */
export function evidenceBlocks({ id, label, artefact }: Action, clues: readonly Clue[]): Block[] {
  const marks = clues.filter(({ seenIn }) => seenIn.includes(id)).flatMap(({ match }) => readPattern(match) ?? []);
  switch (artefact.kind) {
    case 'source': {
      const last = artefact.first + artefact.text.split('\n').length - 1;
      return [
        heading(text`${md(label)}`),
        paragraph`${markdown(`\`${artefact.file}\``)}, lines ${artefact.first} to ${last}`,
        ...wordsBlocks(artefact, languageOf(artefact.file), marks),
      ];
    }
    case 'evidence':
      return [heading(text`${md(label)}`), ...pictureBlocks(artefact), ...wordsBlocks(artefact, 'text', marks)];
    case 'said':
      return [heading(text`${md(label)}`), ...markdownBlocks(artefact.text)];
  }
}

function pictureBlocks({ picture: shown }: Extract<Artefact, { kind: 'evidence' }>): Block[] {
  return shown === undefined ? [] : [picture(shown.name, shown.alt, shown.png)];
}

function wordsBlocks(
  { text: words, file: name }: Exclude<Artefact, { kind: 'said' }>,
  language: string,
  marks: readonly RegExp[],
): Block[] {
  if (words.length <= SHOWN_LENGTH) return [code(folded(words), language)];
  const { text: shown, left } = excerptOf(words, marks, EXCERPT_LENGTH);
  const short = name.split('/').at(-1) ?? name;
  return [
    code(folded(shown), language),
    paragraph`*${counted(left, 'more line')} in the file.*`,
    file(short, `${folded(words)}\n`),
  ];
}

function languageOf(name: string): string {
  const ending = /\.([a-z]+)$/.exec(name)?.[1] ?? '';
  const languages: ReadonlyMap<string, string> = new Map(
    Object.entries({
      py: 'python',
      toml: 'toml',
      cfg: 'ini',
      ini: 'ini',
      json: 'json',
    }),
  );
  return languages.get(ending) ?? 'text';
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
