import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { numberOption, textOption } from '../../chat/input.ts';
import { markdown, text } from '../../chat/text.ts';
import { button, controls, paragraph, type View, view } from '../../chat/view.ts';
import { type CohortContext, cohortRoute, type Route } from '../../context.ts';
import { sessionTitle } from '../../curriculum/sessions.ts';
import { recordCalendarNotice } from '../../deliveries/notices.ts';
import { replan } from '../../deliveries/replan.ts';
import { type CalendarChange, layOut, movesBetween, reasonAgainstChange } from '../../domain/cohorts/calendar.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { isFirstHome } from '../../domain/cohorts/homes.ts';
import { listChanges, lockCohort, recordChange, recordStatus } from '../../domain/cohorts/store.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { dateInput, momentInput, WHEN_LENGTH } from './inputs.ts';
import { scheduleView } from './views.ts';

/**
 * Changes the calendar: the change, the status, the new plan and the notice to the channel in one transaction. The same
 * event twice changes it once.
 */
async function changeCalendar(
  context: CohortContext,
  change: CalendarChange,
  status: { from: readonly Cohort['status'][]; to: Cohort['status'] } | undefined,
): Promise<void> {
  const { db, cohort, curriculum, now, asker, eventKey, mail } = context;
  await db.transaction(async (tx) => {
    const locked = await lockCohort(tx, cohort.id);
    if (locked === undefined || locked.status === 'archived') throw new Refused(text`**${cohort.name}** is over.`);
    const isMoving = change.kind === 'skip' || change.kind === 'move' || change.kind === 'shift';
    if (isMoving && locked.status === 'paused') {
      throw new Refused(text`**${cohort.name}** is paused. Resume it first, then change its dates.`);
    }
    const changes = await listChanges(tx, cohort.id);
    const reason = reasonAgainstChange(locked, changes, change, now, curriculum.sessions.length);
    const made = { change, madeAt: now };
    const isNew = await recordChange(tx, cohort.id, made, { memberId: asker.memberId, eventKey });
    if (!isNew) return;
    if (reason !== undefined) throw new Refused(text`${markdown(reason)}`);
    if (status !== undefined && !(await recordStatus(tx, cohort.id, status.from, status.to))) {
      throw new Refused(text`**${cohort.name}** is ${locked.status} already.`);
    }
    const before = layOut(locked, changes, curriculum.sessions.length);
    const after = await replan(tx, { ...locked, status: status?.to ?? locked.status }, curriculum);
    await recordCalendarNotice(tx, cohort.id, { change, moved: movesBetween(before, after) }, eventKey, now);
  });
  await mail.wake();
}

async function newSchedule({ db, cohort, curriculum, now }: CohortContext, status = cohort.status): Promise<View> {
  const slots = await readSlots(db, cohort, curriculum);
  return scheduleView({ ...cohort, status }, slots, curriculum, now);
}

const pause = cohortRoute({
  name: 'organise pause',
  formerly: ['cohort pause'],
  summary: 'Pause a cohort: nothing is posted until it is resumed',
  ack: 'private',
  who: 'organiser',
  async run(_, context) {
    await changeCalendar(context, { kind: 'pause' }, { from: ['active'], to: 'paused' });
    return view(
      paragraph`**${context.cohort.name}** is paused. Rounds that are open still close on time. When you resume it, sessions whose day has passed move to the next free days.`,
      controls(button('Resume', 'organise resume', { cohort: context.cohort.id })),
    );
  },
});

const resume = cohortRoute({
  name: 'organise resume',
  formerly: ['cohort resume'],
  summary: 'Resume a paused cohort; sessions it missed move to the next free days',
  ack: 'private',
  who: 'organiser',
  async run(_, context) {
    await changeCalendar(context, { kind: 'resume' }, { from: ['paused'], to: 'active' });
    return newSchedule(context, 'active');
  },
});

const skip = cohortRoute({
  name: 'organise skip',
  formerly: ['cohort skip'],
  summary: 'Skip a date, like a holiday: its session and all later ones move on by one',
  ack: 'private',
  who: 'organiser',
  input: z.object({ date: textOption('The date without a session, like 2026-12-24', WHEN_LENGTH, dateInput) }),
  complete: { date: suggestComingDates },
  async run({ date }, context) {
    await changeCalendar(context, { kind: 'skip', date }, undefined);
    return newSchedule(context);
  },
});

const move = cohortRoute({
  name: 'organise move',
  formerly: ['cohort move'],
  summary: 'Move one session; the others stay where they are',
  ack: 'private',
  who: 'organiser',
  input: z.object({
    session: numberOption('Which session, 1-12', { min: 1, max: 12 }),
    to: textOption('The new day, and time if it changes: 2026-12-03 19:00', WHEN_LENGTH, momentInput),
  }),
  complete: { session: suggestComingSessions },
  async run({ session, to }, context) {
    const { db, cohort, curriculum } = context;
    const slots = await readSlots(db, cohort, curriculum);
    const kept = slots[session - 1]?.time ?? cohort.startTime;
    await changeCalendar(context, { kind: 'move', session, date: to.date, time: to.time ?? kept }, undefined);
    return newSchedule(context);
  },
});

const shift = cohortRoute({
  name: 'organise shift',
  formerly: ['cohort shift'],
  summary: 'Move all sessions that have not started by some days',
  ack: 'private',
  who: 'organiser',
  input: z.object({ days: numberOption('How many days later; a negative number for earlier', { min: -60, max: 120 }) }),
  async run({ days }, context) {
    await changeCalendar(context, { kind: 'shift', days }, undefined);
    return newSchedule(context);
  },
});

const archive = cohortRoute({
  name: 'organise archive',
  formerly: ['cohort archive'],
  summary: 'End a cohort: nothing more is posted, everything is kept',
  ack: 'private',
  who: 'organiser',
  input: z.object({ sure: z.literal('yes').optional() }),
  async run({ sure }, context) {
    const { db, cohort, curriculum, mail, now, eventKey, workspaceId } = context;
    if (!isFirstHome(cohort, workspaceId)) {
      throw new Refused(
        text`Only organisers where **${cohort.name}** began can end it. ${markdown('`/organise unlink`')} takes this home away.`,
      );
    }
    if (sure === undefined && cohort.status !== 'archived') {
      return view(
        paragraph`End **${cohort.name}** for good? Nothing more will be posted, but for the results of a round that is open. Its people, answers and points are kept, and ${markdown('`/organise export`')} still works from the button below.`,
        controls(
          button('End it', 'organise archive', { cohort: cohort.id, sure: 'yes' }, { style: 'danger' }),
          button('Export', 'organise export', { cohort: cohort.id }),
        ),
      );
    }
    await db.transaction(async (tx) => {
      if (!(await recordStatus(tx, cohort.id, ['active', 'paused'], 'archived'))) return;
      await replan(tx, { ...cohort, status: 'archived' }, curriculum);
      await recordCalendarNotice(tx, cohort.id, 'archived', eventKey, now);
    });
    await mail.wake();
    return view(
      paragraph`**${cohort.name}** is archived.`,
      controls(button('Export', 'organise export', { cohort: cohort.id })),
    );
  },
});

async function suggestComingDates(typed: string, context: CohortContext) {
  const { coming } = await comingSessions(context);
  return coming
    .map(({ session, date }) => ({ label: `${date} · session ${session}`, value: date.toString() }))
    .filter(({ value }) => value.startsWith(typed.trim()));
}

async function suggestComingSessions(typed: string, context: CohortContext) {
  const { coming } = await comingSessions(context);
  return coming
    .map(({ session, date }) => ({
      label: `${session} · ${date} · ${sessionTitle(context.curriculum, session)}`.slice(0, 100),
      value: String(session),
    }))
    .filter(({ label, value }) => value.startsWith(typed) || label.toLowerCase().includes(typed.toLowerCase()));
}

/** Suggestions are asked for before it is known which cohort is meant. */
async function comingSessions({ db, cohort, curriculum, now }: CohortContext) {
  if ((cohort as CohortContext['cohort'] | undefined) === undefined) return { coming: [] };
  return progressing(await readSlots(db, cohort, curriculum), curriculum, now);
}

export const calendarRoutes: readonly Route[] = [pause, resume, skip, move, shift, archive];

export const schedule = cohortRoute({
  name: 'schedule',
  summary: 'The twelve sessions in your own time: past, next, to come',
  ack: 'private',
  who: 'anyone',
  async run(_, { db, cohort, curriculum, now }) {
    return scheduleView(cohort, await readSlots(db, cohort, curriculum), curriculum, now);
  },
});
