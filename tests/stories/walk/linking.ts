import { expect } from 'vitest';
import { reads } from './looking.ts';
import type { Cast } from './people.ts';
import type { ShownMessage } from './stage.ts';

/** The code in a message. */
export function codeIn({ words }: ShownMessage): string {
  const [code] = /[B-Z2-9]{4}-[B-Z2-9]{4}/.exec(words) ?? [];
  if (code === undefined) throw new Error(`no code in:\n${words}`);
  return code;
}

/** Ann on one platform becomes one with Ann on another, and two again. */
export async function linkAndSeparate(here: Cast, there: Cast): Promise<void> {
  const code = codeIn(reads(await there.ann.command('link')));
  reads(await here.ann.command('link', { code }), 'are one person now');
  reads(await here.olga.command('organise separate', { member: { person: here.ann } }), 'are two people again');
  expect(reads(await here.ann.command('link')).words).toMatch(/[B-Z2-9]{4}-[B-Z2-9]{4}/);
}
