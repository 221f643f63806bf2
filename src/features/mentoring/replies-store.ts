import { sql } from 'drizzle-orm';
import { type Db, rows } from '../../database/client.ts';
import { idFrom } from '../../domain/ids.ts';
import { repliesFor, type SavedReply, type Wanted } from './replies.ts';
import type { HelpRequest } from './requests.ts';
import { lockHelpRequest, recordHappening } from './store.ts';

/** How many of the saved replies that could be meant are looked at, the newest. */
const MOST_LOOKED_AT = 200;

/** The replies that mentors of a question's workspace or of its cohort, wherever that lives, have saved and that may help with it, the likeliest first. */
export async function listSavedReplies(
  db: Db,
  { workspaceId, cohortId }: Pick<HelpRequest, 'workspaceId' | 'cohortId'>,
  wanted: Wanted,
): Promise<SavedReply[]> {
  const { skill, beliefs } = wanted;
  const believed = beliefs.length === 0 ? sql`false` : sql`belief in ${[...beliefs]}`;
  const found = await rows<SavedReply & Record<string, unknown>>(
    db,
    sql`select e.id::int as event, e.request_id as "requestId", e.member_id as "authorId", m.name as author,
        e.detail ->> 'words' as words, r.skill, coalesce(s.detail -> 'beliefs', '[]') as beliefs,
        count(u.id)::int as uses,
        (count(distinct u.request_id) filter (where exists (select 1 from help_events k
          where k.request_id = u.request_id and k.kind = 'rated' and k.detail ->> 'mark' in ('solved', 'helped'))))::int as helped
      from help_events e join lateral (select detail from help_events one
          where one.request_id = e.request_id and one.kind = 'saved' and one.detail ->> 'event' = e.id::text
          order by one.id desc limit 1) s on true
        join help_requests r on r.id = e.request_id join members m on m.id = e.member_id
        left join help_events u on u.kind = 'spoke' and u.detail ->> 'from' = e.id::text
      where e.kind in ('spoke', 'written') and (r.workspace_id = ${workspaceId} or r.cohort_id = ${cohortId}::text) and e.detail ->> 'words' <> ''
        and (r.skill = ${skill}::text or exists (
          select 1 from jsonb_array_elements_text(coalesce(s.detail -> 'beliefs', '[]')) belief where ${believed}))
      group by e.id, m.name, r.skill, s.detail order by e.id desc limit ${MOST_LOOKED_AT}::int`,
  );
  return repliesFor(wanted, found);
}

/**
 * Keeps what a mentor wrote in a question's talk as a saved reply; the same words once. Undefined where it can't be: nobody has
 * asked that question yet.
 */
export async function recordWritten(
  db: Db,
  id: string,
  { words, beliefs, by, at }: { words: string; beliefs: readonly string[]; by: string; at: Temporal.Instant },
): Promise<void> {
  const cause = `ask/${id}/written/${idFrom(`${by} ${words}`)}`;
  await db.transaction(async (tx) => {
    await lockHelpRequest(tx, id);
    const event = await recordHappening(tx, id, { kind: 'written', words, by, at, cause });
    if (event === undefined) return;
    await recordHappening(tx, id, { kind: 'saved', event, beliefs, by, at, cause: `${cause}/saved` });
  });
}

/** Who wrote each of these replies, by its event. */
export async function readAuthors(db: Db, events: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (events.length === 0) return new Map();
  const found = await rows<{ id: number; author: string }>(
    db,
    sql`select id::int, member_id as author from help_events
      where id in ${[...events]} and kind in ('spoke', 'written') and member_id is not null`,
  );
  return new Map(found.map(({ id, author }) => [id, author]));
}
