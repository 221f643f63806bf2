import { and, asc, desc, eq, gt, inArray, isNull, notExists, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Db } from '../../database/client.ts';
import type { MovedUp } from '../../deliveries/notices.ts';
import { movedUp, placeOf } from '../../domain/cohorts/cohort.ts';
import { listLearnerIds, lockCohort } from '../../domain/cohorts/store.ts';
import { cohorts, enrolments } from '../../domain/cohorts/tables.ts';
import { members } from '../../domain/people/tables.ts';
import { betterPlace, LEDGER, Merged, nameOf, OWNED, type Pair } from './merge.ts';
import { give, isOwner, movePoints, pointsGoBack, renamePoints, restore, setAside, takeOut } from './rows-store.ts';
import { links } from './tables.ts';

/** Who did it, when, and the event that said so. */
export interface Deed {
  by: string;
  now: Temporal.Instant;
  eventId: string;
}

/** A member as far as linking is concerned. */
interface Account {
  id: string;
  workspaceId: string;
  externalId: string;
  name: string;
  primaryId: string | null;
  hidden: boolean;
}

/** Waits until nobody else links or separates these members; lasts until the transaction ends. */
export async function lockAccounts(tx: Db, ids: readonly string[]): Promise<Map<string, Account>> {
  const locked = await tx
    .select()
    .from(members)
    .where(inArray(members.id, [...ids]))
    .orderBy(asc(members.id))
    .for('update');
  return new Map(locked.map((account) => [account.id, account]));
}

/** A member and all that are linked to it. */
export async function listAccounts(tx: Db, primaryId: string): Promise<Account[]> {
  return tx
    .select()
    .from(members)
    .where(or(eq(members.id, primaryId), eq(members.primaryId, primaryId)));
}

/**
 * Makes two members one person: every row of the secondary is the primary's from here on, but for what would then be there
 * twice, which is set aside. Everything needed to undo that is kept with it.
 */
export async function recordLink(tx: Db, pair: Pair, deed: Deed): Promise<MovedUp[]> {
  const { primaryId, secondaryId } = pair;
  const accounts = await lockAccounts(tx, [primaryId, secondaryId]);
  const [primary, secondary] = [accounts.get(primaryId), accounts.get(secondaryId)];
  if (primary === undefined || secondary === undefined) throw new Error('a member that is to be linked is gone');
  const shared = await sharedCohorts(tx, pair);
  const before = await readPlaces(tx, shared);
  const aside = await setPlacesAside(tx, pair, shared);
  for (const owned of OWNED) aside.push(...(await setAside(tx, owned, pair)));
  const points = await movePoints(tx, pair, aside);
  aside.push(...points.aside);
  const moved: Merged['moved'] = {};
  for (const owned of [...OWNED, LEDGER]) {
    moved[nameOf(owned)] = await give(tx, owned, { from: secondaryId, to: primaryId });
  }
  await tx.update(members).set({ primaryId }).where(eq(members.id, secondaryId));
  await tx
    .update(members)
    .set({ hidden: primary.hidden || secondary.hidden, directId: secondaryId })
    .where(eq(members.id, primaryId));
  const merged: Merged = { moved, sources: points.sources, aside, hidden: primary.hidden };
  await tx.insert(links).values({ ...pair, merged, madeBy: deed.by, madeAt: deed.now, eventId: deed.eventId });
  return listMovedUp(tx, before, pair);
}

/** A link that holds. */
interface Link extends Pair {
  id: number;
  merged: Merged;
}

/** The newest link of a member that was not undone, from either side. */
export async function findLink(tx: Db, memberId: string): Promise<Link | undefined> {
  const [link] = await tx
    .select()
    .from(links)
    .where(
      and(or(eq(links.secondaryId, memberId), eq(links.primaryId, memberId)), isNull(links.undoes), isNotUndone(tx)),
    )
    .orderBy(desc(links.id))
    .limit(1);
  return link && { ...link, merged: Merged.parse(link.merged) };
}

const undoing = alias(links, 'undoing');

function isNotUndone(db: Db) {
  return notExists(db.select({ id: undoing.id }).from(undoing).where(eq(undoing.undoes, links.id)));
}

/** The links made since a moment that hold. */
export async function listFreshLinks(db: Db, since: Temporal.Instant): Promise<(Pair & { id: number })[]> {
  return db
    .select({ id: links.id, primaryId: links.primaryId, secondaryId: links.secondaryId })
    .from(links)
    .where(and(gt(links.madeAt, since), isNull(links.undoes), isNotUndone(db)));
}

/** Whether anything is written down under a member, who then has rows of their own. */
export async function hasRows(db: Db, memberId: string): Promise<boolean> {
  for (const owned of [...OWNED, LEDGER]) if (await isOwner(db, owned, memberId)) return true;
  return false;
}

/** Whether this event has linked or separated somebody already. */
export async function findDone(tx: Db, eventId: string): Promise<Pair | undefined> {
  const [link] = await tx.select().from(links).where(eq(links.eventId, eventId));
  return link;
}

/**
 * Makes one person two members again: what the link moved or set aside is as it was. Anything added since stays with the
 * primary, but for points that moved answers earned. Somebody whose place was given away meanwhile goes to the end.
 */
export async function recordSeparation(tx: Db, link: Link, deed: Deed): Promise<void> {
  // Rows that followed the link a moment later, under links of their own, go back first.
  let next: Link | undefined = link;
  for (let count = 1; next !== undefined; count += 1) {
    await undo(tx, next, { ...deed, eventId: count === 1 ? deed.eventId : `${deed.eventId}#${count}` });
    next = await findLink(tx, link.secondaryId);
  }
}

async function undo(tx: Db, link: Link, deed: Deed): Promise<void> {
  const { id, primaryId, secondaryId, merged } = link;
  await lockAccounts(tx, [primaryId, secondaryId]);
  const cohorts = await sharedCohorts(tx, link, merged);
  for (const owned of [...OWNED, LEDGER]) {
    const keys = merged.moved[nameOf(owned)] ?? [];
    await give(tx, owned, { from: primaryId, to: secondaryId }, keys);
    if (owned.source !== undefined)
      await pointsGoBack(
        tx,
        keys.map((key) => `${owned.source}:${key}`),
        link,
      );
  }
  await renamePoints(tx, merged.sources);
  const before = await readPlaces(tx, cohorts);
  for (const { table, row } of merged.aside) await restore(tx, table, row);
  await keepPlaces(tx, before, link);
  await tx.update(members).set({ primaryId: null }).where(eq(members.id, secondaryId));
  await tx.update(members).set({ hidden: merged.hidden, directId: null }).where(eq(members.id, primaryId));
  const { by, now, eventId } = deed;
  await tx.insert(links).values({ primaryId, secondaryId, undoes: id, madeBy: by, madeAt: now, eventId });
}

/** In which running cohorts these members wait, by name. */
export async function listWaitingOf(
  db: Db,
  memberIds: readonly string[],
): Promise<{ memberId: string; cohort: string; number: number }[]> {
  const held = await db
    .select({ id: cohorts.id, name: cohorts.name, capacity: cohorts.capacity, memberId: enrolments.memberId })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .where(
      and(
        inArray(enrolments.memberId, [...memberIds]),
        isNull(enrolments.leftAt),
        inArray(cohorts.status, ['active', 'paused']),
      ),
    );
  const waiting: { memberId: string; cohort: string; number: number }[] = [];
  for (const { id, name, capacity, memberId } of held) {
    const place = placeOf(await listLearnerIds(db, id), capacity, memberId);
    if (place?.kind === 'waiting') waiting.push({ memberId, cohort: name, number: place.number });
  }
  return waiting;
}

/** Every cohort in which either is or was, locked in one order so that two links never wait for each other. */
async function sharedCohorts(tx: Db, { primaryId, secondaryId }: Pair, merged?: Merged): Promise<string[]> {
  const found = await tx
    .selectDistinct({ id: enrolments.cohortId })
    .from(enrolments)
    .where(inArray(enrolments.memberId, [primaryId, secondaryId]));
  const aside = (merged?.aside ?? []).flatMap(({ row }) => {
    const id = row['cohort_id'];
    return typeof id === 'string' ? [id] : [];
  });
  const ids = [...new Set([...found.map(({ id }) => id), ...aside])].sort();
  for (const id of ids) await lockCohort(tx, id);
  return ids;
}

interface Places {
  cohortId: string;
  capacity: number | null;
  learners: string[];
}

async function readPlaces(tx: Db, cohortIds: readonly string[]): Promise<Places[]> {
  const places: Places[] = [];
  for (const cohortId of cohortIds) {
    const cohort = await lockCohort(tx, cohortId);
    places.push({ cohortId, capacity: cohort?.capacity ?? null, learners: await listLearnerIds(tx, cohortId) });
  }
  return places;
}

async function listMovedUp(tx: Db, before: readonly Places[], { primaryId, secondaryId }: Pair): Promise<MovedUp[]> {
  const up: MovedUp[] = [];
  for (const { cohortId, capacity, learners } of before) {
    const now = movedUp(learners, await listLearnerIds(tx, cohortId), capacity);
    const others = now.filter((memberId) => memberId !== primaryId && memberId !== secondaryId);
    up.push(...others.map((memberId) => ({ cohortId, memberId })));
  }
  return up;
}

/** Where both have a place, one of the two is set aside. */
async function setPlacesAside(tx: Db, pair: Pair, cohortIds: readonly string[]): Promise<Merged['aside']> {
  const aside: Merged['aside'] = [];
  for (const cohortId of cohortIds) {
    const held = await tx
      .select({ id: enrolments.id, role: enrolments.role })
      .from(enrolments)
      .where(
        and(
          eq(enrolments.cohortId, cohortId),
          inArray(enrolments.memberId, [pair.primaryId, pair.secondaryId]),
          isNull(enrolments.leftAt),
        ),
      );
    const [one, other] = held;
    if (one === undefined || other === undefined) continue;
    const lost = betterPlace(one, other) === one ? other : one;
    aside.push(...(await takeOut(tx, 'enrolments', 'id', [String(lost.id)])));
  }
  return aside;
}

/** Giving a place back takes nobody else's: where somebody would lose theirs to it, the one given back goes to the end. */
async function keepPlaces(tx: Db, before: readonly Places[], { primaryId, secondaryId }: Pair): Promise<void> {
  for (const { cohortId, capacity, learners } of before) {
    const present = await listLearnerIds(tx, cohortId);
    const isPushedOut = movedUp(present, learners, capacity).length > 0;
    const restored = [primaryId, secondaryId].find((id) => !learners.includes(id) && present.includes(id));
    if (!isPushedOut || restored === undefined) continue;
    await tx.execute(
      sql`update enrolments set id = default
        where cohort_id = ${cohortId} and member_id = ${restored} and left_at is null`,
    );
  }
}
