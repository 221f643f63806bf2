import { join, markdown, type Text, text, time } from '../../chat/text.ts';
import {
  type Block,
  button,
  controls,
  footnote,
  heading,
  lineBlock,
  type Option,
  paragraph,
  type Select,
  type View,
  view,
} from '../../chat/view.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import { sessionMinutes } from '../../curriculum/sessions.ts';
import { KINDS } from '../../deliveries/kinds.ts';
import { planDeliveries } from '../../deliveries/plan.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { clock, slotList } from '../calendar/views.ts';
import { type Clash, isFeast, meetingDays, TEMPLATE_NAMES, TEMPLATES, type TemplateName } from './templates.ts';
import { cohortFacts } from './views.ts';

/** A cohort as it would be, and what is to be known of it. */
export interface Drafted {
  cohort: Cohort;
  slots: readonly Slot[];
  /** Days that it leaves out, in their order. */
  skipped: readonly Temporal.PlainDate[];
  /** The template it was made from, as far as it still is. */
  template?: TemplateName | undefined;
  /** The first day that can be chosen, in its zone. */
  today: Temporal.PlainDate;
  /** Zones to pick from, the likeliest first; at most as many as a list holds. */
  zones: readonly Option[];
}

/** A draft as the course will read, before anything is created: the organiser looks, picks anew, then confirms. */
export function previewView(drafted: Drafted, curriculum: Curriculum, remarks: readonly Block[] = []): View {
  const { cohort, slots, skipped } = drafted;
  const [first, last] = [slots[0], slots.at(-1)];
  const elsewhere = first !== undefined && !first.date.equals(cohort.startsOn);
  return view(
    heading(`${cohort.name}: a preview`),
    paragraph`Nothing is posted yet. ${slots.length} sessions in ${weeksBetween(first, last)}, in your own time:`,
    slotList(slots, curriculum),
    cohortFacts(cohort),
    ...(elsewhere
      ? [
          paragraph`${dayText(cohort.startsOn)} is not one of the days, so the first session is on ${dayText(first.date)}.`,
        ]
      : []),
    ...(skipped.length === 0 ? [] : [paragraph`Left out: ${join(skipped.map(dayText), '; ')}.`]),
    ...zoneNotes(cohort),
    ...gapNotes(cohort, slots),
    ...aroundBlocks(cohort, slots, curriculum),
    remarks,
    ...feastNotes(slots),
    controls(...pickers(drafted)),
    controls(
      button('Create the cohort', 'cohort.confirm', { draft: cohort.id }, { style: 'primary' }),
      ...(slots.some(({ date }) => isFeast(date))
        ? [button('Leave those days out', 'cohort.redraft', { ...stateOf(drafted), skip: 'feasts' })]
        : []),
      button('Discard', 'cohort.discard', { draft: cohort.id }),
    ),
    footnote`The cohort meets at ${clock(cohort.startTime)} in ${cohort.zone}, also when the clocks change. Everybody reads times in their own zone.`,
  );
}

/** `6 weeks, from Tue 24 Nov 2026 to Thu 31 Dec 2026`. */
function weeksBetween(first: Slot | undefined, last: Slot | undefined): Text {
  if (first === undefined || last === undefined) return text`no week`;
  const weeks = Math.ceil((first.date.until(last.date, { largestUnit: 'days' }).days + 1) / 7);
  return text`${weeks} ${weeks === 1 ? 'week' : 'weeks'}, from ${dayText(first.date)} to ${dayText(last.date)}`;
}

function dayText(day: Temporal.PlainDate): string {
  return day.toLocaleString('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
}

/** What the calendar posts around the first session, as it will around each. */
function aroundBlocks(cohort: Cohort, slots: readonly Slot[], curriculum: Curriculum): Block[] {
  const planned = planDeliveries({
    cohortId: cohort.id,
    zone: cohort.zone,
    slots,
    minutesOf: (session) => sessionMinutes(curriculum, session),
    moduleEnds: [],
  });
  const around = planned
    .filter((one) => 'session' in one && one.session === slots[0]?.session && !('isPrivate' in KINDS[one.kind]))
    .sort((one, other) => Temporal.Instant.compare(one.dueAt, other.dueAt));
  if (around.length === 0) return [];
  return [
    paragraph`**What I post, as around session 1**`,
    lineBlock(around.map(({ dueAt, kind }) => text`${markdown('- ')}${time(dueAt)} · ${KINDS[kind].words(1)}`)),
  ];
}

/** Nobody meets by this zone on purpose, unless nobody lives together. */
function zoneNotes({ zone }: Cohort): Block[] {
  return zone === 'UTC' ? [paragraph`⚠ These times are in UTC. *Another time zone…* below makes them yours.`] : [];
}

/** Says where the clocks skip the cohort's time, and when the session is held instead. */
function gapNotes(cohort: Cohort, slots: readonly Slot[]): Block[] {
  return slots.flatMap((slot) => {
    const held = slot.startsAt.toZonedDateTimeISO(cohort.zone).toPlainTime();
    if (held.equals(slot.time)) return [];
    return [
      paragraph`On ${slot.date.toString()} the clocks go forward over ${clock(slot.time)}: session ${slot.session} is held at ${clock(held)}.`,
    ];
  });
}

function feastNotes(slots: readonly Slot[]): Block[] {
  const days = slots.filter(({ date }) => isFeast(date));
  if (days.length === 0) return [];
  const which = days.map(({ session, date }) => `session ${session} on ${dayText(date)}`);
  return [paragraph`⚠ Many people are away then: ${which.join(', ')}.`];
}

/** Says who lives in the channel already: two cohorts in one channel have to be told apart with every command. */
export function neighbourBlocks(names: readonly string[]): Block[] {
  if (names.length === 0) return [];
  return [
    paragraph`⚠ **${names.join(', ')}** ${markdown(names.length === 1 ? 'lives' : 'live')} in that channel already. With two cohorts in one channel I ask with every command which one is meant, so give this one a channel of its own if you can.`,
  ];
}

/** Says which sessions are held while another cohort of the workspace has one. */
export function clashBlocks(clashes: readonly Clash[]): Block[] {
  if (clashes.length === 0) return [];
  return [
    lineBlock(
      clashes.map(
        ({ name, sessions }) =>
          text`⚠ At the same time as a session of **${name}**: ${sessions.length === 1 ? 'session' : 'sessions'} ${sessions.join(', ')}. Who is in both can be at one.`,
      ),
    ),
  ];
}

/** A select holds 25. */
const MOST_DAYS = 25;

function pickers(drafted: Drafted): Select[] {
  const { cohort, today, zones } = drafted;
  /** Controls of one message differ in what they carry. */
  const action = (by: string) => ({ route: 'cohort.redraft', state: { ...stateOf(drafted), by } });
  const days = meetingDays(today.add({ days: 1 }), cohort.weekdays, MOST_DAYS);
  return [
    {
      kind: 'select',
      name: 'template',
      placeholder: 'Another rhythm…',
      options: TEMPLATE_NAMES.map((name) => ({ label: TEMPLATES[name].label, value: name })),
      action: action('rhythm'),
    },
    {
      kind: 'select',
      name: 'start',
      placeholder: 'Another first day…',
      options: days.map((day) => ({ label: dayText(day), value: day.toString() })),
      action: action('day'),
    },
    {
      kind: 'select',
      name: 'time',
      placeholder: 'Another time…',
      options: TIMES.map((at) => ({ label: at, value: at })),
      action: action('time'),
    },
    {
      kind: 'select',
      name: 'zone',
      placeholder: 'Another time zone…',
      options: zones,
      action: action('zone'),
    },
    {
      kind: 'select',
      name: 'places',
      placeholder: 'Places for learners…',
      options: PLACES.map((value) => ({ label: value === 'all' ? 'As many as come' : `${value} learners`, value })),
      action: action('places'),
    },
  ];
}

/** How many learners a cohort usually takes; others wait. */
export const PLACES = ['all', '6', '8', '10', '12', '15', '20', '25', '30', '40', '50', '100'] as const;

/** Every half hour from 08:00 to 20:00. */
const TIMES = Array.from({ length: 25 }, (_, index) =>
  new Temporal.PlainTime(8).add({ minutes: 30 * index }).toString({ smallestUnit: 'minute' }),
);

function stateOf({ cohort, template }: Drafted): Record<string, string> {
  return { draft: cohort.id, ...(template === undefined ? {} : { of: template }) };
}
