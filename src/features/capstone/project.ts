import type { Capstone, Milestone } from '../../curriculum/assessment-schema.ts';

/** What a learner said about their capstone. */
export interface Entry {
  id: number;
  kind: 'chosen' | 'updated' | 'delivered' | 'submitted';
  about: string | null;
  title: string | null;
  words: string;
  links: readonly string[];
  at: Temporal.Instant;
}

/** A capstone as it stands. */
export interface Project {
  /** The option's slug. */
  option: string;
  title: string;
  /** Slugs of milestones. Those of another option than the chosen one count for nothing. */
  delivered: ReadonlySet<string>;
  /** What was handed in last, if it was. */
  submitted: Entry | undefined;
}

/** A capstone after what was said about it, oldest first; undefined before anything was chosen. */
export function projectOf(entries: readonly Entry[]): Project | undefined {
  const chosen = entries.findLast(({ kind }) => kind === 'chosen');
  if (chosen === undefined) return undefined;
  return {
    option: chosen.about ?? '',
    title: chosen.title ?? '',
    delivered: new Set(entries.filter(({ kind }) => kind === 'delivered').map(({ about }) => about ?? '')),
    submitted: entries.findLast(({ kind }) => kind === 'submitted'),
  };
}

/** The milestone that comes next: the first of the chosen option that is not delivered. */
export function nextMilestone(capstone: Capstone, { delivered }: Project): Milestone | undefined {
  return capstone.milestones.find(({ slug }) => !delivered.has(slug));
}
