import { expect, vi } from 'vitest';
import { WasRefused } from './records.ts';
import type { Person, PlaceName, Shown, ShownForm, ShownMessage } from './stage.ts';

/** Reading what people are shown, by its words. */

/** What nobody should read: mark-up that was not rendered, and what a program says instead of a word. */
const SPILT = /\*\*|&(?:amp|lt|gt|quot);|\bundefined\b|\bNaN\b|\[object |Temporal|\]\(http/;

/** A message with these words. */
export function reads(shown: Shown, ...words: readonly string[]): ShownMessage {
  if (shown.kind !== 'message') throw new Error(`no message but the form "${shown.title}"`);
  for (const some of words) expect(shown.words).toContain(some);
  expect(shown.words).not.toMatch(SPILT);
  return shown;
}

export function fills(shown: Shown): ShownForm {
  if (shown.kind !== 'form') throw new Error(`no form but:\n${shown.words}`);
  return shown;
}

/** Presses a button and reads what comes. */
export async function press(
  person: Person,
  on: Shown,
  label: string,
  ...words: readonly string[]
): Promise<ShownMessage> {
  return reads(await person.press(reads(on), label), ...words);
}

export async function choose(
  person: Person,
  on: Shown,
  option: string,
  ...words: readonly string[]
): Promise<ShownMessage> {
  return reads(await person.choose(reads(on), option), ...words);
}

/** Sends a form and reads what comes. */
export async function send(
  shown: Shown,
  fields: Record<string, string>,
  ...words: readonly string[]
): Promise<ShownMessage> {
  return reads(await fills(shown).send(fields), ...words);
}

/** The newest message for everybody in a channel that has these words, as soon as it is there. */
export function finds(person: Person, place: PlaceName, words: string): Promise<ShownMessage> {
  return newest(async () => (await person.sees(place)).filter(({ isPrivate }) => !isPrivate), words);
}

/** The same in the thread of a message. */
export function findsInThread(person: Person, root: ShownMessage, words: string): Promise<ShownMessage> {
  return newest(async () => (await person.seesThread(root)).filter(({ isPrivate }) => !isPrivate), words);
}

/** The same among what the bot wrote to somebody alone. */
export function hears(person: Person, words: string): Promise<ShownMessage> {
  return newest(person.seesDirect, words);
}

/** A file with an answer; where a private answer can hold none, among what the bot wrote to them alone. */
export async function getsFile(person: Person, shown: ShownMessage, name: RegExp): Promise<void> {
  const search = async () => {
    const direct = (await person.seesDirect()).flatMap(({ files }) => files);
    expect([...shown.files, ...direct]).toContainEqual(expect.stringMatching(name));
  };
  await vi.waitFor(search, { timeout: 15_000, interval: 20 });
}

function newest(look: () => Promise<readonly ShownMessage[]>, words: string): Promise<ShownMessage> {
  const search = async () => {
    const all = await look();
    const found = all.findLast((message) => message.words.includes(words));
    if (found === undefined) {
      throw new Error(`nobody said "${words}" but:\n${all.map((message) => message.words).join('\n--\n')}`);
    }
    return reads(found);
  };
  return vi.waitFor(search, { timeout: 15_000, interval: 20 });
}

/** The words with which the bot says no. */
export async function refused(deed: Promise<Shown>): Promise<string> {
  try {
    const shown = await deed;
    throw new Error(`not refused: ${shown.kind === 'form' ? shown.title : shown.words}`);
  } catch (error) {
    if (error instanceof WasRefused) return error.words;
    throw error;
  }
}

/** The letter behind which something stands in a list, `A. this` or `A this`, on its line or the next. */
export function letterOf({ words }: ShownMessage, what: string): string {
  const lines = words.split('\n').map((line) => line.trim());
  for (const [index, line] of lines.entries()) {
    const [, letter, rest = ''] = /^(?:• )?([A-H])\.?(?: (.*))?$/.exec(line) ?? [];
    if (letter === undefined) continue;
    const next = lines.slice(index + 1).find((other) => other !== '') ?? '';
    if (rest.startsWith(what) || next.startsWith(what)) return letter;
  }
  throw new Error(`"${what}" stands behind no letter in:\n${words}`);
}
