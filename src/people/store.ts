import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Event } from '../chat/event.ts';
import type { CohortScope } from '../chat/route.ts';
import { homeIn } from '../cohorts/home.ts';
import type { Cohort } from '../cohorts/rules.ts';
import { cohortColumns, livesIn } from '../cohorts/store.ts';
import type { Asker } from '../context.ts';
import type { Db } from '../database/client.ts';
import { cohorts, enrolments, members, workspaces } from '../database/schema.ts';
import { recordReturn } from '../workspaces/store.ts';
import { memberIdOf, workspaceIdOf } from './ids.ts';
import type { Named } from './names.ts';

/** Where the asker stands and which cohort is meant. */
export interface Standpoint {
  workspaceId: string;
  asker: Asker;
  cohort: Cohort | undefined;
  /** The cohorts it could be, when it could be several. */
  candidates: readonly Cohort[];
  /** Nothing can be done before the asker has said which: a cohort is needed, or they are in several. */
  mustChoose: boolean;
}

/**
 * Where the asker stands: one statement. Others follow only when the person is new, has another name than before, is
 * written to on another platform than the one they use now, or is the first to be heard of since the bot is back.
 */
export async function getStandpoint(
  db: Db,
  event: Event,
  scope: CohortScope,
  now: Temporal.Instant,
): Promise<Standpoint> {
  const { place, person } = event;
  const workspaceId = workspaceIdOf(place.platform, place.workspace);
  const memberId = memberIdOf(workspaceId, person.id);
  const named = event.action.state['cohort'] ?? '';
  const found = await readKnown(db, { workspaceId, memberId, name: person.name, named, now });
  const [about] = found;
  if (about === undefined) throw new Error('a member was not kept');
  const places = new Map(found.flatMap((row) => (row.cohort === null ? [] : [[row.cohort.id, row] as const])));
  const known = found.flatMap(({ cohort }) => (cohort === null ? [] : [cohort]));
  const isMine = (cohort: Cohort) => (places.get(cohort.id)?.role ?? null) !== null;
  const isHere = (cohort: Cohort) => homeIn(cohort, workspaceId)?.channel === place.channel;
  const candidates = narrow(known, named, isHere, isMine);
  const cohort = scope === 'none' || candidates.length !== 1 ? undefined : candidates[0];
  const meant = cohort === undefined ? known : [cohort];
  const standing = (candidate: Cohort) => {
    const row = places.get(candidate.id);
    if (row?.role !== 'learner') return undefined;
    return candidate.capacity === null || row.ahead < candidate.capacity ? 'in' : 'waiting';
  };
  // By the role as it is now: a place as staff is kept when the role is taken away, the rights are not.
  const has = (role: string | null | undefined) => typeof role === 'string' && person.roles.includes(role);
  const isMentor = (candidate: Cohort) =>
    has(homeIn(candidate, workspaceId)?.mentorRole) || (places.get(candidate.id)?.isNamedMentor ?? false);
  const asker = {
    memberId: about.personId,
    name: person.name,
    organiser: person.manages || has(about.organiserRole) || about.isNamedOrganiser,
    mentor: meant.some(isMentor),
    learner: meant.some((candidate) => standing(candidate) === 'in'),
    waiting: meant.some((candidate) => standing(candidate) === 'waiting'),
    hidden: about.hidden,
  };
  const isTorn = scope === 'any' && candidates.length > 1 && candidates.every(isMine);
  return { workspaceId, asker, cohort, candidates, mustChoose: isTorn || (scope === 'one' && cohort === undefined) };
}

interface Wanted {
  workspaceId: string;
  memberId: string;
  name: string;
  /** The id of a cohort, or nothing. */
  named: string;
  now: Temporal.Instant;
}

/** An event that was under way when the bot was removed can still come in; one that comes later says that it is back. */
const LATE_MINUTES = 1;

/** Reads what is known, and writes down what the event itself tells about the person. */
async function readKnown(db: Db, wanted: Wanted) {
  const { workspaceId, memberId, name, named, now } = wanted;
  const [about, ...others] = await readStandpoint(db, memberId, workspaceId, named);
  const isNew = about === undefined || about.name !== name;
  if (isNew) await recordMember(db, { id: memberId, workspaceId, externalId: externalIdOf(wanted), name, seenAt: now });
  const leftAt = about?.leftAt ?? null;
  const isBack = leftAt !== null && Temporal.Instant.compare(leftAt.add({ minutes: LATE_MINUTES }), now) < 0;
  if (isBack) await recordReturn(db, workspaceId, now);
  if (about !== undefined && (about.directId ?? about.personId) !== memberId) {
    await db.update(members).set({ directId: memberId }).where(eq(members.id, about.personId));
  }
  if (about === undefined || isNew || isBack) return readStandpoint(db, memberId, workspaceId, named);
  return [about, ...others];
}

function externalIdOf({ memberId, workspaceId }: Wanted): string {
  return memberId.slice(workspaceId.length + 1);
}

const persons = alias(members, 'persons');

async function readStandpoint(db: Db, memberId: string, workspaceId: string, named: string) {
  return db
    .select({
      name: members.name,
      personId: persons.id,
      hidden: persons.hidden,
      directId: persons.directId,
      organiserRole: workspaces.organiserRole,
      leftAt: workspaces.leftAt,
      isNamedOrganiser: sql<boolean>`exists (select 1 from organisers o
        where o.workspace_id = ${workspaceId} and o.member_id = ${memberId})`,
      cohort: cohortColumns,
      // By whichever account they were named.
      isNamedMentor: sql<boolean>`exists (select 1 from mentors n where n.cohort_id = ${cohorts.id}
        and (n.member_id in (${memberId}, ${persons.id})
          or n.member_id in (select a.id from members a where a.primary_id = ${persons.id})))`,
      role: enrolments.role,
      ahead: sql<number>`(select count(*)::int from enrolments o
        where o.cohort_id = ${cohorts.id} and o.role = 'learner' and o.left_at is null and o.id < ${enrolments.id})`,
    })
    .from(members)
    .innerJoin(persons, eq(persons.id, sql`coalesce(${members.primaryId}, ${members.id})`))
    .leftJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .leftJoin(
      cohorts,
      and(
        livesIn(workspaceId),
        or(inArray(cohorts.status, ['active', 'paused']), and(eq(cohorts.id, named), eq(cohorts.status, 'archived'))),
      ),
    )
    .leftJoin(
      enrolments,
      and(eq(enrolments.cohortId, cohorts.id), eq(enrolments.memberId, persons.id), isNull(enrolments.leftAt)),
    )
    .where(eq(members.id, memberId))
    .orderBy(asc(cohorts.createdAt), asc(cohorts.id));
}

/** Keeps what the platform calls somebody now. */
export async function recordMember(db: Db, member: typeof members.$inferInsert): Promise<void> {
  await db
    .insert(members)
    .values(member)
    .onConflictDoUpdate({ target: members.id, set: { name: member.name, seenAt: member.seenAt } });
}

/** The cohort that was named; else the one at home in this channel; else the one the asker is in; else all. */
function narrow(
  known: readonly Cohort[],
  named: string,
  isHere: (cohort: Cohort) => boolean,
  enrolledIn: (cohort: Cohort) => boolean,
): readonly Cohort[] {
  if (named !== '') return known.filter((cohort) => cohort.id === named);
  const here = known.filter(isHere);
  const pool = here.length > 0 ? here : known;
  if (pool.length === 1) return pool;
  const mine = pool.filter(enrolledIn);
  return mine.length > 0 ? mine : pool;
}

/** Somebody who can be written to: the account that the person used last. */
export interface Addressee {
  id: string;
  workspaceId: string;
  externalId: string;
  name: string;
}

/** Where to write to a person, by any of their members. */
export async function findMember(db: Db, id: string): Promise<Addressee | undefined> {
  const reached = alias(members, 'reached');
  const [member] = await db
    .select({
      id: reached.id,
      workspaceId: reached.workspaceId,
      externalId: reached.externalId,
      name: reached.name,
    })
    .from(members)
    .innerJoin(persons, eq(persons.id, sql`coalesce(${members.primaryId}, ${members.id})`))
    .innerJoin(reached, eq(reached.id, sql`coalesce(${persons.directId}, ${persons.id})`))
    .where(eq(members.id, id));
  return member;
}

/** The member to whom all rows of a person belong: itself, unless it was linked to another. */
export async function findPersonId(db: Db, memberId: string): Promise<string> {
  const [member] = await db.select({ primaryId: members.primaryId }).from(members).where(eq(members.id, memberId));
  return member?.primaryId ?? memberId;
}

/** How to name these members, in the order in which they are given. Who has used nothing of mine has no name yet. */
export async function listNamed(db: Db, memberIds: readonly string[]): Promise<Named[]> {
  if (memberIds.length === 0) return [];
  const known = await db
    .select()
    .from(members)
    .where(inArray(members.id, [...memberIds]));
  return memberIds.map((id) => {
    const member = known.find((one) => one.id === id);
    if (member !== undefined) return member;
    const slash = id.indexOf('/');
    return { workspaceId: id.slice(0, slash), externalId: id.slice(slash + 1), name: 'somebody new' };
  });
}

/** How to name a member that is there. */
export async function getNamed(db: Db, memberId: string): Promise<Named> {
  const [named] = await listNamed(db, [memberId]);
  if (named === undefined) throw new Error('nobody was named');
  return named;
}
