import { z } from 'zod';
import { line, prose, slug } from './words.ts';

/** The levels of every rubric, lowest first. */
export const LEVELS = ['beginning', 'sound', 'strong', 'expert'] as const;

export type Level = (typeof LEVELS)[number];

function byLevel<S extends z.ZodType>(schema: S) {
  return z.strictObject({ beginning: schema, sound: schema, strong: schema, expert: schema });
}

/** How a mentor verifies a checkpoint with the learner: the minutes of the steps sum to 15. */
const verification = z.strictObject({
  steps: z
    .array(z.strictObject({ minutes: z.int().min(1).max(15), text: prose(400) }))
    .min(2)
    .max(5),
  questions: z
    .array(z.strictObject({ ask: prose(300), good: prose(500) }))
    .min(2)
    .max(4),
});

/** What a mentor signs off for an area. `own` says that the statement is ours: the definition of an expert gives none. */
export const checkpoint = z.strictObject({
  own: z.boolean().default(false),
  statement: prose(300),
  evidence: z.array(line(400)).min(2).max(4),
  verify: verification,
});

/** What a level is worth, as a share of a row's points, and what it means in any row. */
export const levels = byLevel(
  z.strictObject({ title: line(40), percent: z.int().min(1).max(100), meaning: prose(300) }),
);

/** One share of the assessment. The points of its rows sum to its percent. */
export const criterion = z.strictObject({
  slug,
  title: line(80),
  percent: z.int().min(1).max(100),
  rows: z
    .array(z.strictObject({ slug, title: line(120), points: z.int().min(1).max(40), levels: byLevel(prose(400)) }))
    .min(2)
    .max(4),
});

const due = z.union(
  [
    z.strictObject({ session: z.int().min(9).max(12) }),
    z
      .strictObject({ 'weeks-after': z.int().min(1).max(26) })
      .transform((after) => ({ weeksAfter: after['weeks-after'] })),
  ],
  { error: 'write session: 9 to 12, or weeks-after: 1 to 26' },
);

/** One option of the final project. `examples` show what the whole of a project at each level looks like. */
export const capstone = z.strictObject({
  slug,
  letter: z.enum(['A', 'B', 'C']),
  title: line(80),
  summary: prose(600),
  milestones: z
    .array(z.strictObject({ slug, title: line(80), delivered: prose(500), due }))
    .min(5)
    .max(7),
  examples: byLevel(prose(700)),
});

/** What a mentor signs off, what counts as evidence for it, and how it is verified in 15 minutes. */
export type Checkpoint = z.output<typeof checkpoint>;

export type Capstone = z.output<typeof capstone>;

export type Milestone = Capstone['milestones'][number];

/** One of the assessment's criteria with its share of the whole. */
export type Criterion = z.output<typeof criterion>;

/** One row of the rubric. */
export type RubricRow = Criterion['rows'][number];
