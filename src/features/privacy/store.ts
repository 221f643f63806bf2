import { and, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import { seenName } from '../../chat/names.ts';
import { type Db, rows } from '../../database/client.ts';
import { members } from '../../domain/people/tables.ts';
import { workspaces } from '../workspaces/tables.ts';

/** Hides somebody from boards, or shows them again. */
export async function recordHidden(db: Db, memberId: string, hidden: boolean): Promise<void> {
  await db.update(members).set({ hidden }).where(eq(members.id, memberId));
}

/** What boards call somebody, where they chose a name for that. */
export async function findPseudonym(db: Db, memberId: string): Promise<string | null> {
  const [member] = await db.select({ pseudonym: members.pseudonym }).from(members).where(eq(members.id, memberId));
  return member?.pseudonym ?? null;
}

export async function recordPseudonym(db: Db, memberId: string, pseudonym: string | null): Promise<void> {
  await db.update(members).set({ pseudonym }).where(eq(members.id, memberId));
}

/** Whether somebody who is in a cohort with this person is called so, by name or on boards, or so that it looks the same. */
export async function isNameOfAnother(db: Db, memberId: string, name: string): Promise<boolean> {
  const others = await rows<{ name: string; pseudonym: string | null }>(
    db,
    sql`select m.name, m.pseudonym from members m
      where m.id <> ${memberId} and exists (select 1 from enrolments mine join enrolments theirs on theirs.cohort_id = mine.cohort_id
        where mine.member_id = ${memberId} and theirs.member_id = m.id)`,
  );
  const wanted = seenName(name);
  return others.some((one) => [one.name, one.pseudonym ?? ''].some((other) => seenName(other) === wanted));
}

/** How long the names and words of a workspace are kept after the bot was removed from it, should it come back. */
const KEPT_DAYS = 30;

/**
 * Everything that people typed, in one place, and what replaces it when it is forgotten. A new column for words is
 * added here.
 */
const WORDS: readonly { table: string; member: string; set: string; where: string }[] = [
  {
    table: 'answers',
    member: 'member_id',
    set: `response = jsonb_set(response, '{typed}', '""')`,
    where: `response ->> 'kind' = 'typed'`,
  },
  {
    table: 'selftest_answers',
    member: 'member_id',
    set: `response = jsonb_set(response, '{typed}', '""')`,
    where: `response ->> 'kind' = 'typed'`,
  },
  { table: 'help_requests', member: 'member_id', set: `question = '', about = null, tried = null`, where: 'true' },
  {
    table: 'help_events',
    member: 'member_id',
    set: `detail = jsonb_set(detail, '{words}', '""')`,
    where: `detail ->> 'words' is not null`,
  },
  {
    table: 'investigation_moves',
    member: 'member_id',
    set: `move = jsonb_set(move, '{words}', '""')`,
    where: `move ? 'words'`,
  },
  { table: 'deeds', member: 'member_id', set: `options = '{}'`, where: 'true' },
  { table: 'post_mortems', member: 'member_id', set: 'blanks = null, words = null', where: 'true' },
  { table: 'capstone_entries', member: 'member_id', set: `words = '', links = '[]', title = ''`, where: 'true' },
  { table: 'assessment_marks', member: 'member_id', set: `words = ''`, where: 'true' },
  {
    table: 'certificates',
    member: 'member_id',
    set: `shown = '{"name":"","course":"","cohort":""}', reason = null, standing = case standing when 'live' then 'withdrawn' else standing end`,
    where: 'true',
  },
  { table: 'checkpoint_entries', member: 'member_id', set: `words = '', links = '[]'`, where: 'true' },
  { table: 'nudges', member: 'sent_by', set: `words = ''`, where: 'true' },
  // Rows that a link set aside may hold words: they go, and such a link can only be undone without them.
  {
    table: 'links',
    member: 'secondary_id',
    set: `merged = jsonb_set(merged, '{aside}', '[]')`,
    where: 'merged is not null',
  },
];

/**
 * Forgets the people of workspaces that the bot was removed from long ago: their names, and what they typed. A person
 * with another account where the bot still is goes by that account's name, and keeps their words.
 */
export async function forgetGone(db: Db, now: Temporal.Instant): Promise<void> {
  const due = and(
    isNotNull(workspaces.leftAt),
    lte(workspaces.leftAt, now.subtract({ hours: 24 * KEPT_DAYS })),
    isNull(workspaces.forgottenAt),
  );
  const gone = await db.select({ id: workspaces.id }).from(workspaces).where(due);
  for (const { id } of gone) {
    await db.transaction(async (tx) => {
      const [kept] = await tx
        .select({ id: workspaces.id })
        .from(workspaces)
        .where(and(eq(workspaces.id, id), due))
        .for('update');
      if (kept === undefined) return;
      await forget(tx, id);
      await retireFeeds(tx);
      await tx.update(workspaces).set({ forgottenAt: now }).where(eq(workspaces.id, id));
    });
  }
}

/** The addresses of calendars of cohorts that live nowhere any more die with the rest. */
async function retireFeeds(tx: Db): Promise<void> {
  await tx.execute(sql`with gone as (
      delete from calendar_feeds f where not exists (
        select 1 from homes h where h.cohort_id = f.cohort_id and h.closed_at is null)
      returning f.token)
    insert into retired_feeds select token from gone on conflict do nothing`);
}

/** The members of a person: of the one that has this id, from whichever side they were linked. */
const ACCOUNTS = `select a.id, a.name, a.workspace_id, coalesce(a.primary_id, a.id) as person from members a`;

async function forget(tx: Db, workspaceId: string): Promise<void> {
  const reached = `(${ACCOUNTS} where not exists
    (select 1 from workspaces w where w.id = a.workspace_id and w.left_at is not null))`;
  await tx.execute(
    sql`update members m set name = coalesce(
        (select r.name from ${sql.raw(reached)} r where r.person = coalesce(m.primary_id, m.id) order by r.id limit 1),
        'Somebody who left')
      where m.workspace_id = ${workspaceId}`,
  );
  for (const { table, member, set, where } of WORDS) {
    await tx.execute(
      sql`update ${sql.identifier(table)} t set ${sql.raw(set)}
        where ${sql.raw(where)} and t.${sql.identifier(member)} in (
          select theirs.id from (${sql.raw(ACCOUNTS)}) theirs
          where theirs.person in (select coalesce(g.primary_id, g.id) from members g where g.workspace_id = ${workspaceId})
            and theirs.person not in (select r.person from ${sql.raw(reached)} r))`,
    );
  }
}
