import { expect, it } from 'vitest';
import { pingsOf } from '../../src/chat/pings.ts';
import { shownIn } from '../../src/chat/shown-in.ts';
import { mention, pinging, text } from '../../src/chat/text.ts';
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

it('pings only whom a message is meant for, and nobody from where they cannot be reached', () => {
  const called = view(
    paragraph`${pinging(ann)}: ${mention('member', 'U2')}, ${pinging(mention('role', 'S5'))} ${'<@U3>'}`,
  );
  expect(pingsOf(called)).toEqual({ members: ['U1'], roles: ['S5'] });
  expect(pingsOf(shownIn('discord:1', called))).toEqual({ members: [], roles: ['S5'] });
});

it('leaves mentions of the workspace itself, and those of nobody else’s', () => {
  expect(shownIn('slack:T1', shown)).toEqual(shown);
});
