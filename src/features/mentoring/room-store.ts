import type { Db } from '../../database/client.ts';
import { MOST_HELD } from './help.ts';
import { findHours } from './hours-store.ts';
import { listHeld } from './store.ts';

/** How many questions a mentor wants at once, and whether there is room for one more: true while `lockMember` holds them. */
export async function readRoom(tx: Db, memberId: string, now: Temporal.Instant) {
  const hours = await findHours(tx, memberId);
  const capacity = hours?.capacity ?? MOST_HELD;
  const held = await listHeld(tx, memberId, now);
  return { capacity, isFull: held.length >= capacity, isPaused: hours?.isPaused === true };
}
