import { expect, it } from 'vitest';
import { text, time } from '../../src/chat/text.ts';
import { button, controls, facts, footnote, paragraph, view } from '../../src/chat/view.ts';
import { agingIn, hasButton, holesIn, stumblesIn } from './walk/reading.ts';

/** What the walks are read with finds what it is for, and nothing else. */

const at = Temporal.Instant.from('2026-11-24T17:00:00Z');

it('finds sentences that end twice, and pieces that do not fit', () => {
  for (const words of [
    'None.. Right: C.',
    'Is it?.',
    'Nobody , that is',
    'You wrote: “”',
    'of undefined',
    'It ends ( ) here',
    'and so:.',
  ]) {
    expect(stumblesIn(view(paragraph`Good. ${words}`)), words).toHaveLength(1);
  }
  expect(
    stumblesIn(view(paragraph`Wait... See \`a..b\`, 3.12, e.g. this, super() and “it!”`, footnote`What? Nothing.`)),
  ).toEqual([]);
});

it('finds a distance in time without its moment', () => {
  expect(agingIn(view(paragraph`It closes ${time(at, 'relative')}.`))).toHaveLength(1);
  expect(agingIn(view(facts(['Closes', text`${time(at)}, ${time(at, 'relative')}`])))).toEqual([]);
});

it('finds nothing missing in a notification that is whole', () => {
  expect(
    holesIn(view(paragraph`**Round** closes ${time(at)}: \`__init__\``, facts(['Who', 'Zoë'], ['When', time(at)]))),
  ).toEqual([]);
});

it('finds out whether there is anything to press', () => {
  expect(hasButton(view(paragraph`Done.`))).toBe(false);
  expect(hasButton(view(paragraph`Done.`, controls(button('Next', 'next'))))).toBe(true);
});
