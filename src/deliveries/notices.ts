import type { Lack } from '../chat/platform.ts';
import type { Db } from '../database/client.ts';
import type { CalendarChange, SlotMove } from '../domain/cohorts/calendar.ts';
import type { Home } from '../domain/cohorts/cohort.ts';
import { idFrom } from '../domain/ids.ts';
import type { DueOf } from './job.ts';
import type { Notice } from './kinds.ts';
import { recordDelivery } from './store.ts';

/** Who got a place in a cohort because somebody else has one place less. */
export interface MovedUp {
  cohortId: string;
  memberId: string;
}

/** Plans to tell those who got a place. They hear of it however late. */
export async function recordMovedUp(tx: Db, movedUp: readonly MovedUp[], now: Temporal.Instant): Promise<void> {
  for (const { cohortId, memberId } of movedUp) {
    const key = `${cohortId}/moved-up/${memberId}/${now.epochMilliseconds}`;
    await recordDelivery(tx, noticeOf(cohortId, key, { kind: 'moved-up', memberId }, now), 'always');
  }
}

/** Plans to tell that somebody has changed the calendar, with what it moved, or ended the cohort: once for the event that did it. */
export async function recordCalendarNotice(
  tx: Db,
  cohortId: string,
  changed: { change: CalendarChange; moved: SlotMove[] } | 'archived',
  eventKey: string,
  now: Temporal.Instant,
): Promise<void> {
  const notice: Notice = changed === 'archived' ? { kind: 'archived' } : { kind: 'calendar', ...changed };
  await recordDelivery(tx, noticeOf(cohortId, `${cohortId}/notice/${eventKey}`, notice, now));
}

/** Plans to bring a cohort's announcement up to date after an organiser changed the cohort: nothing new is posted. */
export async function recordEditedNotice(
  tx: Db,
  cohortId: string,
  eventKey: string,
  now: Temporal.Instant,
): Promise<void> {
  await recordDelivery(tx, noticeOf(cohortId, `${cohortId}/edited/${eventKey}`, { kind: 'edited' }, now));
}

/** Plans to tell somebody that a cohort is theirs to look after now: however late. */
export async function recordHandedOverNotice(
  tx: Db,
  cohortId: string,
  memberId: string,
  eventKey: string,
  now: Temporal.Instant,
): Promise<void> {
  const notice: Notice = { kind: 'handed-over', memberId };
  await recordDelivery(tx, noticeOf(cohortId, `${cohortId}/handed-over/${eventKey}`, notice, now), 'always');
}

/** Plans to tell that dates have changed with the rules of time zones or with the course, by nobody's doing. */
export async function recordReplannedNotice(
  tx: Db,
  cohortId: string,
  changed: Omit<Extract<Notice, { kind: 'replanned' }>, 'kind'>,
  now: Temporal.Instant,
): Promise<void> {
  const notice: Notice = { kind: 'replanned', ...changed };
  await recordDelivery(tx, noticeOf(cohortId, `${cohortId}/replanned/${now.epochMilliseconds}`, notice, now), 'always');
}

/** What the people of a cohort are told about its homes. */
type HomeNotice = Extract<Notice, { workspaceId: string }>;

/** Plans a notice to a cohort's homes, once for each moment. */
export async function recordHomeNotice(
  tx: Db,
  cohortId: string,
  notice: HomeNotice,
  now: Temporal.Instant,
): Promise<void> {
  const key = `${cohortId}/${notice.kind}/${notice.workspaceId}/${now.epochMilliseconds}`;
  await recordDelivery(tx, noticeOf(cohortId, key, notice, now));
}

/** Plans to tell those who can mend it that a cohort's posts do not arrive, or that they arrive again: however late. */
export async function recordTroubleNotice(
  tx: Db,
  cohortId: string,
  notice: Extract<Notice, { kind: 'troubled' | 'mended' }>,
  now: Temporal.Instant,
): Promise<void> {
  const key = `${cohortId}/${notice.kind}/${now.epochMilliseconds}`;
  await recordDelivery(tx, noticeOf(cohortId, key, notice, now), 'always');
}

/** Plans to tell those who can mend it that a session began without its thread: once for the post it would belong to. */
export async function recordThreadlessNotice(
  tx: Db,
  cohortId: string,
  about: { remedy: string; session: number; postKey: string },
  now: Temporal.Instant,
): Promise<void> {
  const { remedy, session, postKey } = about;
  const key = `${postKey}/threadless`;
  await recordDelivery(tx, noticeOf(cohortId, key, { kind: 'threadless', remedy, session }, now), 'always');
}

/** Plans to tell whoever can mend it what I may not do in a home. */
export async function recordLackingNotice(
  tx: Db,
  cohortId: string,
  { home: { workspaceId, channel }, lacks }: { home: LackingHome; lacks: readonly Lack[] },
  now: Temporal.Instant,
): Promise<void> {
  const notice: Notice = { kind: 'lacking', home: { workspaceId, channel }, lacks: [...lacks] };
  await recordDelivery(
    tx,
    noticeOf(
      cohortId,
      `${cohortId}/lacking/${idFrom(`${workspaceId}/${channel}`)}/${now.epochMilliseconds}`,
      notice,
      now,
    ),
    'always',
  );
}

/** Plans to tell them that I may do everything in a home again. */
export async function recordLacksMendedNotice(
  tx: Db,
  cohortId: string,
  { workspaceId, channel }: LackingHome,
  now: Temporal.Instant,
): Promise<void> {
  const notice: Notice = { kind: 'lacks-mended', home: { workspaceId, channel } };
  const key = `${cohortId}/lacks-mended/${idFrom(`${workspaceId}/${channel}`)}/${now.epochMilliseconds}`;
  await recordDelivery(tx, noticeOf(cohortId, key, notice, now), 'always');
}

/** Plans to tell the organisers who is in no workspace of theirs any more. */
export async function recordAbsentNotice(
  tx: Db,
  cohortId: string,
  memberIds: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  const notice: Notice = { kind: 'absent', memberIds: [...memberIds] };
  await recordDelivery(
    tx,
    noticeOf(cohortId, `${cohortId}/absent/${idFrom(memberIds.join())}/${now.epochMilliseconds}`, notice, now),
    'always',
  );
}

/** Plans to tell those who can take a cohort over that whoever looked after it has left. */
export async function recordOwnerlessNotice(
  tx: Db,
  cohortId: string,
  memberId: string,
  now: Temporal.Instant,
): Promise<void> {
  const key = `${cohortId}/ownerless/${idFrom(memberId)}/${now.epochMilliseconds}`;
  await recordDelivery(tx, noticeOf(cohortId, key, { kind: 'ownerless', memberId }, now), 'always');
}

/** Plans to tell the organisers what of the program needs somebody's hand, or that it needs none any more. */
export async function recordAmissNotice(
  tx: Db,
  cohortId: string,
  notice: Extract<Notice, { kind: 'amiss' | 'amiss-over' }>,
  now: Temporal.Instant,
): Promise<void> {
  const key = `${cohortId}/${notice.kind}/${idFrom(notice.what)}/${now.epochMilliseconds}`;
  await recordDelivery(tx, noticeOf(cohortId, key, notice, now), 'always');
}

/** Plans to tell the organisers that somebody would mentor next time: once for each person and cohort. */
export async function recordWouldMentorNotice(
  tx: Db,
  cohortId: string,
  memberId: string,
  now: Temporal.Instant,
): Promise<void> {
  const notice: Notice = { kind: 'would-mentor', memberId };
  await recordDelivery(tx, noticeOf(cohortId, `${cohortId}/would-mentor/${memberId}`, notice, now), 'always');
}

/** Plans to tell somebody that an organiser brought them in: however late. */
export async function recordBroughtInNotice(
  tx: Db,
  cohortId: string,
  memberId: string,
  eventKey: string,
  now: Temporal.Instant,
): Promise<void> {
  const key = `${cohortId}/brought-in/${idFrom(`${memberId} ${eventKey}`)}`;
  await recordDelivery(tx, noticeOf(cohortId, key, { kind: 'brought-in', memberId }, now), 'always');
}

type LackingHome = Pick<Home, 'workspaceId' | 'channel'>;

function noticeOf(cohortId: string, key: string, detail: Notice, dueAt: Temporal.Instant): DueOf<'notice'> {
  return { key, cohortId, kind: 'notice', detail, dueAt };
}

/** Plans the announcement of a cohort. */
export async function recordAnnouncement(tx: Db, cohortId: string, dueAt: Temporal.Instant): Promise<void> {
  await recordDelivery(tx, { key: `${cohortId}/announce`, cohortId, kind: 'announce', dueAt });
}
