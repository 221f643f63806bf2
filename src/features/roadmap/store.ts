import { and, asc, desc, eq, isNotNull, lte, min, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, rows } from '../../database/client.ts';
import { members } from '../../domain/people/tables.ts';
import { monthAt, type Roadmap } from './laying.ts';
import { roadmaps, roadmapTicks } from './tables.ts';

const Stages = z.array(z.object({ title: z.string(), hours: z.number() }));

function roadmapFrom({ stages, ...row }: typeof roadmaps.$inferSelect): Roadmap & { memberId: string } {
  return { ...row, stages: Stages.parse(stages) };
}

/** The roadmap that somebody laid last. */
export async function findRoadmap(db: Db, memberId: string): Promise<Roadmap | undefined> {
  const [found] = await db
    .select()
    .from(roadmaps)
    .where(eq(roadmaps.memberId, memberId))
    .orderBy(desc(roadmaps.laidAt), desc(roadmaps.id))
    .limit(1);
  return found && roadmapFrom(found);
}

/** Keeps a roadmap in place of the one before; the same event lays the same one. */
export async function recordRoadmap(db: Db, memberId: string, roadmap: Roadmap): Promise<void> {
  const { laidAt, months, stages, later } = roadmap;
  await db.transaction(async (tx) => {
    // Two presses at once lay one after the other.
    await tx.select({ id: members.id }).from(members).where(eq(members.id, memberId)).for('update');
    const [known] = await tx.select({ id: roadmaps.id }).from(roadmaps).where(eq(roadmaps.id, roadmap.id));
    if (known !== undefined) return;
    await tx.update(roadmaps).set({ nextAt: null }).where(eq(roadmaps.memberId, memberId));
    const nextAt = months > 0 ? monthAt(laidAt, 2) : null;
    await tx.insert(roadmaps).values({ ...roadmap, memberId, stages: [...stages], later: [...later], nextAt });
  });
}

/** What somebody said of a track's stages themselves, by title. */
export async function readTicks(db: Db, memberId: string, track: string): Promise<Map<string, boolean>> {
  const said = await db
    .select({ stage: roadmapTicks.stage, done: roadmapTicks.done })
    .from(roadmapTicks)
    .where(and(eq(roadmapTicks.memberId, memberId), eq(roadmapTicks.track, track)))
    .orderBy(asc(roadmapTicks.id));
  return new Map(said.map(({ stage, done }) => [stage, done]));
}

export async function recordTick(
  db: Db,
  tick: { memberId: string; track: string; stage: string; done: boolean; at: Temporal.Instant },
): Promise<void> {
  await db.insert(roadmapTicks).values(tick);
}

/** The scenarios (slugs) that somebody has fixed, alone or in a team, as far as they are closed to everybody they shared it with. */
export async function listFixed(db: Db, memberId: string): Promise<Set<string>> {
  const found = await rows<{ scenario: string }>(
    db,
    sql`select distinct r.scenario from investigations r
      where r.outcome = 'fixed' and (r.member_id = ${memberId}
        or exists (select 1 from investigators i where i.investigation_id = r.id and i.member_id = ${memberId}))`,
  );
  return new Set(found.map(({ scenario }) => scenario));
}

/** A roadmap whose next month has begun, and when. */
export interface Begun {
  memberId: string;
  roadmap: Roadmap;
  beganAt: Temporal.Instant;
}

/** The roadmaps of which a month has begun since they were looked at last, the longest ago first. */
export async function listBegunMonths(db: Db, now: Temporal.Instant, most: number): Promise<Begun[]> {
  const due = await db
    .select()
    .from(roadmaps)
    .where(and(isNotNull(roadmaps.nextAt), lte(roadmaps.nextAt, now)))
    .orderBy(asc(roadmaps.nextAt), asc(roadmaps.id))
    .limit(most);
  return due.flatMap((row) =>
    row.nextAt === null ? [] : [{ memberId: row.memberId, roadmap: roadmapFrom(row), beganAt: row.nextAt }],
  );
}

/** Looks at a roadmap again when its following month begins; unless another process has said so. */
export async function recordLooked(
  db: Db,
  { roadmap, beganAt }: Begun,
  nextAt: Temporal.Instant | null,
): Promise<void> {
  await db
    .update(roadmaps)
    .set({ nextAt })
    .where(and(eq(roadmaps.id, roadmap.id), eq(roadmaps.nextAt, beganAt)));
}

/** When the next month of any roadmap begins. */
export async function findNextMonth(db: Db): Promise<Temporal.Instant | undefined> {
  const [found] = await db.select({ nextAt: min(roadmaps.nextAt) }).from(roadmaps);
  return found?.nextAt ?? undefined;
}
