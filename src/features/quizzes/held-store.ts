import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../database/client.ts';
import { moment } from '../../database/columns.ts';
import { statement } from '../../database/statement.ts';
import { AHEAD_DAYS, cohortsNear, cohortsOf } from '../../domain/cohorts/near-store.ts';

/** What is being asked near somebody, and what the calendar will ask soon. */
export interface ItemsNear {
  asked: readonly { item: string; until: Temporal.Instant }[];
  /** Rounds to come: `used` is what their choice passes over, as it stands now. */
  planned: readonly { cohortId: string; session: number; opensAt: Temporal.Instant; used: readonly string[] }[];
}

/** Reads what is asked in open rounds near a person, and the rounds that are planned for cohorts of theirs. */
export async function readItemsNear(
  db: Db,
  { memberId, workspaceId }: { memberId: string; workspaceId: string },
  now: Temporal.Instant,
): Promise<ItemsNear> {
  return itemsFrom(await itemsNear(db, { memberId, workspaceId, ...timesOf(now) }));
}

const itemsNear = statement<{ memberId: string; workspaceId: string } & Times, ItemsJson>(
  'quizzes-items-near',
  ({ memberId, workspaceId, at, until }) =>
    itemsIn(cohortsNear({ memberId, workspaceId }), cohortsOf(memberId), at, until),
);

/** The same for the people around a cohort: of all other cohorts that live where it lives. */
export async function readItemsAround(db: Db, cohortId: string, now: Temporal.Instant): Promise<ItemsNear> {
  return itemsFrom(await itemsAround(db, { cohortId, ...timesOf(now) }));
}

const itemsAround = statement<{ cohortId: string } & Times, ItemsJson>(
  'quizzes-items-around',
  ({ cohortId, at, until }) => {
    const others = sql`(select theirs.cohort_id from homes mine join homes theirs on theirs.workspace_id = mine.workspace_id
      where mine.cohort_id = ${cohortId} and theirs.cohort_id <> ${cohortId})`;
    return itemsIn(others, others, at, until);
  },
);

interface ItemsJson extends Record<string, unknown> {
  asked: { item: string; until: string }[];
  planned: { cohortId: string; session: number; opensAt: string; used: string[] }[];
}

interface Times extends Record<string, unknown> {
  at: string;
  /** Nothing planned after that is looked at yet. */
  until: string;
}

function timesOf(now: Temporal.Instant): Times {
  return { at: moment(now), until: moment(now.add({ hours: AHEAD_DAYS * 24 })) };
}

function itemsIn(near: SQL, own: SQL, at: SQL, until: SQL): SQL {
  return sql`select
      (select coalesce(jsonb_agg(jsonb_build_object('item', item, 'until', o.closes_at)), '[]')
        from rounds o, unnest(o.items) as item
        where o.kind = 'cohort' and o.closed_at is null and o.closes_at > ${at}::timestamptz
          and o.cohort_id in ${near}) as asked,
      (select coalesce(jsonb_agg(jsonb_build_object('cohortId', d.cohort_id, 'session', d.session, 'opensAt', d.due_at,
          'used', (select coalesce(jsonb_agg(item), '[]') from rounds o, unnest(o.items) as item
            where o.cohort_id = d.cohort_id and o.kind = 'cohort'))), '[]')
        from deliveries d join cohorts c on c.id = d.cohort_id
        where d.kind = 'round' and d.settled_at is null and d.due_at <= ${until}::timestamptz and c.status = 'active'
          and d.cohort_id in ${own}) as planned`;
}

function itemsFrom([found]: readonly ItemsJson[]): ItemsNear {
  return {
    asked: (found?.asked ?? []).map((one) => ({ ...one, until: Temporal.Instant.from(one.until) })),
    planned: (found?.planned ?? []).map((one) => ({ ...one, opensAt: Temporal.Instant.from(one.opensAt) })),
  };
}
