import { expect, it } from 'vitest';
import type { Curriculum } from '../../../src/curriculum/schema.ts';
import { masteryBy, weakSkills } from '../../../src/features/progress/mastery.ts';

const skills = ['memory', 'threads', 'names'];
const curriculum = {
  items: new Map(skills.flatMap((skill) => [1, 2].map((n) => [`${skill}-${n}`, { skill }]))),
  skills: new Map(
    skills.map((slug) => [
      slug,
      { slug, title: `About ${slug}`, topics: ['t'], areas: slug === 'names' ? ['a', 'b'] : ['a'] },
    ]),
  ),
  areas: new Map(['b', 'a', 'c'].map((slug) => [slug, { slug, title: `Area ${slug}` }])),
  topics: new Map([['t', { slug: 't', title: 'Topic t' }]]),
} as unknown as Curriculum;

const right = (item: string) => ({ item, right: true });
const wrong = (item: string) => ({ item, right: false });

it('counts each item once, as it was answered the last time, in every area of its skill', () => {
  const first = [wrong('memory-1'), wrong('memory-2'), right('names-1'), right('threads-1')];
  const answers = [...first, right('memory-1'), right('memory-2'), wrong('threads-1')];
  expect(masteryBy('area', answers, curriculum)).toEqual([
    { slug: 'b', title: 'Area b', answered: 1, right: 1 },
    { slug: 'a', title: 'Area a', answered: 4, right: 3 },
    { slug: 'c', title: 'Area c', answered: 0, right: 0 },
  ]);
  expect(masteryBy('topic', answers, curriculum)).toEqual([{ slug: 't', title: 'Topic t', answered: 4, right: 3 }]);
});

it('leaves out items that the curriculum has no more', () => {
  expect(masteryBy('area', [right('gone'), right('memory-1')], curriculum)).toEqual([
    { slug: 'b', title: 'Area b', answered: 0, right: 0 },
    { slug: 'a', title: 'Area a', answered: 1, right: 1 },
    { slug: 'c', title: 'Area c', answered: 0, right: 0 },
  ]);
  expect(weakSkills([wrong('gone')], curriculum, 5)).toEqual([]);
});

it('names what was missed the last time, the most recent first, each skill once', () => {
  const answers = [wrong('memory-1'), wrong('threads-1'), wrong('names-1'), wrong('names-2'), right('threads-1')];
  expect(weakSkills(answers, curriculum, 5)).toEqual(['About names', 'About memory']);
  // Missed again: what was the oldest is the newest.
  expect(weakSkills([...answers, wrong('memory-1')], curriculum, 5)).toEqual(['About memory', 'About names']);
  expect(weakSkills(answers, curriculum, 1)).toEqual(['About names']);
});
