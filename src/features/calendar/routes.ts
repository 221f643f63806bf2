import { z } from 'zod';
import { clip } from '../../chat/clip.ts';
import { Refused } from '../../chat/errors.ts';
import { numberOption } from '../../chat/input.ts';
import { command, text } from '../../chat/text.ts';
import { button, controls, paragraph, type View, view } from '../../chat/view.ts';
import { type CohortContext, cohortRoute, type Route } from '../../context.ts';
import { getSessionNumber, sessionOption, sessionTitle } from '../../curriculum/sessions.ts';
import { recordCalendarNotice } from '../../deliveries/notices.ts';
import { replan } from '../../deliveries/replan.ts';
import type { CalendarChange } from '../../domain/cohorts/calendar.ts';
import { isFirstHome } from '../../domain/cohorts/homes.ts';
import { recordStatus } from '../../domain/cohorts/store.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { proposedView } from './change-views.ts';
import { proposeChange, recordCalendarChange } from './changing.ts';
import { dateOption, momentOption } from './inputs.ts';
import { clock, scheduleView } from './views.ts';

/** Changes the calendar and says what it is now. */
async function changeCalendar(
  context: CohortContext,
  change: CalendarChange,
  asked: Parameters<typeof recordCalendarChange>[3] = {},
): Promise<void> {
  await context.db.transaction((tx) => recordCalendarChange(tx, context, change, asked));
  await context.mail.wake();
}

/** How many changes the calendar had when the organiser looked at the preview; absent where there was none yet. */
const seenInput = z.coerce.number().int().min(0).max(99_999).optional();

/** Shows what a change would do, and makes it once the organiser has seen that. */
async function proposeOrChange(
  context: CohortContext,
  change: CalendarChange,
  seen: number | undefined,
  confirming: { label: string; route: string; state: Record<string, string> },
): Promise<View> {
  if (seen === undefined) return proposedView(context.cohort, await proposeChange(context, change), confirming);
  await changeCalendar(context, change, { seen });
  return newSchedule(context);
}

async function newSchedule({ db, cohort, curriculum, now }: CohortContext, status = cohort.status): Promise<View> {
  const slots = await readSlots(db, cohort, curriculum);
  return scheduleView({ ...cohort, status }, slots, curriculum, now);
}

const pause = cohortRoute({
  name: 'organise pause',
  formerly: ['cohort pause'],
  ends: true,
  summary: 'Pause a cohort: nothing is posted until it is resumed',
  ack: 'private',
  who: 'organiser',
  did: 'paused the cohort',
  async run(_, context) {
    await changeCalendar(context, { kind: 'pause' }, { status: { from: ['active'], to: 'paused' } });
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
  did: 'resumed the cohort',
  async run(_, context) {
    await changeCalendar(context, { kind: 'resume' }, { status: { from: ['paused'], to: 'active' } });
    return newSchedule(context, 'active');
  },
});

const skip = cohortRoute({
  name: 'organise skip',
  formerly: ['cohort skip'],
  summary: 'Skip a date, like a holiday: its session and all later ones move on by one',
  ack: 'update',
  who: 'organiser',
  did: ({ seen }) => (seen === undefined ? undefined : 'skipped a date'),
  input: z.object({
    date: dateOption('The date without a session, like 2026-12-24'),
    seen: seenInput,
  }),
  complete: { date: suggestComingDates },
  run({ date, seen }, context) {
    const state = { date: date.toString() };
    const confirming = { label: 'Skip it', route: 'organise skip', state };
    return proposeOrChange(context, { kind: 'skip', date }, seen, confirming);
  },
});

const move = cohortRoute({
  name: 'organise move',
  formerly: ['cohort move'],
  summary: 'Move one session; the others stay where they are',
  ack: 'update',
  who: 'organiser',
  did: ({ seen }) => (seen === undefined ? undefined : 'moved a session'),
  input: z.object({
    session: sessionOption('Which session, 1-12'),
    to: momentOption('The new day, and time if it changes: 2026-12-03 19:00'),
    seen: seenInput,
  }),
  complete: { session: suggestComingSessions },
  async run({ session: called, to, seen }, context) {
    const { db, cohort, curriculum } = context;
    const session = getSessionNumber(curriculum, called);
    const slots = await readSlots(db, cohort, curriculum);
    const at = to.time ?? slots[session - 1]?.time ?? cohort.startTime;
    const state = { session: String(session), to: `${to.date} ${clock(at)}` };
    const confirming = { label: 'Move it', route: 'organise move', state };
    return proposeOrChange(context, { kind: 'move', session, date: to.date, time: at }, seen, confirming);
  },
});

const shift = cohortRoute({
  name: 'organise shift',
  formerly: ['cohort shift'],
  summary: 'Move all sessions that have not started by some days',
  ack: 'update',
  who: 'organiser',
  did: ({ seen }) => (seen === undefined ? undefined : 'shifted the sessions'),
  input: z.object({
    days: numberOption('How many days later; a negative number for earlier', { min: -60, max: 120 }),
    seen: seenInput,
  }),
  run({ days, seen }, context) {
    const confirming = { label: 'Shift them', route: 'organise shift', state: { days: String(days) } };
    return proposeOrChange(context, { kind: 'shift', days }, seen, confirming);
  },
});

const archive = cohortRoute({
  name: 'organise archive',
  formerly: ['cohort archive'],
  ends: true,
  summary: 'End a cohort: nothing more is posted, everything is kept',
  ack: 'private',
  who: 'organiser',
  did: ({ sure }) => (sure === undefined ? undefined : 'ended the cohort'),
  input: z.object({ sure: z.literal('yes').optional() }),
  async run({ sure }, context) {
    const { db, cohort, curriculum, mail, now, eventKey, workspaceId } = context;
    if (!isFirstHome(cohort, workspaceId)) {
      throw new Refused(
        text`Only organisers where **${cohort.name}** began can end it. ${command('organise unlink')} takes this home away.`,
      );
    }
    if (sure === undefined && cohort.status !== 'archived') {
      return view(
        paragraph`End **${cohort.name}** for good? Nothing more will be posted, but for the results of a round that is open. Its people, answers and points are kept, and ${command('organise export')} still works from the button below.`,
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
      label: clip(`${session} · ${date} · ${sessionTitle(context.curriculum, session)}`, 100),
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
