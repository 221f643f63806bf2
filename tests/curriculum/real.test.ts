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
