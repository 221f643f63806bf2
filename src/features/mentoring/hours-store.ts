import { desc, eq, sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { hoursToJson, parseHours, type StatedHours } from './stated-hours.ts';
import { mentorHours } from './tables.ts';

/** The hours that somebody stated last; undefined where they never did. */
export async function findHours(db: Db, memberId: string): Promise<StatedHours | undefined> {
  const stated = await db
    .select({ hours: mentorHours.hours, at: mentorHours.at })
    .from(mentorHours)
    .where(eq(mentorHours.memberId, memberId))
    .orderBy(desc(mentorHours.id))
    .limit(MOST_STATED);
  return statedFrom(stated);
}

/** How many statements back it is known what counted when. */
const MOST_STATED = 20;

/** What counts now, with what counted before; `stated` has the newest first. */
function statedFrom(stated: readonly { hours: unknown; at: Temporal.Instant }[]): StatedHours | undefined {
  const [newest, ...before] = stated.map(({ hours, at }) => ({ hours: parseHours(hours), at }));
  if (newest === undefined) return undefined;
  const all = [newest, ...before];
  const first = all.at(-1) ?? newest;
  const earlier = [
    ...before.map(({ hours }, index) => ({ hours, until: all[index]?.at ?? newest.at })),
    // Nobody was in a pause before they said so.
    ...(first.hours.isPaused ? [{ hours: { ...first.hours, isPaused: false }, until: first.at }] : []),
  ];
  return { ...newest.hours, ...(earlier.length === 0 ? {} : { earlier }) };
}

/** Adds what somebody says of their hours now. */
export async function recordHours(db: Db, memberId: string, hours: StatedHours, at: Temporal.Instant): Promise<void> {
  await db.insert(mentorHours).values({ memberId, hours: hoursToJson(hours), at });
}

/** A mentor whom the bot knows, by the member to whom their rows belong. */
export interface KnownMentor {
  memberId: string;
  name: string;
  /** Undefined where they never stated any. */
  hours: StatedHours | undefined;
}

/**
 * The mentors of a cohort whom the bot knows: named, or there as staff, and besides these whoever else is meant. Whoever only has the
 * mentors' role becomes known when they join, as they are asked to where the platform does not say who has it.
 */
export async function listKnownMentors(
  db: Db,
  cohortId: string,
  others: readonly string[] = [],
): Promise<KnownMentor[]> {
  const meant = others.length === 0 ? sql`false` : sql`o.id in ${[...others]}`;
  const found = await rows<{ memberId: string; name: string; stated: { hours: unknown; at: string }[] }>(
    db,
    sql`with known as (
        select coalesce(m.primary_id, m.id) as id from mentors n join members m on m.id = n.member_id
        where n.cohort_id = ${cohortId}
        union select e.member_id from enrolments e
        where e.cohort_id = ${cohortId} and e.role = 'mentor' and e.left_at is null
        union select coalesce(o.primary_id, o.id) from members o where ${meant}
      )
      select m.id as "memberId", m.name, (select coalesce(jsonb_agg(jsonb_build_object('hours', h.hours,
          'at', to_char(h.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by h.id desc), '[]')
        from (select * from mentor_hours s where s.member_id = m.id order by s.id desc limit ${MOST_STATED}::int) h) as stated
      from known k join members m on m.id = k.id order by m.name, m.id`,
  );
  return found.map(({ stated, ...mentor }) => ({
    ...mentor,
    hours: statedFrom(stated.map(({ hours, at }) => ({ hours, at: Temporal.Instant.from(at) }))),
  }));
}
