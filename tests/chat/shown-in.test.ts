import { expect, it } from 'vitest';
import { shownIn } from '../../src/chat/shown-in.ts';
import { mention, text } from '../../src/chat/text.ts';
import { facts, footnote, heading, paragraph, view } from '../../src/chat/view.ts';
import { plain } from '../support/platform.ts';

const ann = mention('member', 'U1', { workspace: 'slack:T1', name: 'Ann *' });
const shown = view(
  heading(ann),
  paragraph`${ann} and ${mention('role', '5')}`,
  facts(['Who', text`**${ann}**`]),
  footnote`${ann}`,
);

it('names in words, as typed, what only another workspace can mention', () => {
  expect(plain(shownIn('discord:1', shown))).toBe('# Ann *\nAnn * and @5\nWho: **Ann ***\n(Ann *)');
  const [block] = shownIn('discord:1', shown).blocks;
  expect(block).toEqual({ kind: 'heading', text: [{ kind: 'typed', text: 'Ann *' }] });
});

it('leaves mentions of the workspace itself, and those of nobody else’s', () => {
  expect(shownIn('slack:T1', shown)).toEqual(shown);
});
