import { encodeAction } from '../../chat/action.ts';
import { command, type Part, type Text, text, time } from '../../chat/text.ts';
import {
  type Block,
  type Button,
  button,
  controls,
  divider,
  facts,
  footnote,
  heading,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort, Place } from '../../domain/cohorts/cohort.ts';
import { whereOf } from '../../domain/cohorts/homes.ts';
import type { Thing } from '../next/things.ts';
import { nextBlocks } from '../next/views.ts';
import type { Attended } from './store.ts';

/** One cohort of a person, as their own page shows it. */
export interface OwnCohort {
  cohort: Cohort;
  /** Whether it has a home in the workspace where the page is read. */
  isHere: boolean;
  /** Undefined for staff. */
  place: Place | undefined;
  /** The session that runs, or the one that comes next. */
  next: { slot: Slot; which: string; title: string; isRunning: boolean } | undefined;
  attended: Attended;
  /** Sessions that are over. */
  held: number;
  points: number;
  rank: { rank: number; of: number } | undefined;
}

/** `/home`, and the page that Slack keeps for everybody: what comes next, and where one stands, in every cohort. */
export function pageView(own: readonly OwnCohort[], things: readonly Thing[], isStaff: boolean): View {
  const first = nextBlocks(things);
  return view(
    heading('Your page'),
    first,
    divider,
    ...(own.length === 0
      ? isStaff
        ? []
        : [paragraph`You are in no cohort yet. ${command('cohort list')} shows those that you can join.`]
      : own.flatMap(cohortBlocks)),
    controls(...newIn(first, [button('Practise', 'quiz start'), ...(own.length === 0 ? [COHORTS] : [])])),
    footnote`${command('help')} says what else I can do.`,
  );
}

const COHORTS = button('Cohorts here', 'cohort list');

/** Those that do not stand above already: Discord takes no message with two controls that do the same. */
function newIn(above: readonly Block[], buttons: readonly Button[]): Button[] {
  const there = new Set(above.flatMap((block) => (block.kind === 'controls' ? block.controls : [])).map(idOf));
  return buttons.filter((one) => !there.has(idOf(one)));
}

function idOf({ action }: Pick<Button, 'action'>): string {
  return encodeAction(action);
}

function cohortBlocks({ cohort, isHere, place, next, attended, held, points, rank }: OwnCohort): Block[] {
  const state = { cohort: cohort.id };
  return [
    heading(cohort.name),
    facts(
      ...(cohort.status === 'paused' ? [['Status', 'paused: nothing is posted until it is resumed'] as const] : []),
      [next?.isRunning === true ? 'Now' : 'Next', next === undefined ? 'all sessions are over' : nextText(next)],
      ...placeFacts(place, { attended, held, points, rank, isOver: next === undefined }),
      ...(isHere ? [] : [['Where', whereOf(cohort)] as const]),
    ),
    controls(
      button('My progress', 'progress', state),
      button('Schedule', 'schedule', state),
      button('Leaderboard', 'leaderboard', state),
    ),
  ];
}

function nextText({ slot, which, title }: NonNullable<OwnCohort['next']>): Text {
  return text`${which}, ${title}, ${time(slot.startsAt)}, ${time(slot.startsAt, 'relative')}`;
}

function placeFacts(
  place: OwnCohort['place'],
  {
    attended,
    held,
    points,
    rank,
    isOver,
  }: Pick<OwnCohort, 'attended' | 'held' | 'points' | 'rank'> & { isOver: boolean },
): (readonly [string, Part])[] {
  switch (place?.kind) {
    case undefined:
      return [['You', 'help here as staff']];
    case 'waiting':
      return [['You', `number ${place.number} on the waiting list`]];
    case 'in':
      return [
        ['Sessions', `there at ${attended.present} of ${held}${isOver ? '' : ' so far'}`],
        ['Rounds', `took part in ${attended.roundsTaken} of ${attended.rounds}`],
        ['Points', rank === undefined || points === 0 ? String(points) : `${points}, place ${rank.rank} of ${rank.of}`],
      ];
  }
}
