import { sql } from 'drizzle-orm';
import type { Curriculum } from '../../../curriculum/schema.ts';
import { type Db, rows } from '../../../database/client.ts';
import type { Reason } from '../../../domain/points/points.ts';
import { readAuthors } from '../../mentoring/replies-store.ts';
import { listResolvedRequests } from '../../mentoring/store.ts';
import { eventsOfHelp, eventsOfReplies, type LaterAnswer } from './events.ts';
import type { MentorEvent } from './formula.ts';

interface DoneRow extends Record<string, unknown> {
  id: string;
  mentorId: string;
  learnerId: string;
  at: string;
}

const UTC = `YYYY-MM-DD"T"HH24:MI:SS.MS"Z"`;

function eventsFrom(kind: 'review' | 'checkpoint' | 'assessment', found: readonly DoneRow[]): MentorEvent[] {
  return found.map(({ id, mentorId, learnerId, at }) => ({
    id: `${kind}/${id}/${mentorId}`,
    kind,
    mentorId,
    learnerId,
    at: Temporal.Instant.from(at),
  }));
}

/** The post-mortems of a cohort that mentors have reviewed, each mentor's first word on each. A team counts as one learner. */
async function listReviews(db: Db, cohortId: string): Promise<MentorEvent[]> {
  const found = await rows<DoneRow>(
    db,
    sql`select distinct on (p.investigation_id, p.member_id) p.investigation_id as id, p.member_id as "mentorId",
        coalesce(r.member_id, 'team ' || r.id) as "learnerId", to_char(p.at at time zone 'UTC', ${UTC}) as at
      from post_mortems p join investigations r on r.id = p.investigation_id
      where r.cohort_id = ${cohortId} and p.kind in ('approved', 'commented')
      order by p.investigation_id, p.member_id, p.id`,
  );
  return eventsFrom('review', found);
}

/** The checkpoints of a cohort that mentors have decided on, each mentor's first decision on each: asking for more decides nothing. */
async function listCheckpoints(db: Db, cohortId: string): Promise<MentorEvent[]> {
  const found = await rows<DoneRow>(
    db,
    sql`select distinct on (e.request_id, e.member_id) e.request_id as id, e.member_id as "mentorId",
        r.member_id as "learnerId", to_char(e.at at time zone 'UTC', ${UTC}) as at
      from checkpoint_entries e join checkpoint_requests r on r.id = e.request_id
      where r.cohort_id = ${cohortId} and e.kind in ('signed-off', 'declined')
      order by e.request_id, e.member_id, e.id`,
  );
  return eventsFrom('checkpoint', found);
}

/** The capstones of a cohort that mentors have assessed, from the moment at which each handed in their marks. */
async function listAssessments(db: Db, cohortId: string): Promise<MentorEvent[]> {
  const found = await rows<DoneRow>(
    db,
    sql`select a.capstone_id as id, a.member_id as "mentorId", c.member_id as "learnerId",
        to_char(a.handed_in_at at time zone 'UTC', ${UTC}) as at
      from assessors a join capstones c on c.id = a.capstone_id
      where c.cohort_id = ${cohortId} and a.handed_in_at is not null and a.left_at is null`,
  );
  return eventsFrom('assessment', found);
}

/** The sessions at which mentors were there, and the rounds that they opened. */
async function listThere(db: Db, cohortId: string): Promise<MentorEvent[]> {
  const round = 'mentor-round' satisfies Reason;
  const found = await rows<{ id: string; mentorId: string; reason: string; at: string }>(
    db,
    sql`select source as id, member_id as "mentorId", reason, to_char(at at time zone 'UTC', ${UTC}) as at
      from ledger where cohort_id = ${cohortId} and board = 'mentors'`,
  );
  return found.map(({ id, mentorId, reason, at }) => ({
    id,
    kind: 'there',
    what: reason === round ? 'round' : 'session',
    mentorId,
    at: Temporal.Instant.from(at),
  }));
}

/** The answers of these people that count and whose verdict is told, in the order in which they were given. */
async function listLaterAnswers(
  db: Db,
  memberIds: readonly string[],
  { items }: Pick<Curriculum, 'items'>,
): Promise<LaterAnswer[]> {
  if (memberIds.length === 0) return [];
  const found = await rows<{ memberId: string; item: string; right: boolean; at: string }>(
    db,
    sql`select a.member_id as "memberId", a.item, a."right", to_char(a.answered_at at time zone 'UTC', ${UTC}) as at
      from answers a join rounds r on r.id = a.round_id
      where a.member_id in ${[...memberIds]} and (r.kind = 'practice' or r.closed_at is not null)
        and not exists (select 1 from answers later where r.kind = 'cohort' and later.round_id = a.round_id
          and later.item = a.item and later.member_id = a.member_id and later.id > a.id)
      order by a.id`,
  );
  return found.flatMap(({ item, at, ...answer }) => {
    const skill = items.get(item)?.skill;
    return skill === undefined ? [] : [{ ...answer, skill, at: Temporal.Instant.from(at) }];
  });
}

/** The questions of a cohort that mentors helped with, and what came after. */
async function listHelp(db: Db, cohortId: string, curriculum: Pick<Curriculum, 'items'>): Promise<MentorEvent[]> {
  const requests = await listResolvedRequests(db, cohortId);
  const askers = [...new Set(requests.map(({ memberId }) => memberId))];
  const answers = await listLaterAnswers(db, askers, curriculum);
  const said = requests.flatMap(({ help }) =>
    help.events.flatMap((one) => (one.kind === 'spoke' ? (one.from ?? []) : [])),
  );
  const authors = await readAuthors(db, [...new Set(said)]);
  return requests.flatMap((request) => [...eventsOfHelp(request, answers), ...eventsOfReplies(request, authors)]);
}

/** Everything that mentors did in a cohort and that their board counts. */
export async function listMentorEvents(
  db: Db,
  cohortId: string,
  curriculum: Pick<Curriculum, 'items'>,
): Promise<MentorEvent[]> {
  const all = [listReviews, listCheckpoints, listAssessments, listThere];
  const events = await listHelp(db, cohortId, curriculum);
  for (const list of all) events.push(...(await list(db, cohortId)));
  return events;
}
