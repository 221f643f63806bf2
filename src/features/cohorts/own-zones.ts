import type { Context } from '../../context.ts';
import { listCohorts } from '../../domain/cohorts/store.ts';
import { findUsualZone } from '../../domain/streaks/store.ts';
import { findZone } from '../calendar/zones.ts';

/** The zones that whoever asks most likely means, the likeliest first: by their settings here, by what the platform says of them, of the workspace's cohorts. */
export async function listOwnZones({ db, asker, event, workspaceId }: Context): Promise<string[]> {
  const usual = await findUsualZone(db, asker.memberId);
  const cohorts = await listCohorts(db, workspaceId);
  const all = [usual, findZone(event.person.zone ?? ''), ...cohorts.map(({ zone }) => zone)];
  return [...new Set(all.filter((zone) => zone !== undefined))];
}
