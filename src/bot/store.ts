import { type SQL, sql } from 'drizzle-orm';
import type { Asker } from '../context.ts';
import type { Ahead, AheadPart } from '../database/ahead.ts';
import { type Db, rows } from '../database/client.ts';
import type { RowJson } from '../database/rows.ts';
import { statement } from '../database/statement.ts';
import type { Cohort } from '../domain/cohorts/cohort.ts';
import { cohortFrom } from '../domain/cohorts/store.ts';

/** A cohort that lives where the asker is, or that they are in and a control names, and their place in it. */
export interface Standing {
  cohort: Cohort;
  isNamedMentor: boolean;
  role: 'learner' | 'mentor' | null;
  /** How many learners have been there longer. */
  ahead: number;
}

/** Who asks, as the tables have it. */
export interface About {
  name: string;
  personId: string;
  hidden: boolean;
  theme: Asker['theme'] | null;
  directId: string | null;
  organiserRole: string | null;
  leftAt: Temporal.Instant | null;
  isNamedOrganiser: boolean;
  /** Oldest first. */
  standings: readonly Standing[];
  /** What a route had read or recorded in the same statement. */
  ahead: unknown;
}

interface AskedValues extends Record<string, unknown> {
  memberId: string;
  workspaceId: string;
  named: string;
}

/** The same as it comes from the database. */
type AboutRow = Omit<About, 'leftAt' | 'standings' | 'ahead'> & {
  leftAt: string | null;
  standings: (RowJson & Pick<Standing, 'isNamedMentor' | 'role' | 'ahead'>)[];
  told: unknown;
};

type Read = (db: Db, values: AskedValues) => Promise<AboutRow[]>;

const alone = statement<AskedValues, AboutRow>('standpoint', (places) => standpoint(places, [], sql`null`));

/** One statement for each part that routes have read or recorded with it. */
const joined = new Map<AheadPart, Read>();

/** Who asks, and the cohorts that live where they are or are named and theirs, with their place in each: see `getStandpoint`. */
export async function findAbout(db: Db, asked: AskedValues, ahead?: Ahead): Promise<About | undefined> {
  const [found] = await (ahead === undefined
    ? alone(db, asked)
    : readerWith(ahead.part)(db, { ...asked, ...ahead.values }));
  if (found === undefined) return undefined;
  const { standings, told, leftAt, ...about } = found;
  return {
    ...about,
    leftAt: leftAt === null ? null : Temporal.Instant.from(leftAt),
    standings: standings.map((json) => ({
      cohort: cohortFrom(json),
      isNamedMentor: json.isNamedMentor,
      role: json.role,
      ahead: json.ahead,
    })),
    ahead: told,
  };
}

function readerWith(part: AheadPart): Read {
  const known = joined.get(part);
  if (known !== undefined) return known;
  const made = statement<AskedValues, AboutRow>(`standpoint-${part.name}`, (places) => {
    const asker = { personId: sql`(select person_id from asker)`, isPlaced: isPlaced(places.named) };
    const { parts, told } = part.write(places, asker);
    return standpoint(places, parts, told);
  });
  joined.set(part, made);
  return made;
}

/** That the asker has a learner's place in the cohort that was named: the rule of `placeAfter`, for what is recorded at once. */
function isPlaced(named: SQL): SQL {
  return sql`exists (select 1 from standing where id = ${named} and role = 'learner'
    and (capacity is null or ahead < capacity))`;
}

function standpoint({ memberId, workspaceId, named }: Record<string, SQL>, parts: readonly SQL[], told: SQL): SQL {
  const asked = sql`asker as materialized (
      select m.name, p.id as person_id, p.hidden, p.theme, p.direct_id, w.organiser_role, w.left_at,
        exists (select 1 from organisers o where o.workspace_id = ${workspaceId} and o.member_id = ${memberId}) as is_named
      from members m
        join members p on p.id = coalesce(m.primary_id, m.id)
        left join workspaces w on w.id = m.workspace_id
      where m.id = ${memberId}
    ), standing as materialized (
      select c.*, e.role,
        (select coalesce(json_agg(json_build_object('workspaceId', h.workspace_id, 'channel', h.channel,
            'mentorRole', h.mentor_role, 'pingRole', h.ping_role)
            order by h.workspace_id <> c.workspace_id, h.since, h.workspace_id), '[]')
          from homes h where h.cohort_id = c.id and h.closed_at is null) as homes,
        -- By whichever account they were named.
        exists (select 1 from mentors n where n.cohort_id = c.id
          and (n.member_id in (${memberId}, a.person_id)
            or n.member_id in (select x.id from members x where x.primary_id = a.person_id))) as "isNamedMentor",
        case when e.role = 'learner' and c.capacity is not null then (select count(*)::int from enrolments o
          where o.cohort_id = c.id and o.role = 'learner' and o.left_at is null and o.id < e.id) else 0 end as ahead
      from asker a
        -- Where its home was taken away it stays in reach of who is in it, and from anywhere where a control names it: what
        -- was left in a cohort is gone on with wherever one is.
        cross join (
          select h.cohort_id, h.closed_at from homes h where h.workspace_id = ${workspaceId}
          union all
          select ${named}, '-infinity' where not exists (
            select 1 from homes h where h.workspace_id = ${workspaceId} and h.cohort_id = ${named})
        ) h
        join cohorts c on c.id = h.cohort_id
        left join enrolments e on e.cohort_id = c.id and e.member_id = a.person_id and e.left_at is null
      where (h.closed_at is null or e.id is not null)
        and (c.status in ('active', 'paused') or (c.id = ${named} and c.status = 'archived'))
    )`;
  return sql`with ${sql.join([asked, ...parts], sql`, `)}
    select name, person_id as "personId", hidden, theme, direct_id as "directId", organiser_role as "organiserRole",
      to_json(left_at) as "leftAt", is_named as "isNamedOrganiser",
      (select coalesce(json_agg(to_json(standing) order by created_at, id), '[]') from standing) as standings,
      ${told} as told
    from asker`;
}

/**
 * Which workspace an account means that writes from none: one where the cohort that was named lives, else one where it has a place in a cohort, else where it
 * was heard of last. Undefined where the platform has shown it in none.
 */
export async function findMeantWorkspace(
  db: Db,
  { platform, externalId, named, direct }: { platform: string; externalId: string; named: string; direct: string },
): Promise<string | undefined> {
  const [meant] = await rows<{ id: string }>(
    db,
    sql`select m.workspace_id as id from members m
      left join workspaces w on w.id = m.workspace_id
      where m.external_id = ${externalId} and m.workspace_id <> ${direct} and w.left_at is null
        and split_part(m.workspace_id, ':', 1) = ${platform}
      order by exists (select 1 from homes h
          where h.cohort_id = ${named} and h.workspace_id = m.workspace_id and h.closed_at is null) desc,
        exists (select 1 from enrolments e
          where e.member_id = coalesce(m.primary_id, m.id) and e.left_at is null) desc,
        m.seen_at desc, m.id
      limit 1`,
  );
  return meant?.id;
}
