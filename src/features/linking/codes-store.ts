import { createHash, timingSafeEqual } from 'node:crypto';
import { and, eq, gt, isNull, lt, ne, sql } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { CODE_MINUTES, CODE_TRIES, selectorOf, TRIES } from './codes.ts';
import { codes, codeTries } from './tables.ts';

export type Purpose = 'cohort' | 'person';

/** A code on its way into the table. */
interface NewCode {
  purpose: Purpose;
  /** The cohort, or the member, it stands for. */
  subject: string;
  code: string;
  madeBy: string;
  now: Temporal.Instant;
  eventId: string;
}

/** Keeps what finds and proves a code, not the code: false when this event has made one already, which nobody can show again. */
export async function recordCode(db: Db, { code, now, ...about }: NewCode): Promise<boolean> {
  await db.delete(codes).where(lt(codes.expiresAt, now.subtract({ hours: KEPT_HOURS })));
  await db.delete(codeTries).where(lt(codeTries.at, now.subtract({ hours: KEPT_HOURS })));
  const expiresAt = now.add({ minutes: CODE_MINUTES });
  const added = await db
    .insert(codes)
    .values({ ...about, selector: selectorOf(code), hash: hashOf(about.purpose, code), expiresAt })
    .onConflictDoNothing({ target: codes.eventId })
    .returning({ id: codes.id });
  return added.length === 1;
}

/** Long enough that every repeated delivery is known for what it is. */
const KEPT_HOURS = 24;

/** Somebody tries a code. */
export interface Try {
  purpose: Purpose;
  code: string;
  /** The account that tries, whoever else the person is. */
  memberId: string;
  now: Temporal.Instant;
  eventId: string;
}

/** `repeated`: this very event has used it. `wrong` leaves so many tries. */
export type Tried =
  | { kind: 'found'; subject: string; madeBy: string }
  | { kind: 'repeated'; subject: string }
  | { kind: 'wrong'; left: number }
  | { kind: 'blocked' };

/**
 * Uses a code, once. A miss is counted against the code it came near and against whoever tries, in the transaction that
 * looks: trying many at once gains no extra tries.
 */
export async function useCode(tx: Db, { purpose, code, memberId, now, eventId }: Try): Promise<Tried> {
  const [before] = await tx.select().from(codes).where(eq(codes.usedBy, eventId));
  if (before !== undefined) return { kind: 'repeated', subject: before.subject };
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`code-tries:${memberId}`}, 0))`);
  const missed = await countMissed(tx, memberId, now, eventId);
  if (missed >= TRIES) return { kind: 'blocked' };
  const near = await tx
    .select()
    .from(codes)
    .where(
      and(
        eq(codes.purpose, purpose),
        eq(codes.selector, selectorOf(code)),
        isNull(codes.usedAt),
        gt(codes.expiresAt, now),
        lt(codes.tries, CODE_TRIES),
      ),
    )
    .orderBy(codes.id)
    .for('update');
  const found = near.find(({ hash }) => isSame(hash, hashOf(purpose, code)));
  if (found !== undefined) {
    await tx.update(codes).set({ usedAt: now, usedBy: eventId }).where(eq(codes.id, found.id));
    return { kind: 'found', subject: found.subject, madeBy: found.madeBy };
  }
  const added = await tx
    .insert(codeTries)
    .values({ memberId, at: now, eventId })
    .onConflictDoNothing({ target: codeTries.eventId })
    .returning({ id: codeTries.id });
  if (added.length === 1) {
    for (const { id } of near) {
      await tx
        .update(codes)
        .set({ tries: sql`${codes.tries} + 1` })
        .where(eq(codes.id, id));
    }
  }
  return { kind: 'wrong', left: TRIES - missed - 1 };
}

async function countMissed(tx: Db, memberId: string, now: Temporal.Instant, eventId: string): Promise<number> {
  const since = now.subtract({ minutes: CODE_MINUTES });
  const missed = await tx
    .select({ id: codeTries.id })
    .from(codeTries)
    .where(and(eq(codeTries.memberId, memberId), gt(codeTries.at, since), ne(codeTries.eventId, eventId)));
  return missed.length;
}

/** A code is good for minutes and may be missed a few times, so a plain hash is enough. */
function hashOf(purpose: Purpose, code: string): string {
  return createHash('sha256').update(`${purpose}:${code}`).digest('hex');
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
