import { z } from 'zod';
import { ROLES } from '../../curriculum/scenario-schema.ts';

/** How sure somebody is of a hypothesis, in percent: what the form offers. */
export const CONFIDENCES = [10, 30, 50, 70, 90] as const;

/** Names within a scenario, as they were when the move was made: the fold finds out whether they still mean something. */
const id = z.string().min(1).max(60);

const words = z.string().max(2000);

/** One thing that somebody did in an investigation. Kept as JSON, read back through this. */
export const Move = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('act'), action: id }),
  z.strictObject({ kind: z.literal('mitigate'), mitigation: id }),
  z.strictObject({ kind: z.literal('pin'), clue: id }),
  z.strictObject({ kind: z.literal('pin-look'), action: id }),
  z.strictObject({ kind: z.literal('unpin'), clue: id }),
  z.strictObject({ kind: z.literal('hypothesise'), cause: id, confidence: z.number().min(0).max(100), words }),
  z.strictObject({ kind: z.literal('suppose'), words }),
  z.strictObject({ kind: z.literal('hint'), hint: z.int().min(0) }),
  z.strictObject({ kind: z.literal('diagnose'), cause: id }),
  z.strictObject({ kind: z.literal('commit') }),
  z.strictObject({ kind: z.literal('fix'), fix: id }),
  z.strictObject({ kind: z.literal('give-up') }),
  z.strictObject({ kind: z.literal('relay'), action: id, words }),
  z.strictObject({ kind: z.literal('role'), role: z.enum(ROLES) }),
]);

export type Move = z.output<typeof Move>;

/** A move with who made it, a member's id. Alone it is always the same person. */
export interface Made {
  move: Move;
  by: string;
}
