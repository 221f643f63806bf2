import { type Criterion, LEVELS, type Level, type RubricRow } from '../../curriculum/assessment-schema.ts';
import type { Curriculum } from '../../curriculum/schema.ts';

/** A level that an assessor gave a row, with the reason. */
export interface Mark {
  level: Level;
  words: string;
}

/** The marks of one assessor, by row. */
export type Marks = ReadonlyMap<string, Mark>;

type Rubric = Pick<Curriculum, 'assessment' | 'levels'>;

/** All rows of the rubric, in order. */
export function rowsOf({ assessment }: Pick<Rubric, 'assessment'>): RubricRow[] {
  return assessment.flatMap(({ rows }) => rows);
}

/** How far apart two levels are, in levels. */
export function gapOf(one: Level, other: Level): number {
  return Math.abs(LEVELS.indexOf(one) - LEVELS.indexOf(other));
}

/** The rows on which two assessors are more than one level apart: a third one looks at them. */
export function contestedRows(one: Marks, other: Marks): string[] {
  return [...one].flatMap(([row, { level }]) => {
    const theirs = other.get(row);
    return theirs !== undefined && gapOf(level, theirs.level) > 1 ? [row] : [];
  });
}

/** What one row came to: its marks in the order of the seats, and its points. */
export interface RowResult {
  row: RubricRow;
  marks: readonly Mark[];
  points: number;
}

/** What a criterion came to. */
export interface CriterionResult {
  criterion: Criterion;
  rows: readonly RowResult[];
  points: number;
}

/** What an assessment came to, in points of 100. */
export interface Result {
  criteria: readonly CriterionResult[];
  points: number;
}

/**
 * What the marks of all seats come to, or undefined while any is missing. A row is worth the mean of its two marks; where they are
 * more than one level apart, the middle one of three.
 */
export function resultOf(seats: readonly Marks[], { assessment, levels }: Rubric): Result | undefined {
  const [one, other, third] = seats;
  if (one === undefined || other === undefined) return undefined;
  const contested = new Set(contestedRows(one, other));
  const criteria: CriterionResult[] = [];
  for (const criterion of assessment) {
    const rows: RowResult[] = [];
    for (const row of criterion.rows) {
      const wanted = contested.has(row.slug) ? [one, other, third] : [one, other];
      const marks = wanted.flatMap((given) => given?.get(row.slug) ?? []);
      if (marks.length < wanted.length) return undefined;
      rows.push({ row, marks, points: (row.points * shareOf(marks, levels)) / 100 });
    }
    criteria.push({ criterion, rows, points: sum(rows) });
  }
  return { criteria, points: sum(criteria) };
}

function sum(parts: readonly { points: number }[]): number {
  return parts.reduce((total, { points }) => total + points, 0);
}

/** The share of a row's points, in percent: the mean of two marks, the middle one of three. */
function shareOf(marks: readonly Mark[], levels: Rubric['levels']): number {
  const shares = marks.map(({ level }) => levels[level].percent).toSorted((a, b) => a - b);
  const [low = 0, middle = low, high] = shares;
  return high === undefined ? (low + middle) / 2 : middle;
}
