import type { Context } from '../../context.ts';
import { type HeldItems, heldItems } from './held.ts';
import { readItemsNear } from './held-store.ts';

/** The items of which the asker may not be told now what is right: every verdict and key is shown past this. */
export async function readHeld({ db, asker, workspaceId, curriculum, now }: Context): Promise<HeldItems> {
  return heldItems(await readItemsNear(db, { memberId: asker.memberId, workspaceId }, now), curriculum);
}
