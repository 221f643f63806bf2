import { expect, it } from 'vitest';
import { onceFor } from '../../src/domain/once.ts';

it('makes a thing once for each word, and keeps no more than a few words', () => {
  const once = onceFor<object, string>();
  const thing = {};
  let made = 0;
  const of = (word: string) =>
    once(thing, word, () => {
      made += 1;
      return `${word} ${made}`;
    });
  expect([of('a'), of('b'), of('a')]).toEqual(['a 1', 'b 2', 'a 1']);
  expect(once({}, 'a', () => 'of another thing')).toBe('of another thing');
  for (let words = 0; words < 100; words += 1) of(`word ${words}`);
  expect(of('a')).toBe(`a ${made}`);
  expect(made).toBe(103);
});
