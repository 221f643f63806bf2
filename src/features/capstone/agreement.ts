import { LEVELS, type Level } from '../../curriculum/assessment-schema.ts';

/** Two assessors' levels for the same row of the same capstone. */
export type Pair = readonly [Level, Level];

/** How far assessors agree. `kappa` is undefined where it says nothing: too few rows, or only one level in use. */
export interface Agreement {
  /** Rows that two have marked. */
  n: number;
  /** On how many of them they gave the same level, and one at most a level apart. */
  same: number;
  near: number;
  kappa: number | undefined;
}

/** Below so many rows (two capstones) kappa is chance: only counts are shown. */
export const FEWEST = 18;

/**
 * Agreement beyond chance: Cohen's kappa with squared weights, so that one level apart costs a ninth of three. Who sits on which seat
 * is chance, so each pair counts both ways, and exchanging the two changes nothing. 1 is full agreement, 0 what chance gives.
 */
export function agreementOf(pairs: readonly Pair[]): Agreement {
  const steps = pairs.map(([one, other]) => Math.abs(LEVELS.indexOf(one) - LEVELS.indexOf(other)));
  return {
    n: pairs.length,
    same: steps.filter((step) => step === 0).length,
    near: steps.filter((step) => step <= 1).length,
    kappa: pairs.length < FEWEST ? undefined : kappaOf(pairs),
  };
}

function kappaOf(pairs: readonly Pair[]): number | undefined {
  const given = pairs.flat().map((level) => LEVELS.indexOf(level));
  const share = LEVELS.map((_, level) => given.filter((one) => one === level).length / given.length);
  const weight = (one: number, other: number) => (one - other) ** 2;
  const found = pairs.reduce((sum, [one, other]) => sum + weight(LEVELS.indexOf(one), LEVELS.indexOf(other)), 0);
  const byChance = share.reduce(
    (sum, one, i) => share.reduce((inner, other, j) => inner + one * other * weight(i, j), sum),
    0,
  );
  return byChance === 0 ? undefined : 1 - found / pairs.length / byChance;
}
