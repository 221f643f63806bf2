import { command, join, markdown, type Part, type Text, text, time, word } from '../../chat/text.ts';
import {
  type Block,
  button,
  controls,
  facts,
  heading,
  lineBlock,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import type { Trouble } from '../../deliveries/troubles-store.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import { type Cohort, type Place, placeOf } from '../../domain/cohorts/cohort.ts';
import { mentorsOf, notifiedOf, whereOf } from '../../domain/cohorts/homes.ts';
import type { Enrolled } from '../../domain/cohorts/store.ts';
import { progressing } from '../../domain/cohorts/timetable.ts';
import { onward } from '../../domain/onward.ts';
import { type Named, nameOf } from '../../domain/people/names.ts';
import { rhythmText } from '../calendar/change-views.ts';
import { weekdayNames } from '../calendar/inputs.ts';
import { feedLink } from '../calendar/views.ts';

/** What holds for a cohort at a glance. */
export function cohortFacts(cohort: Cohort, named: readonly Named[] = []): Block {
  const mentors = [...cohort.homes.flatMap(mentorsOf), ...named.map(nameOf)];
  const notified = cohort.homes.flatMap(notifiedOf);
  return facts(
    ['When', rhythmText(cohort)],
    ['Where', whereOf(cohort)],
    ['Mentors', mentors.length === 0 ? 'none named' : join(mentors, ', ')],
    ...(notified.length === 0 ? [] : [['Notified', join(notified, ', ')] as const]),
    ['Places', cohort.capacity === null ? 'as many as come' : String(cohort.capacity)],
    ...(cohort.certainty === true ? [['How sure people are', 'asked with each answer, if they like'] as const] : []),
  );
}

/** The announcement in the home channel, with the way in. */
export function announcementView(
  cohort: Cohort,
  slots: readonly Slot[],
  curriculum: Curriculum,
  feed: string | undefined,
): View {
  const first = slots[0];
  const last = slots.at(-1);
  const mentors = cohort.homes.flatMap(mentorsOf);
  return view(
    heading(`${cohort.name} begins`),
    paragraph`${markdown(curriculum.description.trim())}`,
    facts(
      ['Sessions', text`${slots.length}, on ${weekdayNames(cohort.weekdays).replace(/, (?=[^,]*$)/, ' and ')}`],
      ...(first === undefined || last === undefined
        ? []
        : [['First', time(first.startsAt)] as const, ['Last', time(last.startsAt, 'date')] as const]),
      ['Places', cohort.capacity === null ? 'as many as come' : String(cohort.capacity)],
      ...(mentors.length === 0 ? [] : [['Mentors', join(mentors, ', ')] as const]),
      ...(feed === undefined ? [] : [['Calendar', feedLink(feed)] as const]),
    ),
    controls(
      button('Join', 'cohort join', { cohort: cohort.id }, { style: 'primary' }),
      button('Schedule', 'schedule', { cohort: cohort.id }),
    ),
  );
}

/** `/cohort show`: everything about a cohort on one page. */
export function cohortView(
  cohort: Cohort,
  slots: readonly Slot[],
  enrolled: readonly Enrolled[],
  mentors: readonly Named[],
  curriculum: Curriculum,
  now: Temporal.Instant,
  asker: { memberId: string; showsHidden: boolean; ails?: Ailments | undefined },
): View {
  const { showsHidden } = asker;
  const isIn = enrolled.some(({ memberId }) => memberId === asker.memberId);
  const learners = enrolled.filter(({ role }) => role === 'learner');
  const placed = (kind: Place['kind']) =>
    learners.filter((learner) => placeOf(learners, cohort.capacity, learner)?.kind === kind);
  const waiting = placed('waiting');
  const next = progressing(slots, curriculum, now).coming[0];
  return view(
    heading(cohort.name),
    facts(
      ['Status', cohort.status],
      ['Next session', next === undefined ? 'none' : text`${next.session}, ${time(next.startsAt)}`],
    ),
    ...ailmentBlocks(asker.ails),
    cohortFacts(cohort, mentors),
    facts(
      ['Learners', names(placed('in'), showsHidden)],
      ...(waiting.length === 0 ? [] : [['Waiting', names(waiting, showsHidden)] as const]),
      [
        'Staff',
        names(
          enrolled.filter(({ role }) => role === 'mentor'),
          true,
        ),
      ],
    ),
    controls(
      ...(isIn ? [] : [button('Join', 'cohort join', { cohort: cohort.id }, { style: 'primary' })]),
      button('Schedule', 'schedule', { cohort: cohort.id }),
      ...(asker.ails === undefined ? [] : [button('Bring people in', 'cohort.people', { cohort: cohort.id })]),
    ),
  );
}

/** What needs an organiser's hand. */
export interface Ailments {
  trouble: Trouble | undefined;
  lacks: readonly string[];
  absent: readonly Named[];
}

function ailmentBlocks(ails: Ailments | undefined): Block[] {
  if (ails === undefined) return [];
  const { trouble, lacks, absent } = ails;
  const lines = [
    ...(trouble === undefined ? [] : [text`⚠ Posts do not arrive since ${time(trouble.since)}: ${trouble.remedy}`]),
    ...(lacks.length === 0 ? [] : [text`⚠ ${[...new Set(lacks)].join('; ')}.`]),
    ...(absent.length === 0
      ? []
      : [text`⚠ Left the ${word('workspace')}: ${absent.map(({ name }) => name).join(', ')}.`]),
  ];
  if (lines.length === 0) return [];
  return [lineBlock(lines), paragraph`${command('organise doctor')} says what mends it.`];
}

/** Hidden people are counted but named only to staff. */
function names(people: readonly Enrolled[], showsHidden: boolean): Text {
  if (people.length === 0) return text`nobody yet`;
  const shown = people.filter(({ hidden }) => showsHidden || !hidden).slice(0, NAMES);
  if (shown.length === 0) return text`${people.length}`;
  const listed = join(
    shown.map(({ name }) => name),
    ', ',
  );
  return people.length > shown.length
    ? text`${people.length}: ${listed} and ${people.length - shown.length} more`
    : text`${people.length}: ${listed}`;
}

/** At most this many names are spelled out. */
const NAMES = 40;

/** `/cohort list`. */
export function listView(
  entries: readonly { cohort: Cohort; placed: number; waiting: number; isIn: boolean; next: Slot | undefined }[],
): View {
  if (entries.length === 0) {
    return view(paragraph`There is no cohort here yet. An organiser starts one with ${command('cohort create')}.`);
  }
  return view(
    heading('Cohorts here'),
    ...entries.flatMap(({ cohort, placed, waiting, isIn, next }) => [
      facts([
        cohort.name,
        text`${cohort.status === 'paused' ? 'paused, ' : ''}${whereOf(cohort)}, ${placesText(cohort, placed, waiting)}, ${next === undefined ? 'all sessions over' : text`session ${next.session} on ${time(next.startsAt)}`}`,
      ]),
      controls(
        ...(isIn ? [] : [button('Join', 'cohort join', { cohort: cohort.id })]),
        button('Show', 'cohort show', { cohort: cohort.id }),
      ),
    ]),
  );
}

function placesText({ capacity }: Cohort, placed: number, waiting: number): string {
  const taken =
    capacity === null ? `${placed} ${placed === 1 ? 'learner' : 'learners'}` : `${placed} of ${capacity} places taken`;
  return waiting === 0 ? taken : `${taken}, ${waiting} ${waiting === 1 ? 'waits' : 'wait'}`;
}

/** What somebody is told after asking to join. Staff have no place. */
export function joinedView(cohort: Cohort, place: Place | undefined, fresh: boolean, next: Slot | undefined): View {
  const when: Part = next === undefined ? '' : text` The next session is ${time(next.startsAt)}.`;
  return view(
    place?.kind === 'waiting'
      ? paragraph`**${cohort.name}** is full. You are number ${place.number} on the waiting list; I write to you when a place is yours.`
      : place === undefined
        ? paragraph`You are with **${cohort.name}** as staff: you take no learner's place and stay off the learners' board.${when}`
        : fresh
          ? paragraph`Welcome to **${cohort.name}**.${when} Everything is posted in ${whereOf(cohort)}. Pre-work comes in the morning, a day or two before each session.`
          : paragraph`You are in **${cohort.name}** already.${when}`,
    controls(
      button('Schedule', 'schedule', { cohort: cohort.id }),
      button('Leave', 'cohort leave', { cohort: cohort.id, first: 'ask' }),
      onward(),
    ),
  );
}

/** Asks before somebody leaves: the place may be another's at once. */
export function leavingView(cohort: Cohort): View {
  return view(
    paragraph`Leave **${cohort.name}**? Your answers and points are kept, but your place goes to whoever waits.`,
    controls(
      button('Yes, leave', 'cohort leave', { cohort: cohort.id }, { style: 'danger' }),
      button('Schedule', 'schedule', { cohort: cohort.id }),
    ),
  );
}

export function leftView(cohort: Cohort, left: boolean): View {
  return view(
    left
      ? paragraph`You have left **${cohort.name}**. What you answered and earned is kept, should you come back.`
      : paragraph`You are not in **${cohort.name}**.`,
    controls(button('Join again', 'cohort join', { cohort: cohort.id }), onward()),
  );
}
