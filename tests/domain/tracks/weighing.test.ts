import { expect, it } from 'vitest';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import type { Track } from '../../../src/curriculum/schema.ts';
import { scenarioWeight, weighingBy } from '../../../src/domain/tracks/weighing.ts';
import { choosePractice } from '../../../src/features/quizzes/choosing.ts';
import { todaysCards } from '../../../src/features/review/asking.ts';

const curriculum = loadCurriculum('curriculum');
const [, , distributed] = curriculum.tracks as [Track, Track, Track];
const items = [...curriculum.items.values()];
const seeds = Array.from({ length: 20 }, (_, at) => `seed ${at}`);

it('weighs a skill as the track says, and all the same for who is on none', () => {
  const [focus] = distributed.focus;
  const [skill = ''] = focus?.skills ?? [];
  expect(weighingBy(distributed)(skill)).toBe(focus?.weight);
  expect(weighingBy(distributed)('string-interning')).toBe(1);
  expect(weighingBy(undefined)(skill)).toBe(1);
});

it('brings more of what a track puts first into practice, and only what is not known before what is', () => {
  const weigh = weighingBy(distributed);
  const share = (track: boolean) => {
    const chosen = seeds.flatMap((seed) => choosePractice(items, new Set(), seed, track ? weigh : undefined));
    return chosen.filter(({ skill }) => weigh(skill) > 1).length / chosen.length;
  };
  expect(share(true)).toBeGreaterThan(0.9);
  expect(share(false)).toBeLessThan(0.8);
  const known = new Set(items.filter(({ skill }) => weigh(skill) > 1).map(({ slug }) => slug));
  for (const seed of seeds) {
    for (const { slug } of choosePractice(items, known, seed, weigh)) expect(known.has(slug)).toBe(false);
  }
});

it('weighs a scenario of the track most, any other by its skills, and all the same for who is on none', () => {
  const scenarios = [...curriculum.scenarios.values()];
  const written = scenarios.filter(({ tracks }) => tracks.includes(distributed.slug));
  expect(written.length).toBeGreaterThan(0);
  for (const scenario of written) expect(scenarioWeight(scenario, distributed)).toBe(3);
  for (const scenario of scenarios) {
    expect(scenarioWeight(scenario, undefined)).toBe(1);
    expect(scenarioWeight(scenario, distributed)).toBeGreaterThanOrEqual(1);
  }
});

it('asks cards of the track first when there is no room for all, but none for ever', () => {
  const at = Temporal.Instant.from('2026-12-01T08:00:00Z');
  const card = (id: string, daysAgo: number) => ({ id, dueAt: at.subtract({ hours: 24 * daysAgo }) });
  const due = [card('old', 3), card('new', 0.5), card('mine', 1)];
  const weigh = ({ id }: { id: string }) => (id === 'mine' ? 3 : 1);
  const ids = (most: number) => todaysCards(due, most, 0, weigh).map(({ id }) => id);
  expect(ids(2)).toEqual(['mine', 'old']);
  expect(ids(3)).toEqual(['mine', 'old', 'new']);
  expect(todaysCards(due, 2, 0).map(({ id }) => id)).toEqual(['old', 'mine']);
  expect(todaysCards([card('old', 5), card('mine', 1)], 1, 0, weigh).map(({ id }) => id)).toEqual(['old']);
});
