import { z } from 'zod';
import { zoneOrUtc } from '../../database/zones.ts';
import { MOST_HELD } from './help.ts';
import type { Hours } from './hours.ts';

/** What a mentor said of their time. */
export interface StatedHours extends Hours {
  /** How many requests they want at once. */
  capacity: number;
  /** The skills (slugs) that they name as their own, beside those that they have helped with. */
  skills: readonly string[];
}

const clock = z.string().transform((typed) => Temporal.PlainTime.from(typed));
const date = z.string().transform((typed) => Temporal.PlainDate.from(typed));

/** How it is kept. */
const Kept = z.object({
  zone: z.string().transform(zoneOrUtc),
  days: z.array(z.int().min(1).max(7)),
  from: clock,
  until: clock,
  holidays: z.array(z.object({ from: date, until: date })),
  isPaused: z.boolean(),
  capacity: z.int().min(1).max(MOST_HELD),
  skills: z.array(z.string()).default([]),
});

/** Reads hours as they are kept, or throws. */
export function parseHours(kept: unknown): StatedHours {
  return Kept.parse(kept);
}

/** What was stated before stands in rows of its own. */
export function hoursToJson({ earlier: _, ...hours }: StatedHours): object {
  return JSON.parse(JSON.stringify(hours));
}
