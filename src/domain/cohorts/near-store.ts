import { type SQL, sql } from 'drizzle-orm';

/** Somebody, by the member to whom their rows belong, and the workspace in which they ask. */
interface Near {
  memberId: SQL;
  workspaceId: SQL;
}

/**
 * All accounts of a person: those that were linked, and the same account of the platform in other workspaces, with
 * what was linked to that. A subquery of rows of `members`.
 */
function accountsOf(memberId: SQL): SQL {
  return sql`(select a.* from members a join members mine
      on a.external_id = mine.external_id
        and split_part(a.workspace_id, ':', 1) = split_part(mine.workspace_id, ':', 1)
    where mine.id = ${memberId} or mine.primary_id = ${memberId})`;
}

/** The ids of the members to whom the rows of any account of a person belong, their own among them: a subquery. */
export function ownersOf(memberId: SQL): SQL {
  return sql`(select coalesce(a.primary_id, a.id) from ${accountsOf(memberId)} a)`;
}

/** The ids of the cohorts in which somebody is or waits, or mentors, by any account that is theirs: a subquery. */
export function cohortsOf(memberId: SQL): SQL {
  return sql`(select e.cohort_id from enrolments e
    where e.left_at is null and e.member_id in ${ownersOf(memberId)})`;
}

/**
 * The ids of the cohorts near somebody: a subquery. Near are those they are in, by any account that is theirs, and those
 * that have or had a home in a workspace of any of these accounts.
 */
export function cohortsNear({ memberId, workspaceId }: Near): SQL {
  return sql`(select h.cohort_id from homes h
      where h.workspace_id = ${workspaceId}
        or h.workspace_id in (select a.workspace_id from ${accountsOf(memberId)} a)
    union ${cohortsOf(memberId)})`;
}

/** Anything planned for a cohort's people counts as open from this many days before. */
export const AHEAD_DAYS = 7;
