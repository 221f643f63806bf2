import type { Services } from '../../context.ts';
import type { Home } from '../../domain/cohorts/cohort.ts';
import { memberIdOf } from '../../domain/people/ids.ts';
import { findPersonId, recordMember } from '../../domain/people/store.ts';

/** Those of one home; undefined where its platform does not say, or does not answer: that keeps nobody else from being reached. */
async function listRoleHolders(
  { db, mail }: Pick<Services, 'db' | 'mail'>,
  { workspaceId, mentorRole }: Pick<Home, 'workspaceId' | 'mentorRole'>,
  now: Temporal.Instant,
): Promise<readonly string[] | undefined> {
  if (mentorRole === null) return [];
  const accounts = await mail.listHolders(workspaceId, mentorRole).catch(() => undefined);
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
  const all = await Promise.all(homes.map((home) => listRoleHolders(services, home, now)));
  return [...new Set(all.flatMap((holders) => holders ?? []))];
}
