import { and, asc, eq, isNull, ne } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Db } from '../../database/client.ts';
import { members } from '../../domain/people/tables.ts';
import { helpRequests } from './tables.ts';

/** A learner's question in the mentors' queue. Names are what the platform said last. */
export interface HelpRequest {
  id: string;
  cohortId: string | null;
  memberId: string;
  asker: string;
  question: string;
  about: string | null;
  askedAt: Temporal.Instant;
  takenBy: string | null;
  mentor: string | null;
  takenAt: Temporal.Instant | null;
  answeredAt: Temporal.Instant | null;
}

/** A request before anybody looked at it. */
interface NewHelpRequest {
  id: string;
  workspaceId: string;
  cohortId: string | null;
  memberId: string;
  question: string;
  about: string | null;
  askedAt: Temporal.Instant;
}

/** Keeps a question; the same event twice keeps it once. */
export async function recordHelpRequest(db: Db, request: NewHelpRequest): Promise<void> {
  await db.insert(helpRequests).values(request).onConflictDoNothing();
}

/** How many questions of a person wait in a cohort's queue, besides this one. */
export async function countOpenBeside(db: Db, id: string, memberId: string, cohortId: string): Promise<number> {
  const isOpen = and(eq(helpRequests.cohortId, cohortId), isNull(helpRequests.answeredAt));
  return db.$count(helpRequests, and(isOpen, eq(helpRequests.memberId, memberId), ne(helpRequests.id, id)));
}

/** Says for which cohort a question is: only its asker may, and once. */
export async function recordHelpCohort(db: Db, id: string, memberId: string, cohortId: string): Promise<void> {
  await db
    .update(helpRequests)
    .set({ cohortId })
    .where(and(eq(helpRequests.id, id), eq(helpRequests.memberId, memberId), isNull(helpRequests.cohortId)));
}

/** Gives a question to a mentor if it is nobody's and open. */
export async function recordTaken(db: Db, id: string, mentorId: string, now: Temporal.Instant): Promise<void> {
  await db
    .update(helpRequests)
    .set({ takenBy: mentorId, takenAt: now })
    .where(and(eq(helpRequests.id, id), isNull(helpRequests.takenBy), isNull(helpRequests.answeredAt)));
}

/** Gives a question back to the queue: only the mentor who took it may. */
export async function recordReleased(db: Db, id: string, mentorId: string): Promise<void> {
  await db
    .update(helpRequests)
    .set({ takenBy: null, takenAt: null })
    .where(and(eq(helpRequests.id, id), eq(helpRequests.takenBy, mentorId), isNull(helpRequests.answeredAt)));
}

/** Closes a question; the first to say so is kept. */
export async function recordAnswered(db: Db, id: string, memberId: string, now: Temporal.Instant): Promise<void> {
  await db
    .update(helpRequests)
    .set({ answeredBy: memberId, answeredAt: now })
    .where(and(eq(helpRequests.id, id), isNull(helpRequests.answeredAt)));
}

const mentors = alias(members, 'mentors');

export async function findHelpRequest(db: Db, id: string): Promise<HelpRequest | undefined> {
  const [request] = await selectRequests(db).where(eq(helpRequests.id, id));
  return request;
}

/** The questions of a cohort that are open, the longest-waiting first. */
export async function listOpenRequests(db: Db, cohortId: string): Promise<HelpRequest[]> {
  return selectRequests(db)
    .where(and(eq(helpRequests.cohortId, cohortId), isNull(helpRequests.answeredAt)))
    .orderBy(asc(helpRequests.askedAt), asc(helpRequests.id));
}

function selectRequests(db: Db) {
  return db
    .select({
      id: helpRequests.id,
      cohortId: helpRequests.cohortId,
      memberId: helpRequests.memberId,
      asker: members.name,
      question: helpRequests.question,
      about: helpRequests.about,
      askedAt: helpRequests.askedAt,
      takenBy: helpRequests.takenBy,
      mentor: mentors.name,
      takenAt: helpRequests.takenAt,
      answeredAt: helpRequests.answeredAt,
    })
    .from(helpRequests)
    .innerJoin(members, eq(members.id, helpRequests.memberId))
    .leftJoin(mentors, eq(mentors.id, helpRequests.takenBy));
}
