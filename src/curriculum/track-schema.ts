import { z } from 'zod';
import { line, prose, sessionNumber, slug } from './words.ts';

/** One thing that a track puts first, with the skills that weigh more for it. A skill that no focus names weighs 1. */
const focus = z.strictObject({
  title: line(80),
  why: prose(400),
  weight: z.int().min(2).max(3),
  skills: z.array(slug).min(2),
});

/** One stretch of the roadmap: what is learnt, how long it takes alone, and what is there when it is done. */
const stage = z.strictObject({
  title: line(80),
  hours: z.int().min(6).max(60),
  text: prose(600),
  skills: z.array(slug).min(1),
  sessions: z.array(sessionNumber).default([]),
  done: prose(300),
});

/** `tracks.yaml`: which way through the course, and beyond it, fits which work. */
export const tracksFile = z.array(
  z.strictObject({
    slug: z.enum(['general', 'data-engineering', 'distributed-systems']),
    title: line(80),
    summary: prose(400),
    focus: z.array(focus).min(3).max(6),
    sessions: z
      .array(z.strictObject({ session: sessionNumber, why: prose(300) }))
      .min(3)
      .max(8),
    roadmap: z.array(stage).min(6).max(9),
  }),
);

/** One way through the course. Its focus and its roadmap are in order. */
export type Track = z.output<typeof tracksFile>[number];

export type Stage = Track['roadmap'][number];
