import { Refused } from '../../chat/errors.ts';
import { command, text } from '../../chat/text.ts';
import type { CohortContext } from '../../context.ts';
import type { Db } from '../../database/client.ts';
import { recordCalendarNotice } from '../../deliveries/notices.ts';
import { replan } from '../../deliveries/replan.ts';
import { listPrepared } from '../../deliveries/store.ts';
import { type CalendarChange, layOut, movesBetween, reasonAgainstChange } from '../../domain/cohorts/calendar.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { listChanges, lockCohort, recordChange, recordRhythm, recordStatus } from '../../domain/cohorts/store.ts';
import type { Proposed } from './change-views.ts';

/** What else is asked of a change. */
interface Asked {
  /** The status that it brings. */
  status?: { from: readonly Cohort['status'][]; to: Cohort['status'] };
  /** How many changes there were when it was looked at: any other number means that somebody else has changed the calendar. */
  seen?: number;
}

/** What a change would do, without doing it. Refuses what can't be done. */
export async function proposeChange(
  { db, cohort, curriculum, now }: Pick<CohortContext, 'db' | 'cohort' | 'curriculum' | 'now'>,
  change: CalendarChange,
): Promise<Proposed> {
  refuseWhileResting(cohort, change);
  const changes = await listChanges(db, cohort.id);
  const count = curriculum.sessions.length;
  const reason = reasonAgainstChange(cohort, changes, change, now, count);
  if (reason !== undefined) throw new Refused(reason);
  const after = layOut(cohort, [...changes, { change, madeAt: now }], count);
  const moved = movesBetween(layOut(cohort, changes, count), after);
  const prepared = await listPrepared(db, cohort.id);
  return {
    change,
    moved,
    prepared: moved.map(({ session }) => session).filter((session) => prepared.includes(session)),
    seen: changes.length,
  };
}

/**
 * Changes the calendar inside a transaction: the change, the status, the new plan and the notice to the channel. The same
 * event twice changes it once.
 */
export async function recordCalendarChange(
  tx: Db,
  { cohort, curriculum, now, asker, eventKey }: CohortContext,
  change: CalendarChange,
  { status, seen }: Asked = {},
): Promise<void> {
  const locked = await lockCohort(tx, cohort.id);
  if (locked === undefined) throw new Refused(text`**${cohort.name}** is over.`);
  refuseWhileResting(locked, change);
  const changes = await listChanges(tx, cohort.id);
  const reason = reasonAgainstChange(locked, changes, change, now, curriculum.sessions.length);
  const made = { change, madeAt: now };
  const isNew = await recordChange(tx, cohort.id, made, { memberId: asker.memberId, eventKey });
  if (!isNew) return;
  if (seen !== undefined && seen !== changes.length) {
    throw new Refused(
      text`The calendar has changed meanwhile. ${command('schedule')} shows how it stands; then try again.`,
    );
  }
  if (reason !== undefined) throw new Refused(reason);
  if (status !== undefined && !(await recordStatus(tx, cohort.id, status.from, status.to))) {
    throw new Refused(text`**${cohort.name}** is ${locked.status} already.`);
  }
  const before = layOut(locked, changes, curriculum.sessions.length);
  const rhythm = change.kind === 'rhythm' ? change.rhythm : {};
  if (change.kind === 'rhythm') await recordRhythm(tx, locked, change.rhythm);
  const after = await replan(tx, { ...locked, ...rhythm, status: status?.to ?? locked.status }, curriculum);
  await recordCalendarNotice(tx, cohort.id, { change, moved: movesBetween(before, after) }, eventKey, now);
}

function refuseWhileResting({ name, status }: Cohort, { kind }: CalendarChange): void {
  if (status === 'archived') throw new Refused(text`**${name}** is over.`);
  if (status === 'paused' && kind !== 'resume' && kind !== 'pause') {
    throw new Refused(text`**${name}** is paused. Resume it first, then change its dates.`);
  }
}
