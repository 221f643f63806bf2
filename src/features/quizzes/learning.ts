import type { Services } from '../../context.ts';
import { parseMemberId } from '../../domain/people/ids.ts';
import { type Calibration, calibrationOf } from './certainty.ts';
import { heldItems } from './held.ts';
import { readItemsNear } from './held-store.ts';
import { type Learned, learnedFrom } from './learned.ts';
import { listCountingAnswers } from './learned-store.ts';

/**
 * What somebody answered, in every cohort and in practice, newest first: only what they, and whoever reads with them, may be
 * told now. `reader` is somebody else who is shown it.
 */
export async function readLearned(
  { db, curriculum }: Pick<Services, 'db' | 'curriculum'>,
  memberId: string,
  now: Temporal.Instant,
  reader?: { memberId: string; workspaceId: string },
): Promise<Learned[]> {
  const readers = [
    { memberId, workspaceId: parseMemberId(memberId).workspaceId },
    ...(reader === undefined ? [] : [reader]),
  ];
  const near = await Promise.all(readers.map((one) => readItemsNear(db, one, now)));
  const held = new Map(near.flatMap((items) => [...heldItems(items, curriculum)]));
  return learnedFrom(await listCountingAnswers(db, memberId), held, curriculum);
}

/** How well somebody knows what they know: from practice and closed rounds in which they said how sure they were. */
export async function readCalibration({ db }: Pick<Services, 'db'>, memberId: string): Promise<Calibration> {
  return calibrationOf(await listCountingAnswers(db, memberId));
}
