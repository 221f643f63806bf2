import { digest } from '../../domain/seed.ts';
import { contestedRows, type Marks } from './rubric.ts';

/** An assessor of a capstone. */
export interface Seat {
  id: number;
  /** 1 and 2, and 3 where those are far apart. */
  seat: number;
  memberId: string;
  name: string;
  since: Temporal.Instant;
  handedInAt: Temporal.Instant | undefined;
  marks: Marks;
}

/** Which seats of a submitted capstone are to be filled now, and which rows the third is about: none unless it is needed. */
export function seatsOf(seats: readonly Seat[]): { free: readonly number[]; contested: readonly string[] } {
  const [one, other] = [1, 2].map((number) => seats.find(({ seat }) => seat === number));
  const areIn = one?.handedInAt !== undefined && other?.handedInAt !== undefined;
  const contested = areIn ? contestedRows(one.marks, other.marks) : [];
  const wanted = contested.length > 0 ? [1, 2, 3] : [1, 2];
  return { free: wanted.filter((number) => !seats.some(({ seat }) => seat === number)), contested };
}

/** Whether every seat that is needed has handed in. */
export function isAssessed(seats: readonly Seat[]): boolean {
  const { free } = seatsOf(seats);
  return free.length === 0 && seats.every(({ handedInAt }) => handedInAt !== undefined);
}

/** The rows that a seat marks: all, or for the third those on which the others are far apart. */
export function rowsFor(
  { seat }: Pick<Seat, 'seat'>,
  seats: readonly Seat[],
  all: readonly string[],
): readonly string[] {
  return seat === 3 ? all.filter((row) => seatsOf(seats).contested.includes(row)) : all;
}

/** Who sits where in a cohort: the assessors of each capstone. */
export type Sittings = readonly (readonly string[])[];

/**
 * The mentor who gets a free seat: of those who may, whoever has assessed least; among equals whoever has sat least with the one who sits
 * there already, so that no two judge always together; then by lot, drawn from the capstone. Undefined where nobody may.
 */
export function chooseAssessor(
  mentors: readonly string[],
  seated: readonly string[],
  sittings: Sittings,
  capstoneId: string,
): string | undefined {
  const load = (mentor: string) => sittings.filter((sitting) => sitting.includes(mentor)).length;
  const together = (mentor: string) =>
    sittings.filter((sitting) => sitting.includes(mentor) && seated.some((other) => sitting.includes(other))).length;
  const lot = (mentor: string) => digest(`${capstoneId}/${mentor}`, 20);
  const [chosen] = mentors
    .filter((mentor) => !seated.includes(mentor))
    .toSorted(
      (a, b) => load(a) - load(b) || together(a) - together(b) || (lot(a) < lot(b) ? -1 : lot(a) > lot(b) ? 1 : 0),
    );
  return chosen;
}
