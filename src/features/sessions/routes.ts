import { z } from 'zod';
import { isStaff, reasonAgainst } from '../../access.ts';
import { Refused } from '../../chat/errors.ts';
import { text } from '../../chat/text.ts';
import { paragraph, type View, view } from '../../chat/view.ts';
import { type Context, type Route, route } from '../../context.ts';
import type { Session } from '../../curriculum/schema.ts';
import { getSessionNumber, sessionOf, sessionOption, suggestSessions } from '../../curriculum/sessions.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import { isLearnerSomewhere } from '../../domain/cohorts/store.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { recordPreworkDone } from './store.ts';
import { materialsView, materialView, noMaterialsView, partView, sessionView } from './views.ts';

const numberState = z.coerce.number().int().min(1).max(12);

const session = route({
  name: 'session',
  formerly: ['session.back'],
  summary: 'A session: objectives, agenda, pre-work, practice and materials',
  ack: 'update',
  who: 'anyone',
  cohort: 'any',
  input: z.object({
    number: sessionOption('Which session, 1-12; the coming one if left out').optional(),
  }),
  complete: { number: (typed, { curriculum }) => suggestSessions(typed, curriculum) },
  async run({ number }, context) {
    return overview(context, number);
  },
});

async function overview(context: Context, number: number | undefined): Promise<View> {
  const { cohort, asker } = context;
  const slots = await slotsOf(context);
  const wanted = number === undefined ? currentSession(context, slots) : getSessionNumber(context.curriculum, number);
  const which = sessionOf(context.curriculum, wanted);
  const about = cohort === undefined ? undefined : { cohort, slot: slots[wanted - 1], which };
  return sessionView(getSession(context, wanted), about, isStaff(asker));
}

async function slotsOf({ db, cohort, curriculum }: Context): Promise<readonly Slot[]> {
  return cohort === undefined ? [] : await readSlots(db, cohort, curriculum);
}

/** The session that runs, else the one that comes next, else the first. */
function currentSession({ curriculum, now }: Context, slots: readonly Slot[]): number {
  const { running, coming } = progressing(slots, curriculum, now);
  return running?.session ?? coming[0]?.session ?? 1;
}

const part = route({
  name: 'session.part',
  ack: 'update',
  who: 'anyone',
  cohort: 'any',
  input: z.object({ number: numberState, part: z.enum(['prework', 'practice', 'agenda']) }),
  async run({ number, part: wanted }, context) {
    // The run sheet holds what good answers contain.
    const reason = wanted === 'agenda' ? reasonAgainst('mentor', context.asker) : undefined;
    if (reason !== undefined) throw new Refused(reason);
    // Somebody who organises a workspace of their own may be a learner in another one.
    if (wanted === 'agenda' && (await isLearnerSomewhere(context.db, context.asker.memberId))) {
      throw new Refused(
        'You learn in a cohort of this course, so its run sheets stay closed to you: they say what good answers contain.',
      );
    }
    return partView(getSession(context, number), wanted);
  },
});

const preworkDone = route({
  name: 'session.prework-done',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ number: numberState }),
  async run({ number }, context) {
    const { db, asker, now } = context;
    const { title } = getSession(context, number);
    await recordPreworkDone(db, { memberId: asker.memberId, session: number, at: now });
    return view(paragraph`Good: you are prepared for **${title}**.`);
  },
});

const material = route({
  name: 'session.material',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({
    number: numberState,
    material: z.coerce.number().int().min(0),
    page: z.coerce.number().int(),
    // Left out by buttons that were posted before `/materials` was there.
    from: z.enum(['session', 'materials']).default('session'),
  }),
  async run({ number, material: index, page, from }, context) {
    const shown = materialView(getSession(context, number), index, page, from);
    if (shown === undefined) throw new Refused('That material is no longer part of the session.');
    return shown;
  },
});

const materials = route({
  name: 'materials',
  summary: 'What there is to read for a session, page by page',
  ack: 'private',
  who: 'anyone',
  cohort: 'any',
  input: z.object({
    session: sessionOption('Which session, 1-12; the coming one if left out').optional(),
  }),
  complete: { session: (typed, { curriculum }) => suggestSessions(typed, curriculum) },
  async run({ session: number }, context) {
    const wanted =
      number === undefined
        ? currentSession(context, await slotsOf(context))
        : getSessionNumber(context.curriculum, number);
    return listMaterials(context, wanted);
  },
});

const materialsList = route({
  name: 'materials.list',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ number: numberState }),
  async run({ number }, context) {
    return listMaterials(context, number);
  },
});

function listMaterials(context: Context, number: number): View {
  const wanted = getSession(context, number);
  return wanted.materials.length === 0 ? noMaterialsView(wanted, context.curriculum.sessions) : materialsView(wanted);
}

function getSession({ curriculum }: Context, number: number): Session {
  const found = curriculum.sessions[number - 1];
  if (found === undefined)
    throw new Refused(text`There is no session ${number}: they are 1-${curriculum.sessions.length}.`);
  return found;
}

export const learningRoutes: readonly Route[] = [session, part, preworkDone, material, materials, materialsList];
