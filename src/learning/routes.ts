import { z } from 'zod';
import { reasonAgainst } from '../access.ts';
import { Refused } from '../chat/errors.ts';
import { numberOption } from '../chat/input.ts';
import { markdown, text } from '../chat/text.ts';
import type { View } from '../chat/view.ts';
import { progressing, readSlots } from '../cohorts/timetable.ts';
import { type Context, type Route, route } from '../context.ts';
import type { Session } from '../curriculum/schema.ts';
import { materialView, partView, sessionView } from './views.ts';

const numberState = z.coerce.number().int().min(1).max(12);

const session = route({
  name: 'session',
  summary: 'A session: objectives, agenda, pre-work, practice and materials',
  ack: 'private',
  who: 'anyone',
  cohort: 'any',
  input: z.object({
    number: numberOption('Which session, 1-12; the coming one if left out', { min: 1, max: 12 }).optional(),
  }),
  complete: { number: (typed, { curriculum }) => suggestSessions(typed, curriculum.sessions) },
  async run({ number }, context) {
    return overview(context, number);
  },
});

const back = route({
  name: 'session.back',
  ack: 'update',
  who: 'anyone',
  cohort: 'any',
  input: z.object({ number: numberState }),
  async run({ number }, context) {
    return overview(context, number);
  },
});

async function overview(context: Context, number: number | undefined): Promise<View> {
  const { db, cohort, curriculum, now, asker } = context;
  const slots = cohort === undefined ? [] : await readSlots(db, cohort, curriculum);
  const { running, coming } = progressing(slots, curriculum, now);
  const wanted = number ?? running?.session ?? coming[0]?.session ?? 1;
  const about = cohort === undefined ? undefined : { cohort, slot: slots[wanted - 1] };
  return sessionView(getSession(context, wanted), about, asker.mentor || asker.organiser);
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
    if (reason !== undefined) throw new Refused(text`${markdown(reason)}`);
    return partView(getSession(context, number), wanted);
  },
});

const material = route({
  name: 'session.material',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ number: numberState, material: z.coerce.number().int().min(0), page: z.coerce.number().int() }),
  async run({ number, material: index, page }, context) {
    const shown = materialView(getSession(context, number), index, page);
    if (shown === undefined) throw new Refused('That material is no longer part of the session.');
    return shown;
  },
});

function getSession({ curriculum }: Context, number: number): Session {
  const found = curriculum.sessions[number - 1];
  if (found === undefined)
    throw new Refused(text`There is no session ${number}: they are 1-${curriculum.sessions.length}.`);
  return found;
}

/** Sessions for what somebody has typed so far: a number, or words of the title. */
export function suggestSessions(typed: string, sessions: readonly Session[]): { label: string; value: string }[] {
  const wanted = typed.trim().toLowerCase();
  return sessions
    .filter(({ number, title }) => String(number).startsWith(wanted) || title.toLowerCase().includes(wanted))
    .map(({ number, title }) => ({ label: `${number} · ${title}`.slice(0, 100), value: String(number) }));
}

export const learningRoutes: readonly Route[] = [session, back, part, material];
