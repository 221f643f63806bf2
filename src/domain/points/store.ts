import type { Db } from '../../database/client.ts';
import type { Reason } from './points.ts';
import { ledger } from './tables.ts';

interface Award {
  cohortId: string;
  memberId: string;
  board: Board;
  points: number;
  reason: Reason;
  /** What earned it: pays once, ever. */
  source: string;
  at: Temporal.Instant;
}

export type Board = 'learners' | 'mentors';

/** Adds to the ledger what is not in it yet. Returns how many were new. */
export async function recordPoints(db: Db, awards: readonly Award[]): Promise<number> {
  if (awards.length === 0) return 0;
  const added = await db
    .insert(ledger)
    .values([...awards])
    .onConflictDoNothing({ target: ledger.source })
    .returning({ id: ledger.id });
  return added.length;
}
