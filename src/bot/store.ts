import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { type Db, rows } from '../database/client.ts';
import { builtStatement } from '../database/statement.ts';
import { cohortColumns } from '../domain/cohorts/store.ts';
import { cohorts, enrolments } from '../domain/cohorts/tables.ts';
import { persons } from '../domain/people/store.ts';
import { members } from '../domain/people/tables.ts';
import { workspaces } from '../features/workspaces/tables.ts';

/** Who asks, and the cohorts that live where they are, with their place in each: see `getStandpoint`. */
export const readStandpoint = builtStatement(
  'standpoint',
  ['memberId', 'workspaceId', 'named'],
  (db, { memberId, workspaceId, named }) =>
    db
      .select({
        name: members.name,
        personId: persons.id,
        hidden: persons.hidden,
        theme: persons.theme,
        directId: persons.directId,
        organiserRole: workspaces.organiserRole,
        leftAt: workspaces.leftAt,
        isNamedOrganiser: sql<boolean>`exists (select 1 from organisers o
        where o.workspace_id = ${workspaceId} and o.member_id = ${memberId})`,
        cohort: cohortColumns,
        // By whichever account they were named.
        isNamedMentor: sql<boolean>`exists (select 1 from mentors n where n.cohort_id = ${cohorts.id}
        and (n.member_id in (${memberId}, ${persons.id})
          or n.member_id in (select a.id from members a where a.primary_id = ${persons.id})))`,
        role: enrolments.role,
        ahead: sql<number>`(select count(*)::int from enrolments o
        where o.cohort_id = ${cohorts.id} and o.role = 'learner' and o.left_at is null and o.id < ${enrolments.id})`,
      })
      .from(members)
      .innerJoin(persons, eq(persons.id, sql`coalesce(${members.primaryId}, ${members.id})`))
      .leftJoin(workspaces, eq(workspaces.id, members.workspaceId))
      .leftJoin(
        cohorts,
        and(
          // Where its home was taken away, it stays in reach of who is in it.
          sql`${cohorts.id} in (select h.cohort_id from homes h where h.workspace_id = ${workspaceId}
            and (h.closed_at is null or exists (select 1 from enrolments e
              where e.cohort_id = h.cohort_id and e.member_id = ${persons.id} and e.left_at is null)))`,
          or(inArray(cohorts.status, ['active', 'paused']), and(eq(cohorts.id, named), eq(cohorts.status, 'archived'))),
        ),
      )
      .leftJoin(
        enrolments,
        and(eq(enrolments.cohortId, cohorts.id), eq(enrolments.memberId, persons.id), isNull(enrolments.leftAt)),
      )
      .where(eq(members.id, memberId))
      .orderBy(asc(cohorts.createdAt), asc(cohorts.id)),
);

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
