import { sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { moment } from '../../database/columns.ts';
import { AHEAD_DAYS, cohortsNear, cohortsOf } from '../../domain/cohorts/near-store.ts';
import type { Incident } from './investigation.ts';

/** What a scenario is doing near somebody. */
export interface Nearby {
  /** The incidents of it that are open near them; `mine` where they are in its cohort as a learner. */
  open: readonly (Incident & { mine: boolean })[];
  /** The incidents that the calendar will open soon in cohorts of theirs: of which session, and what that cohort has had. */
  planned: readonly { session: number; opensAt: Temporal.Instant; had: readonly string[] }[];
}

interface NearbyJson extends Record<string, unknown> {
  open: { id: string; cohort: string; openedAt: string; closesAt: string; mine: boolean }[];
  planned: { session: number; opensAt: string; had: string[] }[];
}

/** Reads, in one statement, where a scenario is open near somebody or about to be. */
export async function readNearby(
  db: Db,
  scenario: string,
  { memberId, workspaceId }: { memberId: string; workspaceId: string },
  now: Temporal.Instant,
): Promise<Nearby> {
  const me = sql`${memberId}`;
  const until = moment(now.add({ hours: AHEAD_DAYS * 24 }));
  const [found] = await rows<NearbyJson>(
    db,
    sql`select
      (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'cohort', i.cohort_id, 'openedAt', i.opened_at,
            'closesAt', i.closes_at, 'mine', exists (select 1 from enrolments e where e.cohort_id = i.cohort_id
              and e.member_id = ${memberId} and e.role = 'learner' and e.left_at is null)) order by i.closes_at), '[]')
        from incidents i
        where i.scenario = ${scenario} and i.closed_at is null and i.closes_at > ${moment(now)}::timestamptz
          and i.cohort_id in ${cohortsNear({ memberId: me, workspaceId: sql`${workspaceId}` })}) as open,
      (select coalesce(jsonb_agg(jsonb_build_object('session', d.session, 'opensAt', d.due_at,
            'had', (select coalesce(jsonb_agg(i.scenario), '[]') from incidents i where i.cohort_id = d.cohort_id))
            order by d.due_at), '[]')
        from deliveries d join cohorts c on c.id = d.cohort_id
        where d.kind = 'scenario' and d.settled_at is null and d.due_at <= ${until}::timestamptz and c.status = 'active'
          and d.cohort_id in ${cohortsOf(me)}) as planned`,
  );
  const instant = (text: string) => Temporal.Instant.from(text);
  return {
    open: (found?.open ?? []).map(({ cohort, openedAt, closesAt, ...incident }) => ({
      ...incident,
      scenario,
      cohortId: cohort,
      openedAt: instant(openedAt),
      closesAt: instant(closesAt),
      closedAt: null,
    })),
    planned: (found?.planned ?? []).map((one) => ({ ...one, opensAt: instant(one.opensAt) })),
  };
}
