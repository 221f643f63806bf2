import { describe, expect, it } from 'vitest';
import { itemsUnder, lensEntries, skillsUnder, topicsInOrder } from '../../src/curriculum/lenses.ts';
import { parseCurriculum } from '../../src/curriculum/load.ts';
import { filesOf, smallCurriculum } from './builder.ts';

const curriculum = parseCurriculum(filesOf(smallCurriculum()));

describe('a lens', () => {
  it('shows twelve sessions, eleven areas, ten topics, and the sections that are learnt', () => {
    expect(lensEntries(curriculum, 'session')).toHaveLength(12);
    expect(lensEntries(curriculum, 'area')).toHaveLength(11);
    expect(lensEntries(curriculum, 'topic')).toHaveLength(10);
    expect(lensEntries(curriculum, 'section').map(({ slug }) => slug)).toEqual(['data-model']);
  });

  it.each([
    ['session', '1'],
    ['area', 'area-1'],
    ['topic', 'object-model'],
    ['section', 'data-model'],
  ] as const)('by %s shows the skills and the items under %s', (lens, slug) => {
    expect(skillsUnder(curriculum, lens, slug).map((skill) => skill.slug)).toEqual(['skill-1']);
    expect(itemsUnder(curriculum, lens, slug)).toHaveLength(7);
  });

  it('shows nothing under a name that there is not', () => {
    expect(skillsUnder(curriculum, 'area', 'none-such')).toEqual([]);
    expect(itemsUnder(curriculum, 'session', '13')).toEqual([]);
  });
});

it('orders the topics so that each comes after those it builds on', () => {
  const order = topicsInOrder(curriculum).map(({ slug }) => slug);
  expect(order).toHaveLength(10);
  for (const { slug, after } of curriculum.topics.values()) {
    for (const before of after) expect(order.indexOf(before)).toBeLessThan(order.indexOf(slug));
  }
});
