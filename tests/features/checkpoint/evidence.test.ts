import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import { areaCalled, areasOfModule, suggestAreas } from '../../../src/features/checkpoint/areas.ts';
import { LINK_LENGTH, MOST_LINKS, parseLinks } from '../../../src/features/checkpoint/evidence.ts';

describe('links of evidence', () => {
  it('reads one a line or with spaces between, each once', () => {
    expect(parseLinks(' https://a.example/x \nhttp://b.example\thttps://a.example/x <https://c.example/1>')).toEqual({
      kind: 'links',
      links: ['https://a.example/x', 'http://b.example/', 'https://c.example/1'],
    });
    expect(parseLinks('')).toEqual({ kind: 'links', links: [] });
  });

  it.each([
    'javascript:alert(1)',
    'ftp://a.example',
    'file:///etc/passwd',
    'data:text/html,x',
    'a.example',
    'https://name:word@a.example',
    'https://localhost',
    'https://',
    '@everyone',
    `https://a.example/${'x'.repeat(LINK_LENGTH)}`,
  ])('does not take %s', (word) => {
    expect(parseLinks(`https://a.example ${word}`)).toEqual({ kind: 'none-of-mine', word });
  });

  it('takes ten and not eleven', () => {
    const links = (count: number) => Array.from({ length: count }, (_, at) => `https://a.example/${at}`).join('\n');
    expect(parseLinks(links(MOST_LINKS)).kind).toBe('links');
    expect(parseLinks(links(MOST_LINKS + 1))).toEqual({ kind: 'too-many' });
  });

  it('returns nothing but web addresses without blanks, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.array(fc.webUrl()).map((urls) => urls.join(' ')),
        ),
        (typed) => {
          const read = parseLinks(typed);
          if (read.kind !== 'links') return;
          for (const link of read.links)
            expect(link).toMatch(/^https?:\/\/[^\s/@]+\.[^\s@]*$|^https?:\/\/[^\s/@]+\.[^\s/]+\/\S*$/);
        },
      ),
    );
  });
});

describe('areas', () => {
  const curriculum = loadCurriculum('curriculum');

  it('are found by number, slug, title, and words that only one has', () => {
    for (const called of ['1', 'internals', 'Python Internals', 'python INT']) {
      expect(areaCalled(called, curriculum)).toMatchObject({ slug: 'internals' });
    }
    expect(areaCalled('internal', curriculum)).toMatchObject({ slug: 'internals' });
    expect(areaCalled('intenals', curriculum)).toEqual({
      fault: 'No area is called “intenals”: did you mean “Python Internals”?',
    });
    expect(areaCalled('e', curriculum)).toHaveProperty('fault');
    // What authors are told to do is nothing that a learner could.
    expect(areaCalled('Nonsense and more', curriculum)).toEqual({
      fault:
        'No area is called “Nonsense and more”. Type the number of one, or words of its title; left out, all of them are there to choose from.',
    });
    expect(suggestAreas('internals', curriculum)).toEqual([{ label: '1 · Python Internals', value: 'internals' }]);
  });

  it('are pointed to at the end of each module: at most three, those it teaches most of', () => {
    for (const { sessions } of curriculum.modules) {
      const areas = areasOfModule(sessions, curriculum);
      expect(areas.length).toBeGreaterThan(0);
      expect(areas.length).toBeLessThanOrEqual(3);
    }
    expect(areasOfModule([1, 2], curriculum)[0]?.slug).toBe('internals');
    expect(areasOfModule([], curriculum)).toEqual([]);
  });
});
