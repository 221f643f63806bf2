import { expect, it } from 'vitest';
import { checkRendering } from '../../src/authoring/check.ts';
import { loadCurriculum } from '../../src/curriculum/load.ts';

const curriculum = loadCurriculum('curriculum');

it('has twelve sessions, of which the first two are complete', () => {
  expect(curriculum.sessions).toHaveLength(12);
  for (const session of curriculum.sessions.slice(0, 2)) {
    expect(session.items.length).toBeGreaterThanOrEqual(12);
    expect(session.prework.length).toBeGreaterThan(0);
    expect(session.materials.length).toBeGreaterThan(0);
    expect(session.practice.some(({ core }) => core)).toBe(true);
    expect(session.practice.some(({ core }) => !core)).toBe(true);
  }
});

it('gives a session one number, its own: no title says the one in the course before it', () => {
  expect(
    curriculum.sessions.map(({ title }) => title).filter((title) => /\bsession\b|\b(49|5\d|60)\b/i.test(title)),
  ).toEqual([]);
  expect(curriculum.sessions.map(({ source }) => source)).toEqual(Array.from({ length: 12 }, (_, index) => 49 + index));
});

it('can be shown whole on every platform within its limits', () => {
  const { rendered, faults } = checkRendering(curriculum);
  expect(faults).toEqual([]);
  expect(rendered).toBeGreaterThan(300);
});

it('ends each incident’s debrief with a real thread, and points at CPython’s code by a tag', () => {
  for (const { slug, debrief } of curriculum.scenarios.values()) {
    const urls = debrief.links.map(({ url }) => url);
    expect(
      urls.some((url) => /^https:\/\/github\.com\/[^/]+\/[^/]+\/(?:issues|pull)\/\d+$/.test(url)),
      slug,
    ).toBe(true);
    const sources = urls.filter((url) => url.includes('github.com/python/cpython/blob/'));
    for (const url of sources) expect(url, slug).toMatch(/\/blob\/v3\.\d+\.\d+\//);
  }
});
