import type { SQL } from 'drizzle-orm';

/**
 * What a route reads or records in the one statement that also says who asks, so that a click is one journey to the
 * database. What it records stands under `isPlaced`: rights are still decided by `reasonAgainst`, which allows at least that.
 */
export interface AheadPart {
  /** Of its statement: unlike every other's. */
  name: string;
  /** Common table expressions, and the value (JSON) that is told. */
  write(places: Readonly<Record<string, SQL>>, asker: AskerSql): { parts: readonly SQL[]; told: SQL };
}

/** The asker, within that statement. */
export interface AskerSql {
  /** The member to whom all rows of the person belong. */
  personId: SQL;
  /** That they have a learner's place in the cohort that the control named. */
  isPlaced: SQL;
}

/** A part with the values of its places. */
export interface Ahead {
  part: AheadPart;
  values: Readonly<Record<string, unknown>>;
}
