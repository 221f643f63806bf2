import { z } from 'zod';
import { capstone, checkpoint, criterion, levels } from './assessment-schema.ts';
import type { Item } from './item-schema.ts';
import type { ProofStanding } from './proven.ts';
import type { Scenario } from './scenario.ts';
import type { Selftest } from './selftest.ts';
import type { Track } from './track-schema.ts';
import { line, minutes, prose, sessionNumber, slug } from './words.ts';

export {
  type Capstone,
  type Checkpoint,
  type Criterion,
  LEVELS,
  type Level,
  type Milestone,
  type RubricRow,
} from './assessment-schema.ts';
export {
  type ChoiceItem,
  type ChoiceOption,
  type FixItem,
  type Item,
  itemFile,
  type LineItem,
  type MultipleItem,
  type OrderItem,
  type PrintsItem,
  type ShortItem,
  type SingleItem,
} from './item-schema.ts';
export { type Result, type Selftest, selftestFile } from './selftest.ts';
export { type Stage, type Track, tracksFile } from './track-schema.ts';

const points = z.array(line(400)).min(1);

const span = z
  .strictObject({ least: z.number().positive(), most: z.number().positive() })
  .refine(({ least, most }) => least <= most, { error: 'has a least above its most: swap them' });

const phase = z.strictObject({
  slug,
  title: line(80),
  sessions: z.array(sessionNumber).min(1),
  summary: prose(600),
});

const module = z.strictObject({
  slug,
  title: line(80),
  phase: slug,
  sessions: z.array(sessionNumber).min(1),
  objectives: points,
  materials: z.array(line(120)),
});

const outcome = z.strictObject({ slug, title: line(80), points });

const path = z.strictObject({ title: line(80), summary: prose(400) });

/** `curriculum.yaml`. Hyphens are for the authors of YAML; the code reads camel case. */
export const curriculumFile = z.strictObject({
  title: line(80),
  description: prose(900),
  pace: z
    .strictObject({
      weeks: span,
      'sessions-a-week': z.int().min(1).max(7),
      'hours-a-session': span,
      'preparation-hours-a-week': span,
      'practice-hours-a-week': span,
      'roadmap-months': span,
    })
    .transform((pace) => ({
      weeks: pace.weeks,
      sessionsPerWeek: pace['sessions-a-week'],
      hoursPerSession: pace['hours-a-session'],
      preparationHoursPerWeek: pace['preparation-hours-a-week'],
      practiceHoursPerWeek: pace['practice-hours-a-week'],
      roadmapMonths: pace['roadmap-months'],
    })),
  prerequisites: points,
  preparation: points,
  questions: points,
  expert: z.strictObject({ traits: points, reality: points }),
  phases: z.array(phase).min(1),
  modules: z.array(module).min(1),
  capstones: z.array(capstone).min(1),
  levels,
  assessment: z.array(criterion).min(1),
  outcomes: z.array(outcome).min(1),
  beyond: z.strictObject({ paths: z.array(path).min(1), learning: points }),
});

/** `skills.yaml`: the finest things that are learnt, in the order they are taught. */
export const skillsFile = z.array(
  z.strictObject({
    slug,
    title: line(60),
    session: sessionNumber,
    areas: z.array(slug).min(1),
    topics: z.array(slug).default([]),
    sections: z.array(slug).default([]),
  }),
);

/** `areas.yaml`: the competency areas, each with the checkpoint that a mentor signs off. */
export const areasFile = z.array(
  z.strictObject({
    number: z.int().min(1),
    slug,
    title: line(80),
    summary: prose(400),
    points,
    checkpoint,
  }),
);

/** `topics.yaml`: the topic map. `after` names the topics that come first. */
export const topicsFile = z.array(
  z.strictObject({
    number: z.int().min(1),
    slug,
    title: line(80),
    covers: points,
    after: z.array(slug),
  }),
);

/** `roadmap.yaml`: the senior developer's roadmap, in parts. */
export const roadmapFile = z.strictObject({
  parts: z.array(z.strictObject({ slug, title: line(80), skilled: z.boolean() })).min(1),
  sections: z.array(z.strictObject({ slug, title: line(80), part: slug, summary: prose(400) })).min(1),
});

/** `misconceptions/<theme>.yaml`: one catalogue in several files. */
export const misconceptionsFile = z.record(slug, z.strictObject({ belief: prose(300), correction: prose(600) }));

const step = z.strictObject({ title: line(100), minutes, text: prose(4000) });

const materialFile = z
  .string()
  .regex(/^materials\/[a-z0-9]+(-[a-z0-9]+)*\.md$/, { error: 'is not a material: write materials/some-name.md' });

/** `sessions/NN-slug/session.yaml`. */
export const sessionFile = z.strictObject({
  number: sessionNumber,
  source: z.int(),
  title: line(100),
  module: slug,
  minutes,
  objectives: z.array(line(300)).min(3).max(8),
  skills: z.array(slug).min(1),
  // `reads` names the material that the step's minutes are for.
  prework: z.array(z.strictObject({ ...step.shape, reads: materialFile.optional() })),
  agenda: z.array(step),
  // Material that is not core is for those who have time.
  practice: z.array(z.strictObject({ ...step.shape, core: z.boolean().default(false), check: prose(2000) })),
  materials: z.array(
    z.strictObject({
      title: line(100),
      file: materialFile,
      minutes,
    }),
  ),
});

export type CurriculumFile = z.output<typeof curriculumFile>;

export type SessionFile = z.output<typeof sessionFile>;

export type Skill = z.output<typeof skillsFile>[number];

export type Area = z.output<typeof areasFile>[number];

export type Topic = z.output<typeof topicsFile>[number];

export type Part = z.output<typeof roadmapFile>['parts'][number];

type Section = z.output<typeof roadmapFile>['sections'][number];

export type Misconception = z.output<typeof misconceptionsFile>[string] & { slug: string };

/** Something to read, with its markdown. `slug` is unique within the session. */
interface Material {
  slug: string;
  title: string;
  minutes: number;
  text: string;
}

export interface Session extends Omit<SessionFile, 'materials'> {
  /** The folder's name without its number. */
  slug: string;
  materials: readonly Material[];
  /** What the materials show, by file name. */
  pictures: ReadonlyMap<string, Uint8Array>;
  /** In the order of their file names. */
  items: readonly Item[];
}

/** Everything that is taught, checked. Maps are in file order. */
export interface Curriculum extends CurriculumFile {
  tracks: readonly Track[];
  selftest: Selftest;
  /** Index 0 is session 1. */
  sessions: readonly Session[];
  skills: ReadonlyMap<string, Skill>;
  areas: ReadonlyMap<string, Area>;
  topics: ReadonlyMap<string, Topic>;
  parts: ReadonlyMap<string, Part>;
  sections: ReadonlyMap<string, Section>;
  misconceptions: ReadonlyMap<string, Misconception>;
  items: ReadonlyMap<string, Item>;
  /** In the order of their sessions. */
  scenarios: ReadonlyMap<string, Scenario>;
  /** How much of it is proven as it is now. */
  proof: ProofStanding;
}
