import { and, eq } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { recordDelivery } from '../../deliveries/store.ts';
import type { Shown } from './certifying.ts';
import { certificates, graduationWishes } from './tables.ts';

/** A certificate as it is kept. */
export interface Certificate {
  id: string;
  cohortId: string;
  memberId: string;
  shown: Shown;
  issuedAt: Temporal.Instant;
  standing: 'live' | 'replaced' | 'withdrawn' | 'revoked';
  endedAt: Temporal.Instant | null;
  reason: string | null;
}

export async function findCertificate(db: Db, id: string): Promise<Certificate | undefined> {
  const [found] = await db.select().from(certificates).where(eq(certificates.id, id));
  return found;
}

/** Somebody's certificate of a cohort that is good. */
export async function findLive(db: Db, cohortId: string, memberId: string): Promise<Certificate | undefined> {
  const [found] = await db.select().from(certificates).where(isLive(cohortId, memberId));
  return found;
}

function isLive(cohortId: string, memberId: string) {
  return and(
    eq(certificates.cohortId, cohortId),
    eq(certificates.memberId, memberId),
    eq(certificates.standing, 'live'),
  );
}

/** Whether an organiser has revoked somebody's certificate of a cohort, and why: there is no other one then. */
export async function findRevoked(db: Db, cohortId: string, memberId: string): Promise<Certificate | undefined> {
  const [found] = await db
    .select()
    .from(certificates)
    .where(
      and(
        eq(certificates.cohortId, cohortId),
        eq(certificates.memberId, memberId),
        eq(certificates.standing, 'revoked'),
      ),
    );
  return found;
}

/** Keeps a new certificate, which replaces the one before; the same event twice makes one. Undefined: one was revoked. */
export async function recordCertificate(
  db: Db,
  made: Pick<Certificate, 'id' | 'cohortId' | 'memberId' | 'shown' | 'issuedAt'> & { eventId: string },
): Promise<Certificate | undefined> {
  const { cohortId, memberId, issuedAt, eventId } = made;
  return db.transaction(async (tx) => {
    const [again] = await tx.select().from(certificates).where(eq(certificates.eventId, eventId));
    if (again !== undefined) return again;
    if ((await findRevoked(tx, cohortId, memberId)) !== undefined) return undefined;
    await tx
      .update(certificates)
      .set({ standing: 'replaced', endedAt: issuedAt, endedBy: memberId })
      .where(isLive(cohortId, memberId));
    await tx
      .insert(certificates)
      .values({ ...made, standing: 'live' })
      .onConflictDoNothing();
    return findLive(tx, cohortId, memberId);
  });
}

/** Ends somebody's certificate: taken back by its holder, or revoked with a reason, of which the holder is told. False: there is none. */
export async function recordEnded(
  db: Db,
  { cohortId, memberId }: { cohortId: string; memberId: string },
  ending: { as: 'withdrawn' | 'revoked'; by: string; reason: string | null; at: Temporal.Instant },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [ended] = await tx
      .update(certificates)
      .set({ standing: ending.as, endedAt: ending.at, endedBy: ending.by, reason: ending.reason })
      .where(isLive(cohortId, memberId))
      .returning({ id: certificates.id });
    if (ended === undefined) return false;
    if (ending.as === 'revoked') {
      const key = `certificate/${ended.id}/revoked`;
      const detail = { certificate: ended.id };
      await recordDelivery(tx, { key, cohortId, kind: 'certificate-told', detail, dueAt: ending.at });
    }
    return true;
  });
}

/** Whether somebody wants to be named at a cohort's graduation; undefined where they never said. */
export async function findWish(db: Db, cohortId: string, memberId: string): Promise<boolean | undefined> {
  const [found] = await db
    .select({ named: graduationWishes.named })
    .from(graduationWishes)
    .where(and(eq(graduationWishes.cohortId, cohortId), eq(graduationWishes.memberId, memberId)));
  return found?.named;
}

export async function recordWish(
  db: Db,
  wish: { cohortId: string; memberId: string; named: boolean; at: Temporal.Instant },
): Promise<void> {
  const { named, at } = wish;
  await db
    .insert(graduationWishes)
    .values(wish)
    .onConflictDoUpdate({
      target: [graduationWishes.cohortId, graduationWishes.memberId],
      set: { named, at },
    });
}

/** Who wants to be named at a cohort's graduation. */
export async function listNamedOnes(db: Db, cohortId: string): Promise<string[]> {
  const named = await db
    .select({ memberId: graduationWishes.memberId })
    .from(graduationWishes)
    .where(and(eq(graduationWishes.cohortId, cohortId), eq(graduationWishes.named, true)));
  return named.map(({ memberId }) => memberId);
}
