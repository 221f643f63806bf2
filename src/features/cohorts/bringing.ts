import { Unreachable } from '../../chat/errors.ts';
import type { CohortContext } from '../../context.ts';
import { recordBroughtInNotice } from '../../deliveries/notices.ts';
import { type Place, placeOf } from '../../domain/cohorts/cohort.ts';
import { memberIdOf } from '../../domain/people/ids.ts';
import { findPersonId, listCalled, recordMember } from '../../domain/people/store.ts';
import { listMentors, readOrganisers } from '../staff/store.ts';
import type { Listed } from './people-list.ts';
import { recordJoin } from './store.ts';

/** What became of one entry of a list. */
export type Brought =
  | { kind: 'in'; name: string }
  | { kind: 'waits'; name: string; number: number }
  | { kind: 'staff'; name: string }
  | { kind: 'already'; name: string }
  | { kind: 'not'; typed: string; why: string };

/**
 * Brings each of a list into the cohort, or says why not: for each person all of it or nothing. Whoever comes in is told in
 * private by a delivery that is kept with their place. Once more changes nothing.
 */
export async function bringIn(context: CohortContext, listed: readonly Listed[]): Promise<Brought[]> {
  const staff = await listStaff(context);
  const brought: Brought[] = [];
  for (const one of listed) brought.push(await bringOne(context, one, staff));
  return brought;
}

async function listStaff({ db, cohort, workspaceId }: CohortContext): Promise<ReadonlySet<string>> {
  const { memberIds } = await readOrganisers(db, workspaceId);
  return new Set([...memberIds, ...(await listMentors(db, cohort.id))]);
}

async function bringOne(context: CohortContext, one: Listed, staff: ReadonlySet<string>): Promise<Brought> {
  const { typed } = one;
  const not = (why: string): Brought => ({ kind: 'not', typed, why });
  if (one.kind === 'id') return bringAccount(context, one.id, typed, staff);
  const found = await findCalled(context, one.kind === 'name' ? one.name : typed);
  if (found.kind === 'closed') return not(found.why);
  const [called, ...others] = found.ids;
  if (called === undefined)
    return not(one.kind === 'name' ? 'nobody here is called so' : 'nobody here has that address');
  if (others.length > 0) return not('several people here are called so; mention the one you mean');
  return bringAccount(context, called, typed, staff);
}

/** By the names under which people have used the bot, else as the platform finds them. */
async function findCalled(
  { db, mail, workspaceId }: CohortContext,
  words: string,
): Promise<{ kind: 'found'; ids: readonly string[] } | { kind: 'closed'; why: string }> {
  const known = await listCalled(db, workspaceId, words);
  if (known.length > 0) return { kind: 'found', ids: known };
  try {
    return { kind: 'found', ids: (await mail.findNamed(workspaceId, words)).map(({ id }) => id) };
  } catch (error) {
    if (error instanceof Unreachable) {
      const before = words.includes('@') ? '' : 'nobody who has used me here is called so. ';
      return { kind: 'closed', why: `${before}${error.remedy}`.replace(/\.$/, '') };
    }
    return { kind: 'closed', why: 'I could not look them up just now; try again in a moment' };
  }
}

async function bringAccount(
  { db, mail, cohort, workspaceId, now, eventKey }: CohortContext,
  externalId: string,
  typed: string,
  staff: ReadonlySet<string>,
): Promise<Brought> {
  const found = await mail.findPerson(workspaceId, externalId).catch((error: unknown) => {
    if (error instanceof Unreachable) return undefined;
    return 'unknown' as const;
  });
  if (found === undefined) return { kind: 'not', typed, why: 'nobody of that id is here' };
  if (found === 'unknown')
    return { kind: 'not', typed, why: 'I could not look them up just now; try again in a moment' };
  const id = memberIdOf(workspaceId, externalId);
  const { name } = found;
  return db.transaction(async (tx): Promise<Brought> => {
    const known = await findPersonId(tx, id);
    if (known === undefined) await recordMember(tx, { id, workspaceId, externalId, name, seenAt: now });
    const personId = known ?? id;
    const role = staff.has(personId) || staff.has(id) ? 'mentor' : 'learner';
    const { joined, learners } = await recordJoin(tx, cohort.id, personId, role, now);
    if (!joined) return { kind: 'already', name };
    await recordBroughtInNotice(tx, cohort.id, personId, eventKey, now);
    const place: Place | undefined = placeOf(learners, cohort.capacity, personId);
    if (place === undefined) return { kind: 'staff', name };
    return place.kind === 'in' ? { kind: 'in', name } : { kind: 'waits', name, number: place.number };
  });
}
