import { eq, sql } from 'drizzle-orm';
import type { Curriculum, Track } from '../../curriculum/schema.ts';
import { type Db, rows } from '../../database/client.ts';
import { chosenTracks, cohortTracks } from './tables.ts';

/** Keeps which track a person chose. */
export async function recordTrack(db: Db, memberId: string, track: string, at: Temporal.Instant): Promise<void> {
  await db
    .insert(chosenTracks)
    .values({ memberId, track, at })
    .onConflictDoUpdate({ target: chosenTracks.memberId, set: { track, at } });
}

/** Keeps which track a cohort is on. */
export async function recordCohortTrack(db: Db, cohortId: string, track: string, at: Temporal.Instant): Promise<void> {
  await db
    .insert(cohortTracks)
    .values({ cohortId, track, at })
    .onConflictDoUpdate({ target: cohortTracks.cohortId, set: { track, at } });
}

/** Which track a cohort is on; undefined where nobody chose one. */
export async function findCohortTrack(db: Db, cohortId: string): Promise<string | undefined> {
  const [found] = await db
    .select({ track: cohortTracks.track })
    .from(cohortTracks)
    .where(eq(cohortTracks.cohortId, cohortId));
  return found?.track;
}

/** The track of a person: the one they chose, else that of the cohort they joined last; undefined where there is neither. */
export async function findTrack(
  db: Db,
  memberId: string,
  { tracks }: Pick<Curriculum, 'tracks'>,
): Promise<Track | undefined> {
  const found = await rows<{ track: string }>(
    db,
    sql`select track from (
        select track, 0 as place, 0::bigint as late from chosen_tracks where member_id = ${memberId}
        union all
        select t.track, 1, -e.id from cohort_tracks t
          join enrolments e on e.cohort_id = t.cohort_id and e.member_id = ${memberId} and e.left_at is null
          join cohorts c on c.id = t.cohort_id and c.status in ('active', 'paused')
      ) as found order by place, late`,
  );
  return found.flatMap(({ track: slug }) => tracks.find((track) => track.slug === slug) ?? [])[0];
}
