import { createHash } from 'node:crypto';
import { asc, eq, lte, or, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { recordMovedUp } from '../../deliveries/notices.ts';
import { tryEach } from '../../deliveries/posting.ts';
import { movedUp } from '../../domain/cohorts/cohort.ts';
import { listLearnerIds, lockCohort } from '../../domain/cohorts/store.ts';
import { enrolments } from '../../domain/cohorts/tables.ts';
import { memberIdOf, NOBODY } from '../../domain/people/ids.ts';
import { members } from '../../domain/people/tables.ts';
import { PERSONAL, type PersonColumn } from './personal.ts';
import { deletionRequests, deletions } from './tables.ts';

/** When somebody is to be deleted who asked for it; asked again, it stays as it is. */
export async function recordDeletionRequest(
  db: Db,
  request: { memberId: string; askedAt: Temporal.Instant; dueAt: Temporal.Instant },
): Promise<Temporal.Instant> {
  await db.insert(deletionRequests).values(request).onConflictDoNothing();
  return (await findDeletionRequest(db, request.memberId)) ?? request.dueAt;
}

export async function findDeletionRequest(db: Db, memberId: string): Promise<Temporal.Instant | undefined> {
  const [request] = await db.select().from(deletionRequests).where(eq(deletionRequests.memberId, memberId));
  return request?.dueAt;
}

export async function removeDeletionRequest(db: Db, memberId: string): Promise<void> {
  await db.delete(deletionRequests).where(eq(deletionRequests.memberId, memberId));
}

/**
 * Deletes everybody whose time has come, one after the other; one that fails keeps nobody else waiting. `random` makes the id
 * under which their rows are counted.
 */
export async function eraseDue(db: Db, random: (bytes: number) => Uint8Array, now: Temporal.Instant): Promise<void> {
  const due = await db
    .select({ memberId: deletionRequests.memberId })
    .from(deletionRequests)
    .where(lte(deletionRequests.dueAt, now))
    .orderBy(asc(deletionRequests.dueAt));
  const eraseOne = ({ memberId }: { memberId: string }) => {
    const name = Buffer.from(random(9)).toString('hex');
    return db.transaction((tx) => erase(tx, memberId, memberIdOf(NOBODY, name), now));
  };
  await tryEach(due, eraseOne, 'somebody could not be deleted');
}

/** Deletes a person with all their accounts, as the list in `personal.ts` says. What is counted goes to `nobody`, a new id. */
async function erase(tx: Db, personId: string, nobody: string, now: Temporal.Instant): Promise<void> {
  const accounts = await tx
    .select({ id: members.id, externalId: members.externalId })
    .from(members)
    .where(or(eq(members.id, personId), eq(members.primaryId, personId)))
    .for('update');
  const ids = accounts.map(({ id }) => id);
  if (ids.length === 0) return;
  await leaveAll(tx, ids, now);
  await tx.insert(members).values({
    id: nobody,
    workspaceId: NOBODY,
    externalId: nobody.slice(nobody.indexOf('/') + 1),
    name: 'Somebody who left',
    hidden: true,
    seenAt: now,
  });
  await emptyWords(tx, ids);
  for (const { table, ids: columns } of PERSONAL) {
    for (const column of columns) {
      if (table === 'members') continue;
      for (const id of ids) await eraseColumn(tx, table, column, id, nobody);
    }
  }
  for (const { id, externalId } of accounts) {
    if (id.startsWith('slack:')) await forgetOnSlack(tx, externalId);
  }
  await tx.execute(sql`update members set primary_id = null, direct_id = null where id in ${ids}`);
  await tx.execute(sql`delete from members where id in ${ids}`);
  await tx
    .insert(deletions)
    .values(ids.map((id) => ({ account: accountHash(id), deletedAt: now })))
    .onConflictDoUpdate({ target: deletions.account, set: { deletedAt: now } });
}

/** The places that they hold are free, and whoever moves up is told. */
async function leaveAll(tx: Db, ids: readonly string[], now: Temporal.Instant): Promise<void> {
  const held = await rows<{ cohort: string }>(
    tx,
    sql`select distinct cohort_id as cohort from enrolments where member_id in ${[...ids]} and left_at is null`,
  );
  for (const { cohort: cohortId } of held) {
    const cohort = await lockCohort(tx, cohortId);
    const before = await listLearnerIds(tx, cohortId);
    await tx
      .update(enrolments)
      .set({ leftAt: now })
      .where(sql`cohort_id = ${cohortId} and member_id in ${[...ids]} and left_at is null`);
    const up = movedUp(before, await listLearnerIds(tx, cohortId), cohort?.capacity ?? null);
    await recordMovedUp(
      tx,
      up.map((memberId) => ({ cohortId, memberId })),
      now,
    );
  }
}

async function emptyWords(tx: Db, ids: readonly string[]): Promise<void> {
  for (const { table, words = [] } of PERSONAL) {
    for (const { column, of, emptied, where = 'true' } of words) {
      if (emptied === 'kept') continue;
      await tx.execute(
        sql`update ${sql.identifier(table)} t set ${sql.identifier(column)} = ${sql.raw(emptied)}
          where t.${sql.identifier(of)} in ${[...ids]} and ${sql.raw(where)}`,
      );
    }
  }
}

async function eraseColumn(
  tx: Db,
  table: string,
  { column, holds, deletion }: PersonColumn,
  id: string,
  nobody: string,
): Promise<void> {
  const [name, whose] = [sql.identifier(table), sql.identifier(column)];
  const isTheirs = holds === 'contains' ? sql`${whose}::text ~ ${containing(id)}` : sql`${whose} = ${id}`;
  switch (deletion) {
    case 'row':
      await tx.execute(sql`delete from ${name} where ${isTheirs}`);
      return;
    case 'nobody': {
      const renamed =
        holds === 'contains'
          ? sql`regexp_replace(${whose}, ${containing(id)}, ${`${nobody}\\1`}, 'g')`
          : sql`${nobody}`;
      await tx.execute(sql`update ${name} set ${whose} = ${renamed} where ${isTheirs}`);
    }
  }
}

/** Finds an id in a longer text, and no longer id that begins with it. */
export function containing(id: string): string {
  return `${id.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}([^A-Za-z0-9_-]|$)`;
}

async function forgetOnSlack(tx: Db, externalId: string): Promise<void> {
  const theirs = containing(externalId);
  await tx.execute(sql`delete from slack_facts where about ~ ${theirs} or value::text ~ ${theirs}`);
}

/** What of an account is kept after its deletion, so that a restored database can be told apart from a person who came back. */
function accountHash(memberId: string): string {
  return createHash('sha256').update(memberId).digest('hex');
}

/** A deletion as the list of them says it: which account, by its hash, and when. */
export interface Deletion {
  account: string;
  deletedAt: Temporal.Instant;
}

/** All deletions so far, the oldest first: what is to be kept beside every backup. */
export function listDeletions(db: Db): Promise<Deletion[]> {
  return db.select().from(deletions).orderBy(asc(deletions.deletedAt), asc(deletions.account));
}

/**
 * Asks for the deletion, at once, of everybody in a restored database who is on this list and was last seen before their
 * deletion: whoever came back since is somebody new. Returns how many. The list is kept again.
 */
export async function replayDeletions(db: Db, list: readonly Deletion[], now: Temporal.Instant): Promise<number> {
  const deletedAt = new Map(list.map(({ account, deletedAt: at }) => [account, at]));
  const known = await db.select({ id: members.id, primaryId: members.primaryId, seenAt: members.seenAt }).from(members);
  const again = known.filter(({ id, seenAt }) => {
    const at = deletedAt.get(accountHash(id));
    return at !== undefined && Temporal.Instant.compare(seenAt, at) <= 0;
  });
  for (const { id, primaryId } of again) {
    await recordDeletionRequest(db, { memberId: primaryId ?? id, askedAt: now, dueAt: now });
  }
  if (list.length > 0)
    await db
      .insert(deletions)
      .values([...list])
      .onConflictDoNothing();
  return again.length;
}
