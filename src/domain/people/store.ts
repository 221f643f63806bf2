import { and, desc, eq, inArray, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Db } from '../../database/client.ts';
import { NOBODY, parseMemberId, platformNameOf } from './ids.ts';
import type { Named } from './names.ts';
import { members } from './tables.ts';

export const persons = alias(members, 'persons');

/** Keeps what the platform calls somebody now. */
export async function recordMember(db: Db, member: typeof members.$inferInsert): Promise<void> {
  await db
    .insert(members)
    .values(member)
    .onConflictDoUpdate({ target: members.id, set: { name: member.name, seenAt: member.seenAt } });
}

/** Keeps which of a person's accounts was used last: messages for them go there. */
export async function recordDirectAccount(db: Db, personId: string, memberId: string): Promise<void> {
  await db.update(members).set({ directId: memberId }).where(eq(members.id, personId));
}

/** Somebody who can be written to: the account that the person used last. */
interface Addressee {
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
    .where(and(eq(members.id, id), ne(reached.workspaceId, NOBODY)));
  return member;
}

/** A platform, other than the one named, whose people have used the bot. */
export async function findOtherPlatform(db: Db, platform: string): Promise<string | undefined> {
  const elsewhere = sql`${members.workspaceId} not like ${`${platform}:%`}`;
  const [member] = await db
    .select({ workspaceId: members.workspaceId })
    .from(members)
    .where(and(elsewhere, ne(members.workspaceId, NOBODY)))
    .limit(1);
  return member && platformNameOf(member.workspaceId);
}

/** Keeps on what ground a person's pictures stand. */
export async function recordTheme(db: Db, personId: string, theme: 'light' | 'dark'): Promise<void> {
  await db.update(members).set({ theme }).where(eq(members.id, personId));
}

/** The member to whom all rows of a person belong, by any account of theirs. Undefined: they have not used the bot. */
export async function findPersonId(db: Db, memberId: string): Promise<string | undefined> {
  const [member] = await db.select({ primaryId: members.primaryId }).from(members).where(eq(members.id, memberId));
  return member && (member.primaryId ?? memberId);
}

/** The platform's ids of those who are called so in a workspace, as far as they have used the bot; at most three. */
export async function listCalled(db: Db, workspaceId: string, name: string): Promise<string[]> {
  const called = await db
    .select({ externalId: members.externalId })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), sql`lower(${members.name}) = lower(${name})`))
    .orderBy(members.id)
    .limit(3);
  return called.map(({ externalId }) => externalId);
}

/** How to name these members, in the order in which they are given. Members who have not used the bot have no name yet. */
export async function listNamed(db: Db, memberIds: readonly string[]): Promise<Named[]> {
  if (memberIds.length === 0) return [];
  const known = await db
    .select()
    .from(members)
    .where(inArray(members.id, [...memberIds]));
  return memberIds.map((id) => {
    const member = known.find((one) => one.id === id);
    return member ?? { ...parseMemberId(id), name: 'somebody new' };
  });
}

/** How to name a member that is there. */
export async function getNamed(db: Db, memberId: string): Promise<Named> {
  const [named] = await listNamed(db, [memberId]);
  if (named === undefined) throw new Error('nobody was named');
  return named;
}

/** How a person is called where they were asked for; `id` is the member to whom their rows belong. */
interface Profile {
  id: string;
  name: string;
  hidden: boolean;
}

/** A person, by any of their accounts. `id` is the member to whom their rows belong. */
export async function findProfile(db: Db, memberId: string): Promise<Profile | undefined> {
  const accounts = alias(members, 'accounts');
  const [found] = await db
    .select({ id: members.id, name: accounts.name, hidden: members.hidden })
    .from(accounts)
    .innerJoin(members, eq(members.id, sql`coalesce(${accounts.primaryId}, ${accounts.id})`))
    .where(eq(accounts.id, memberId));
  return found;
}

/** What a workspace's platform calls a person there, by any of their members; undefined where they have no account in it. */
export async function findAccountIn(db: Db, memberId: string, workspaceId: string): Promise<Named | undefined> {
  const mine = alias(members, 'mine');
  const [account] = await db
    .select({ workspaceId: members.workspaceId, externalId: members.externalId, name: members.name })
    .from(mine)
    .innerJoin(
      members,
      sql`coalesce(${members.primaryId}, ${members.id}) = coalesce(${mine.primaryId}, ${mine.id})
        and ${members.workspaceId} = ${workspaceId}`,
    )
    .where(eq(mine.id, memberId))
    .orderBy(desc(members.seenAt))
    .limit(1);
  return account;
}
