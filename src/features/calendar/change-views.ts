import { type Text, text, time } from '../../chat/text.ts';
import { type Block, button, controls, footnote, lineBlock, paragraph, type View, view } from '../../chat/view.ts';
import type { CalendarChange, Rhythm, Slot, SlotMove } from '../../domain/cohorts/calendar.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { whereOf } from '../../domain/cohorts/homes.ts';
import { weekdayNames } from './inputs.ts';
import { clock } from './views.ts';

/** What a change of the calendar does, in words for a cohort's channel. */
export function changeSentence(change: CalendarChange, moved: readonly SlotMove[], next: Slot | undefined): Text {
  const [first, ...rest] = moved;
  switch (change.kind) {
    case 'skip':
      return text`**There is no session on ${change.date.toString()}.**${moveText(first)}${alsoText(rest.length)}`;
    case 'move':
      return first === undefined
        ? text`**Session ${change.session} stays where it is.**`
        : text`**The calendar changes.**${moveText(first)}`;
    case 'shift': {
      const days = Math.abs(change.days);
      return text`**The coming sessions are ${days} ${days === 1 ? 'day' : 'days'} ${change.days < 0 ? 'earlier' : 'later'}.**${moveText(first)}${alsoText(rest.length)}`;
    }
    case 'rhythm':
      return text`**From now on we meet ${rhythmText(change.rhythm)}.**${moveText(first)}${alsoText(rest.length)}`;
    case 'pause':
      return text`**The cohort pauses.** Nothing is posted until it is resumed.`;
    case 'resume':
      return text`**The cohort goes on.**${next === undefined ? '' : text` Session ${next.session} is on ${time(next.startsAt)}.`}${rest.length > 0 || first !== undefined ? ' The dates after the pause have moved.' : ''}`;
  }
}

/** Weekdays, time and zone: `Tue, Thu at 18:00 (Europe/Berlin)`. */
export function rhythmText({ weekdays, startTime, zone }: Rhythm | Cohort): Text {
  return text`${weekdayNames(weekdays)} at ${clock(startTime)} (${zone})`;
}

function moveText(move: SlotMove | undefined): Text {
  return move === undefined
    ? text``
    : text` Session ${move.session} moves from ${time(move.from)} to ${time(move.to)}.`;
}

function alsoText(others: number): string {
  if (others === 0) return '';
  return others === 1 ? ' The one after it moves too.' : ` The ${others} after it move too.`;
}

/** A change of the calendar before it is made. */
export interface Proposed {
  change: CalendarChange;
  moved: readonly SlotMove[];
  /** The sessions among them whose pre-work is posted already, and is not posted again. */
  prepared: readonly number[];
  /** How many changes the calendar has had: it is made only where there were no others meanwhile. */
  seen: number;
}

/** What a change would move, from when to when, and what it would post; the organiser looks, then confirms. */
export function proposedView(
  cohort: Cohort,
  { change, moved, prepared, seen }: Proposed,
  { label, route, state }: { label: string; route: string; state: Record<string, string> },
): View {
  return view(
    paragraph`Nothing has changed yet. This would move:`,
    movesBlock(moved),
    ...preparedBlocks(prepared),
    paragraph`I would post in ${whereOf(cohort)}: “${changeSentence(change, moved, undefined)}”`,
    controls(
      button(label, route, { ...state, cohort: cohort.id, seen: String(seen) }, { style: 'primary' }),
      button('Schedule', 'schedule', { cohort: cohort.id }),
    ),
    footnote`Times are your own.`,
  );
}

/** Each session that would move, from when to when. */
export function movesBlock(moved: readonly SlotMove[]): Block {
  if (moved.length === 0) return paragraph`No session.`;
  return lineBlock(moved.map(({ session, from, to }) => text`${session}. ${time(from)} → ${time(to)}`));
}

/** Says which pre-work is posted already and stays as it is. */
export function preparedBlocks(prepared: readonly number[]): Block[] {
  if (prepared.length === 0) return [];
  return [paragraph`Posted already, and not posted again: pre-work for session ${prepared.join(' and ')}.`];
}
