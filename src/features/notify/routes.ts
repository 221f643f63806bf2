import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { choiceOption, textOption } from '../../chat/input.ts';
import { command, text } from '../../chat/text.ts';
import { type Route, route } from '../../context.ts';
import { changeRhythm } from '../../domain/streaks/store.ts';
import { WHEN_LENGTH, zoneInput } from '../calendar/inputs.ts';
import { suggestZones } from '../calendar/zones.ts';
import { parseHours, type Wishes } from './reminders.ts';
import { readWishes, recordWishes } from './store.ts';
import {
  COURSE,
  MONTHS,
  NUDGES,
  notifyView,
  PAIRS,
  QUESTIONS,
  RESULTS,
  REVIEWS,
  RISK,
  ROUNDS,
  SESSIONS,
  TALKS,
} from './views.ts';

const hoursInput = z.string().transform((typed, context) => {
  const hours = /^(none|off)$/i.test(typed.trim()) ? ('none' as const) : parseHours(typed);
  if (hours !== undefined) return hours;
  context.addIssue({ code: 'custom', message: 'must be hours like `22-7`, or `none`' });
  return z.NEVER;
});

const notify = route({
  name: 'notify',
  once: true,
  summary: 'What I remind you of in private, and your quiet hours',
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  input: z.object({
    sessions: choiceOption('Sessions of which I remind you an hour before', SESSIONS).optional(),
    rounds: choiceOption('Rounds of which I remind you three hours before the close', ROUNDS).optional(),
    course: choiceOption('Whether I remind you of checkpoints and the capstone', COURSE).optional(),
    results: choiceOption('Whether I send you your result when a round closes', RESULTS).optional(),
    pairs: choiceOption('Whether I tell you in private who your pair is', PAIRS).optional(),
    reviews: choiceOption('Cards to review, at the hour that you chose for them', REVIEWS).optional(),
    nudges: choiceOption('Whether a mentor may write to you through me when you slip', NUDGES).optional(),
    talks: choiceOption('Questions you asked or took: whose turn it is, how it went', TALKS).optional(),
    risk: choiceOption('For mentors: whether I tell you on Mondays how many are slipping', RISK).optional(),
    questions: choiceOption('For mentors: how you hear of questions that wait', QUESTIONS).optional(),
    months: choiceOption('Whether I tell you of each new month of your roadmap', MONTHS).optional(),
    quiet: textOption(
      'Hours without reminders, like 22-7; "none" for no such hours',
      WHEN_LENGTH,
      hoursInput,
    ).optional(),
    zone: textOption('Your time zone, for the quiet hours: type a city', WHEN_LENGTH, zoneInput).optional(),
  }),
  complete: { zone: (typed, { now }) => suggestZones(typed, now) },
  async run({ quiet, zone, ...said }, { db, asker, now }) {
    const before = await readWishes(db, asker.memberId);
    const chosen = Object.fromEntries(Object.entries(said).filter(([, choice]) => choice !== undefined));
    const after: Wishes = { ...before, ...chosen, quiet: quietAfter(before.quiet, quiet, zone) };
    await changeRhythm(db, asker.memberId, now, (tx) => recordWishes(tx, asker.memberId, after));
    return notifyView(after);
  },
});

function quietAfter(
  before: Wishes['quiet'],
  quiet: z.output<typeof hoursInput> | undefined,
  zone: string | undefined,
): Wishes['quiet'] {
  if (quiet === 'none') return null;
  const hours = quiet ?? before ?? undefined;
  if (hours === undefined) {
    if (zone === undefined) return null;
    throw new Refused(text`Say the hours too: ${command('notify', { quiet: '22-7', zone })}.`);
  }
  const where = zone ?? before?.zone;
  if (where === undefined) {
    throw new Refused(
      text`Say where you are, so that I know when that is: ${command('notify', { quiet: '22-7', zone: 'Europe/Berlin' })}.`,
    );
  }
  return { from: hours.from, until: hours.until, zone: where };
}

export const notifyRoutes: readonly Route[] = [notify];
