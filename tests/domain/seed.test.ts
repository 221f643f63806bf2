import { globSync } from 'node:fs';
import { basename } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digest, findByTag, shuffled, tagOf } from '../../src/domain/seed.ts';

it('gives the same digest for the same seed, for ever', () => {
  expect(digest('round/a-slug', 20)).toBe('2d43oofeiauz8s5lp9u9');
  expect(tagOf('a-slug')).toBe('ai4z731r');
  expect(shuffled(['a', 'b', 'c', 'd', 'e'], 'some seed').join('')).toBe('aedbc');
});

it('shuffles without losing or inventing anything', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.string(), (things, seed) => {
      const after = shuffled(things, seed);
      expect([...after].sort()).toEqual([...things].sort());
      expect(shuffled(things, seed)).toEqual(after);
    }),
  );
});

it('puts every thing at every place about equally often', () => {
  const firsts = Array.from({ length: 4000 }, (_, round) => shuffled(['a', 'b', 'c', 'd'], `round ${round}`)[0]);
  for (const letter of 'abcd') {
    const share = firsts.filter((first) => first === letter).length;
    expect(share).toBeGreaterThan(850);
    expect(share).toBeLessThan(1150);
  }
});

it('finds by its tag what a slug of any length stands for', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 50 }),
      (slugs) => {
        const things = new Map(slugs.map((slug) => [slug, { slug }]));
        for (const slug of slugs) {
          expect(tagOf(slug)).toMatch(/^[a-z0-9]{8}$/);
          expect(findByTag(things, tagOf(slug))?.slug).toBe(slug);
        }
        expect(findByTag(things, 'no-tag')).toBeUndefined();
      },
    ),
  );
});

it('gives no two items of the curriculum the same tag', () => {
  const slugs = globSync('curriculum/sessions/*/items/*.yaml').map((file) => basename(file, '.yaml'));
  expect(slugs.length).toBeGreaterThan(0);
  expect(new Set(slugs.map(tagOf)).size).toBe(new Set(slugs).size);
});
