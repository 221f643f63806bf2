import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { choiceOption, numberOption, textOption } from '../../chat/input.ts';
import { command, markdown, text } from '../../chat/text.ts';
import { type Route, route } from '../../context.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import { findCohort } from '../../domain/cohorts/store.ts';
import { dateInput, WHEN_LENGTH, weekdaysInput, zoneInput } from '../calendar/inputs.ts';
import { suggestZones } from '../calendar/zones.ts';
import { parseHours } from '../notify/reminders.ts';
import { planAllChecks } from './happening.ts';
import { MOST_HELD } from './help.ts';
import { type DaysOff, usualHours } from './hours.ts';
import { findHours, recordHours } from './hours-store.ts';
import { hoursView, PAUSES } from './hours-views.ts';
import type { StatedHours } from './stated-hours.ts';
import { listHeld } from './store.ts';
import { suggestSkills } from './suggesting.ts';

const clockInput = z.string().transform((typed, context) => {
  const hours = parseHours(typed);
  if (hours !== undefined) return hours;
  context.addIssue({ code: 'custom', message: 'must be hours like `9-17`' });
  return z.NEVER;
});

/** `2026-12-24`, `2026-12-24 to 2027-01-02`, or `none`. */
const offInput = z.string().transform((typed, context): DaysOff | 'none' => {
  if (/^(none|off)$/i.test(typed.trim())) return 'none';
  const [first = '', last = first, ...more] = typed.trim().split(/\s*(?:\bto\b|–|\s-\s)\s*/i);
  const [from, until] = [dateInput.safeParse(first), dateInput.safeParse(last)];
  const isRange = from.success && until.success && more.length === 0;
  if (isRange && Temporal.PlainDate.compare(from.data, until.data) <= 0) return { from: from.data, until: until.data };
  context.addIssue({ code: 'custom', message: 'must be days like `2026-12-24 to 2027-01-02`, or `none`' });
  return z.NEVER;
});

/** How long the names of somebody's skills may be together, and how many they are. */
const SKILLS_LENGTH = 200;
const MOST_SKILLS = 12;

/** Skills as a mentor names them, by their slugs or in words that tell which is meant. */
function readSkills(typed: string, curriculum: Pick<Curriculum, 'skills'>): string[] {
  if (/^(none|off)$/i.test(typed.trim())) return [];
  const named = typed.split(/[,;]/).map((one) => one.trim());
  const found = named
    .filter((one) => one !== '')
    .map((one) => {
      const skill = curriculum.skills.get(one.toLowerCase()) ?? suggestSkills(one, [], curriculum)[0];
      if (skill === undefined)
        throw new Refused(text`I know no skill like “${one}”. Write a few, like ${markdown('`gil, memory leaks`')}.`);
      return skill.slug;
    });
  return [...new Set(found)].slice(0, MOST_SKILLS);
}

/** How many stretches of days off are kept: those to come, the next first. */
const MOST_OFF = 12;

const mentorHours = route({
  name: 'mentor hours',
  ends: true,
  summary: 'For mentors: when you work, days off, a pause, how many questions at once',
  ack: 'private',
  who: 'mentor',
  did: ({ days, hours, zone, off, pause, capacity, skills }) =>
    (days ?? hours ?? zone ?? off ?? pause ?? capacity ?? skills) === undefined ? undefined : 'stated their hours',
  cohort: 'found',
  input: z.object({
    days: textOption('The days on which you work: Mon-Fri', WHEN_LENGTH, weekdaysInput).optional(),
    hours: textOption('Your hours on these days: 9-17', WHEN_LENGTH, clockInput).optional(),
    zone: textOption('Your time zone: type a city', WHEN_LENGTH, zoneInput).optional(),
    off: textOption('Days off: 2026-12-24 to 2027-01-02; "none" forgets all', WHEN_LENGTH, offInput).optional(),
    pause: choiceOption('Whether you take a pause until you say that you are back', PAUSES).optional(),
    capacity: numberOption('How many questions you want at once', { min: 1, max: MOST_HELD }).optional(),
    skills: textOption(
      'What you know best: gil, memory leaks; "none" forgets all',
      SKILLS_LENGTH,
      z.string(),
    ).optional(),
  }),
  complete: { zone: (typed, { now }) => suggestZones(typed, now) },
  async run({ days, hours, zone, off, pause, capacity, skills }, { db, asker, cohort, now, curriculum }) {
    const stated = await findHours(db, asker.memberId);
    const usual = stated?.zone ?? zone ?? cohort?.zone;
    if (usual === undefined) {
      const said = command('mentor hours', { hours: '9-17', zone: 'Europe/Berlin' });
      throw new Refused(text`Say where you are, so that I know when that is: ${said}.`);
    }
    const before: StatedHours = stated ?? { ...usualHours(usual), capacity: MOST_HELD, skills: [] };
    const after: StatedHours = {
      zone: zone ?? before.zone,
      days: days ?? before.days,
      from: hours?.from ?? before.from,
      until: hours?.until ?? before.until,
      holidays: holidaysAfter(before.holidays, off, now.toZonedDateTimeISO(zone ?? before.zone).toPlainDate()),
      isPaused: pause === undefined ? before.isPaused : pause === 'yes',
      capacity: capacity ?? before.capacity,
      skills: skills === undefined ? before.skills : readSkills(skills, curriculum),
    };
    const changes = [days, hours, zone, off, pause, capacity, skills].some((said) => said !== undefined);
    const held = await listHeld(db, asker.memberId, now);
    if (changes) {
      await db.transaction(async (tx) => {
        await recordHours(tx, asker.memberId, after, now);
        const touched = new Set([cohort?.id, ...held.map(({ cohortId }) => cohortId)]);
        for (const id of touched) {
          const one = id == null ? undefined : await findCohort(tx, id);
          if (one !== undefined) await planAllChecks(tx, one);
        }
      });
    }
    const titles = after.skills.map((slug) => curriculum.skills.get(slug)?.title ?? slug);
    return hoursView(after, { held: held.length, isStated: changes || stated !== undefined, skills: titles });
  },
});

/** Days that are over are forgotten; what was said now is added. */
function holidaysAfter(
  before: readonly DaysOff[],
  off: DaysOff | 'none' | undefined,
  today: Temporal.PlainDate,
): DaysOff[] {
  if (off === 'none') return [];
  const all = [...before, ...(off === undefined ? [] : [off])];
  return all
    .filter(({ until }) => Temporal.PlainDate.compare(until, today) >= 0)
    .sort((one, other) => Temporal.PlainDate.compare(one.from, other.from))
    .slice(0, MOST_OFF);
}

export const hoursRoutes: readonly Route[] = [mentorHours];
