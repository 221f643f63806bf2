import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topicsInOrder } from '../../../src/curriculum/lenses.ts';
import { loadCurriculum } from '../../../src/curriculum/load.ts';
import type { Track } from '../../../src/curriculum/schema.ts';
import { currentMonth, layRoadmap, monthAt, monthsOf, type Roadmap } from '../../../src/features/roadmap/laying.ts';
import {
  doneStages,
  type Evidence,
  knownShares,
  mainTopics,
  missingBefore,
  progressOf,
  skillsShown,
} from '../../../src/features/roadmap/progress.ts';

const curriculum = loadCurriculum('curriculum');
const span = curriculum.pace.roadmapMonths;
const laidAt = Temporal.Instant.from('2026-12-31T20:00:00Z');
const [general, data, distributed] = curriculum.tracks as [Track, Track, Track];

const nothing: Evidence = { skills: new Map(), fixed: new Set(), signedOff: new Set() };
const none = { known: new Map<string, number>(), done: new Set<string>(), span };

const anyTrack = fc.constantFrom(...curriculum.tracks);
const anyHours = fc.integer({ min: 2, max: 20 });
const anyKnown = fc
  .array(fc.tuple(fc.constantFrom(...curriculum.skills.keys()), fc.double({ min: 0, max: 1, noNaN: true })))
  .map((shares) => new Map(shares));
const anyDone = fc.subarray([
  ...new Set(curriculum.tracks.flatMap(({ roadmap }) => roadmap.map(({ title }) => title))),
]);

const laid = (track: Track, hours: number, about = none): Roadmap => ({
  id: 'x',
  laidAt,
  ...layRoadmap(track, hours, about),
});

describe('a roadmap', () => {
  it('takes six to nine months when it is laid whole, and every stage once, in order, now or later', () => {
    fc.assert(
      fc.property(anyTrack, anyHours, anyKnown, (track, hours, known) => {
        const roadmap = laid(track, hours, { ...none, known });
        expect(roadmap.months).toBeGreaterThanOrEqual(span.least);
        expect(roadmap.months).toBeLessThanOrEqual(span.most);
        const titles = [...roadmap.stages.map(({ title }) => title), ...roadmap.later];
        expect(titles).toEqual(track.roadmap.map(({ title }) => title));
      }),
    );
  });

  it('asks for no more hours a week than somebody has, but for the first stage and a rounding', () => {
    fc.assert(
      fc.property(anyTrack, anyHours, anyKnown, anyDone, (track, hours, known, done) => {
        const { stages, months } = laid(track, hours, { known, done: new Set(done), span });
        if (stages.length <= 1) return;
        const total = stages.reduce((sum, stage) => sum + stage.hours, 0);
        expect(total).toBeLessThanOrEqual((months * hours * 52) / 12 + 2);
      }),
    );
  });

  it('leaves out what is done, and can then be shorter than six months', () => {
    fc.assert(
      fc.property(anyTrack, anyHours, anyDone, (track, hours, done) => {
        const { stages, later } = laid(track, hours, { ...none, done: new Set(done) });
        for (const title of [...stages.map((stage) => stage.title), ...later]) expect(done).not.toContain(title);
      }),
    );
    const all = new Set(general.roadmap.map(({ title }) => title));
    expect(laid(general, 5, { ...none, done: all })).toMatchObject({ months: 0, stages: [], later: [] });
    const [last] = general.roadmap.slice(-1);
    all.delete(last?.title ?? '');
    expect(laid(general, 6, { ...none, done: all }).months).toBe(1);
  });

  it('takes fewer hours for what is known, and never less than half', () => {
    const known = new Map([...curriculum.skills.keys()].map((skill) => [skill, 1]));
    const full = laid(general, 20).stages;
    const less = laid(general, 20, { ...none, known }).stages;
    for (const [index, { hours }] of less.entries()) expect(hours).toBe(Math.round((full[index]?.hours ?? 0) / 2));
  });

  it('brings later what has no room when there is less time, and less comes later with more time', () => {
    const later = (hours: number) => laid(general, hours).later.length;
    expect(later(20)).toBe(0);
    expect(later(2)).toBeGreaterThan(3);
    fc.assert(fc.property(anyHours, anyHours, (one, other) => one > other || later(one) >= later(other)));
  });

  it('gives each month its hours, which come to those of its stages', () => {
    fc.assert(
      fc.property(anyTrack, anyHours, anyKnown, (track, hours, known) => {
        const roadmap = laid(track, hours, { ...none, known });
        const months = monthsOf(roadmap, track);
        expect(months).toHaveLength(roadmap.months);
        const worked = months.flatMap(({ stages }) => stages.map(({ stage }) => stage.title));
        expect([...new Set(worked)]).toEqual(roadmap.stages.map(({ title }) => title));
        expect(months.every(({ stages }) => stages.length > 0)).toBe(true);
      }),
    );
  });

  it('leaves out a stage that the curriculum has no more', () => {
    const roadmap = laid(general, 10);
    const [first, ...others] = general.roadmap;
    const months = monthsOf(roadmap, { ...general, roadmap: others });
    expect(months.flatMap(({ stages }) => stages.map(({ stage }) => stage.title))).not.toContain(first?.title);
  });
});

describe('months', () => {
  it('begin on the day on which it was laid, or the last day of a shorter month', () => {
    expect(monthAt(laidAt, 1)).toEqual(laidAt);
    expect(monthAt(laidAt, 3).toString()).toBe('2027-02-28T20:00:00Z');
    expect(monthAt(laidAt, 4).toString()).toBe('2027-03-31T20:00:00Z');
  });

  it('are the current one from their first moment to the first of the next', () => {
    const roadmap = { laidAt, months: 7 };
    for (let month = 1; month <= 8; month += 1) {
      expect(currentMonth(roadmap, monthAt(laidAt, month))).toBe(month);
      if (month > 1) expect(currentMonth(roadmap, monthAt(laidAt, month).subtract({ seconds: 1 }))).toBe(month - 1);
    }
    expect(currentMonth(roadmap, monthAt(laidAt, 20))).toBe(8);
  });
});

describe('the arrows of the topic map', () => {
  it('are the order of the general track: no stage comes before a topic that its own build on', () => {
    for (const stage of general.roadmap) expect(missingBefore(stage, general, nothing, curriculum)).toEqual([]);
  });

  const shown = new Map([...curriculum.skills.keys()].map((skill) => [skill, { answered: 1, right: 1 }] as const));

  it.each([
    [data, 'Concurrency & Parallelism', 'memory'],
    [distributed, 'Object Model & Data Model', 'cpython'],
  ])('say where a track puts its own work first, what that builds on, until it is shown', (track, before, main) => {
    const [row] = track.roadmap;
    if (row === undefined) throw new Error('the track has no stage');
    expect(missingBefore(row, track, nothing, curriculum).map(({ title }) => title)).toContain(before);
    expect(missingBefore(row, track, { ...nothing, skills: shown }, curriculum)).toEqual([]);
    expect(mainTopics(row, curriculum)).toEqual([main]);
  });

  it.each(curriculum.tracks)(
    'let no stage of $title begin before what it builds on, unless that is named first',
    (track) => {
      const order = topicsInOrder(curriculum);
      const before = (slug: string): string[] =>
        (curriculum.topics.get(slug)?.after ?? []).flatMap((one) => [one, ...before(one)]);
      const taught = new Map<string, number>();
      for (const stage of track.roadmap) {
        for (const topic of stage.skills.flatMap((skill) => curriculum.skills.get(skill)?.topics ?? [])) {
          taught.set(topic, (taught.get(topic) ?? 0) + 1);
        }
        const named = missingBefore(stage, track, nothing, curriculum).map(({ title }) => title);
        const wanted = new Set(mainTopics(stage, curriculum).flatMap(before));
        const untold = order.filter(
          ({ slug, title }) => wanted.has(slug) && !taught.has(slug) && !named.includes(title),
        );
        expect(untold.map(({ title }) => title)).toEqual([]);
        expect(named).toEqual(order.map(({ title }) => title).filter((title) => named.includes(title)));
      }
    },
  );
});

describe('a stage', () => {
  const [stage] = general.roadmap;
  if (stage === undefined) throw new Error('the track has no stage');
  const rightOf = (skills: readonly string[]) => new Map(skills.map((skill) => [skill, { answered: 3, right: 2 }]));
  const scenarios = [...curriculum.scenarios.values()].filter(({ skills }) =>
    skills.some((skill) => stage.skills.includes(skill)),
  );
  const fixed = new Set(scenarios.slice(0, 1).map(({ slug }) => slug));
  const untouched = new Map<string, boolean>();
  const of = (evidence: Evidence, said = untouched) => progressOf(stage, evidence, said, curriculum);

  it('is done when all of its skills are shown and one of its incidents is fixed', () => {
    expect(scenarios.length).toBeGreaterThan(0);
    expect(of(nothing)).toMatchObject({ shown: 0, of: stage.skills.length, isDone: false });
    const answers = { ...nothing, skills: rightOf(stage.skills) };
    expect(of(answers)).toMatchObject({ shown: stage.skills.length, isDone: false });
    expect(of({ ...answers, fixed }).isDone).toBe(true);
    expect(of({ ...answers, skills: rightOf(stage.skills.slice(1)), fixed }).isDone).toBe(false);
  });

  it('is what its person says, whatever the answers show', () => {
    const all = { ...nothing, skills: rightOf(stage.skills), fixed };
    expect(of(all, new Map([[stage.title, false]]))).toMatchObject({ isDone: false, isByHand: true });
    expect(of(nothing, new Map([[stage.title, true]]))).toMatchObject({ isDone: true, isByHand: true });
    expect(doneStages(general, nothing, new Map([[stage.title, true]]), curriculum)).toEqual(new Set([stage.title]));
  });

  it('takes the signature of a mentor under an area for all of its skills', () => {
    const signedOff = new Set(stage.skills.flatMap((skill) => curriculum.skills.get(skill)?.areas ?? []));
    expect(of({ ...nothing, signedOff }).shown).toBe(stage.skills.length);
    expect([...knownShares({ ...nothing, signedOff }, curriculum).values()].every((share) => share === 1)).toBe(true);
  });
});

it('counts of several answers to an item the newest, and none of an item that is gone', () => {
  const [item] = curriculum.items.values();
  if (item === undefined) throw new Error('there is no item');
  const { slug, skill } = item;
  const answers = [
    { item: slug, right: true },
    { item: slug, right: false },
    { item: 'a-gone-one', right: true },
  ];
  expect([...skillsShown(answers, curriculum)]).toEqual([[skill, { answered: 1, right: 1 }]]);
});
