import { and, asc, eq, lt, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { moment } from '../../database/columns.ts';
import { idFrom } from '../../domain/ids.ts';
import { type Card, keyOf, type Trouble } from './cards.ts';
import { type Grade, newMemory, remember } from './memory.ts';
import { cards, reviews } from './tables.ts';

export function listCards(db: Db, memberId: string): Promise<Card[]> {
  return db.select().from(cards).where(eq(cards.memberId, memberId)).orderBy(asc(cards.dueAt), asc(cards.id));
}

/** The cards of somebody that are due before a moment, the longest due first. */
export function listDue(db: Db, memberId: string, before: Temporal.Instant): Promise<Card[]> {
  return db
    .select()
    .from(cards)
    .where(and(eq(cards.memberId, memberId), lt(cards.dueAt, before)))
    .orderBy(asc(cards.dueAt), asc(cards.id));
}

/** How many cards somebody answered since a moment: misses elsewhere are none. */
export async function countAsked(db: Db, memberId: string, since: Temporal.Instant): Promise<number> {
  const [found] = await rows<{ asked: number }>(
    db,
    sql`select count(*)::int as asked from reviews r join cards c on c.id = r.card_id
      where c.member_id = ${memberId} and r.cause = 'asked' and r.at >= ${moment(since)}::timestamptz`,
  );
  return found?.asked ?? 0;
}

/** One's own card. Undefined: there is none with this id, or it is somebody else's. */
export async function findCard(db: Db, id: string, memberId: string): Promise<Card | undefined> {
  const [card] = await db
    .select()
    .from(cards)
    .where(and(eq(cards.id, id), eq(cards.memberId, memberId)));
  return card;
}

/** A belief is asked a day after the question that gave it away: on the same day one would answer the other. */
const BELIEF_WAITS_HOURS = 24;

/**
 * Makes a card of each trouble that has none, and writes down for the others that they were missed again since they were
 * last looked at. The same troubles again change nothing.
 */
export async function recordTroubles(
  db: Db,
  memberId: string,
  troubles: readonly Trouble[],
  now: Temporal.Instant,
): Promise<void> {
  const known = new Map((await listCards(db, memberId)).map((card) => [keyOf(card), card]));
  const fresh = troubles.filter((trouble) => !known.has(keyOf(trouble)));
  if (fresh.length > 0) {
    const made = fresh.map(({ kind, subject, source, seenAs }) => {
      const { dueAt } = newMemory(kind === 'belief' ? now.add({ hours: BELIEF_WAITS_HOURS }) : now);
      const id = idFrom(`card/${memberId}/${kind}/${subject}`);
      return { id, memberId, kind, subject, source, seenAs, madeAt: now, dueAt };
    });
    await db.insert(cards).values(made).onConflictDoNothing();
  }
  for (const trouble of troubles) {
    const card = known.get(keyOf(trouble));
    if (card === undefined || Temporal.Instant.compare(trouble.at, card.lastAt ?? card.madeAt) <= 0) continue;
    await recordReview(db, card, {
      cause: 'missed',
      grade: 'again',
      seenAs: trouble.seenAs,
      // What another process wrote down by a clock that is ahead of this one is not seen as new a second time.
      at: Temporal.Instant.compare(trouble.at, now) > 0 ? trouble.at : now,
      eventId: `missed:${card.id}:${moment(trouble.at)}`,
    });
  }
}

/** A review on its way into the table. */
export interface NewReview {
  cause: 'asked' | 'missed';
  grade: Grade;
  seenAs: string | null;
  at: Temporal.Instant;
  eventId: string;
}

/**
 * Adds the next review of a card as it was read, and what it comes to, in one transaction. False, and nothing changed, when
 * the card was reviewed meanwhile: a second press finds another number there.
 */
export async function recordReview(db: Db, card: Card, review: NewReview): Promise<boolean> {
  return db.transaction(async (tx) => {
    const after = remember(card, review);
    const { seenAs } = review;
    const [changed] = await tx
      .update(cards)
      .set(seenAs === null ? after : { ...after, seenAs })
      .where(and(eq(cards.id, card.id), eq(cards.reviews, card.reviews)))
      .returning({ id: cards.id });
    if (changed === undefined) return false;
    const { cause, grade, at, eventId } = review;
    await tx.insert(reviews).values({ cardId: card.id, number: after.reviews, cause, grade, at, eventId });
    return true;
  });
}

/** All reviews of a card, in order. */
export function listReviews(db: Db, cardId: string): Promise<{ grade: Grade; at: Temporal.Instant }[]> {
  return db
    .select({ grade: reviews.grade, at: reviews.at })
    .from(reviews)
    .where(eq(reviews.cardId, cardId))
    .orderBy(asc(reviews.number));
}
