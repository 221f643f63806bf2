import { z } from 'zod';
import { unfold } from './unfolding.ts';

/** The name of a thing in files, databases and links: `cycle-gc`. */
export const slug = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, {
    error: 'is not a slug: write small letters, digits and single hyphens, like cycle-gc',
  });

/** One line of text. */
export function line(longest: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\n]*$/, { error: 'has several lines: write one' });
}

/** One or more paragraphs of markdown, each on one line. The newline that ends a YAML block is not part of them. */
export function prose(longest: number) {
  return z.string().trim().min(1).max(longest).transform(unfold);
}

/** Text whose spaces mean something: code, output. Only the newlines at its end go. */
export function verbatim(longest: number) {
  return z
    .string()
    .transform((source) => source.replace(/\n+$/, ''))
    .pipe(z.string().min(1).max(longest));
}

/** Whole minutes of a meeting, a reading or an exercise. */
export const minutes = z.int().min(1).max(600);

/** A session's number in this curriculum, 1 to 12. */
export const sessionNumber = z.int().min(1).max(12);
