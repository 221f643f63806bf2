import type { Services } from '../../context.ts';
import type { Home } from '../../domain/cohorts/cohort.ts';
import { memberIdOf } from '../../domain/people/ids.ts';
import { findPersonId, recordMember } from '../../domain/people/store.ts';

/** A role of a workspace; null where there is none. */
interface RoleThere {
  workspaceId: string;
  role: string | null;
}

/** Those of one role; undefined where its platform does not say, or does not answer: that keeps nobody else from being reached. */
async function listRoleHolders(
  { db, mail }: Pick<Services, 'db' | 'mail'>,
  { workspaceId, role }: RoleThere,
  now: Temporal.Instant,
): Promise<readonly string[] | undefined> {
  if (role === null) return [];
  const accounts = await mail.listHolders(workspaceId, role).catch(() => undefined);
  if (accounts === undefined) return undefined;
  const holders: string[] = [];
  for (const externalId of accounts) {
    const memberId = memberIdOf(workspaceId, externalId);
    const known = await findPersonId(db, memberId);
    if (known !== undefined) {
      holders.push(known);
      continue;
    }
    const found = await mail.findPerson(workspaceId, externalId).catch(() => undefined);
    if (found === undefined) continue;
    await recordMember(db, { id: memberId, workspaceId, externalId, name: found.name, seenAt: now });
    holders.push(memberId);
  }
  return holders;
}

/** Whether a home's platform says who has the mentors' role there; so too where there is none. */
export async function areHoldersKnown(
  { mail }: Pick<Services, 'mail'>,
  { workspaceId, mentorRole }: Pick<Home, 'workspaceId' | 'mentorRole'>,
): Promise<boolean> {
  if (mentorRole === null) return true;
  return (await mail.listHolders(workspaceId, mentorRole).catch(() => undefined)) !== undefined;
}

/** Whoever has the mentors' role in one of these homes, each person once, as far as platforms say who that is. Somebody whom the bot never saw becomes known, so that they can be written to. */
export async function listHoldersOf(
  services: Pick<Services, 'db' | 'mail'>,
  homes: readonly Home[],
  now: Temporal.Instant,
): Promise<readonly string[]> {
  return listHolders(
    services,
    homes.map(({ workspaceId, mentorRole: role }) => ({ workspaceId, role })),
    now,
  );
}

/** The same of any roles. */
export async function listHolders(
  services: Pick<Services, 'db' | 'mail'>,
  roles: readonly RoleThere[],
  now: Temporal.Instant,
): Promise<readonly string[]> {
  const all = await Promise.all(roles.map((one) => listRoleHolders(services, one, now)));
  return [...new Set(all.flatMap((holders) => holders ?? []))];
}
