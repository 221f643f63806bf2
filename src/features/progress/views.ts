import { bar } from '../../chat/bar.ts';
import { clip } from '../../chat/clip.ts';
import { command, join, markdown, type Part, type Text, text, time } from '../../chat/text.ts';
import {
  type Block,
  type Button,
  button,
  controls,
  facts,
  footnote,
  heading,
  lineBlock,
  paragraph,
  type View,
  view,
} from '../../chat/view.ts';
import { LENSES, type Lens } from '../../curriculum/lenses.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import { sessionTitle } from '../../curriculum/sessions.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { boardNameOf } from '../../domain/people/names.ts';
import type { Board } from '../../domain/points/store.ts';
import type { Drawing } from '../../pictures/drawing.ts';
import type { SignOff } from '../checkpoint/store.ts';
import { hideButton } from '../privacy/views.ts';
import { type Calibration, CERTAINTY_WORDS, type Certainty, HONEST_RANGES, markText } from '../quizzes/certainty.ts';
import type { ScenarioRecord } from '../scenarios/store.ts';
import { daysText, type Streak } from '../streak/streak.ts';
import { boardPicture } from './board-picture.ts';
import { boardKeyOf, neighbourhood, type Ranked } from './boards.ts';
import type { Mastery } from './mastery.ts';
import { LENS_TITLES, type Seat, type Skills, type Standing } from './standing-picture.ts';
import type { Attended } from './store.ts';
import type { WeekOfAnswers } from './trend.ts';

export type Period = 'week' | 'cohort';

interface LeaderboardFacts {
  cohort: Cohort;
  of: Board;
  period: Period;
  ranked: readonly Ranked[];
  /** Who looks; `points` are theirs when they are hidden from the board. */
  viewer: { memberId: string; hidden: boolean; hiddenPoints: number | undefined };
}

/** The picture of a board; undefined where nobody has points. */
export function leaderboardPicture({ cohort, of, period, ranked, viewer }: LeaderboardFacts): Drawing | undefined {
  if (!ranked.some(({ points }) => points > 0)) return undefined;
  const { who, when } = boardWords(of, period);
  return boardPicture(cohort.name, `${who}, ${when}`, neighbourhood(ranked, viewer.memberId), viewer.memberId);
}

function boardWords(of: Board, period: Period): { who: string; when: string } {
  return {
    who: of === 'learners' ? 'learners' : 'mentors',
    when: period === 'week' ? 'this week' : 'the whole cohort',
  };
}

/** `/leaderboard`: the first three, and you with your neighbours; as a picture, where there is one, and in words. */
export function leaderboardView(board: LeaderboardFacts, picture: Block | undefined): View {
  const { cohort, of, period, ranked, viewer } = board;
  const { who, when } = boardWords(of, period);
  const scored = ranked.some(({ points }) => points > 0);
  const shown = neighbourhood(ranked, viewer.memberId);
  const named = shown.filter((entry) => entry !== undefined).filter(({ points }) => points > 0);
  return view(
    heading(`${cohort.name}: ${who}, ${when}`),
    ...(picture === undefined ? [] : [picture]),
    scored
      ? lineBlock(shown.map((entry) => boardLine(entry, viewer.memberId)))
      : paragraph`Nobody has points yet. ${of === 'learners' ? 'A round, a session you are at, and practice bring them.' : 'Questions that are solved, checkpoints, reviews and assessments bring them.'}`,
    ...(viewer.hidden
      ? [
          footnote`You are hidden from boards${viewer.hiddenPoints === undefined ? '' : text`; you have ${viewer.hiddenPoints} points, which only you see`}.`,
        ]
      : []),
    ...(of === 'mentors' && (named.length > 0 || viewer.hidden) ? [madeOf(cohort, period, named, viewer.hidden)] : []),
    controls(
      button(period === 'week' ? 'Whole cohort' : 'This week', 'leaderboard', {
        cohort: cohort.id,
        of,
        period: period === 'week' ? 'cohort' : 'week',
      }),
      button(of === 'learners' ? 'Mentors' : 'Learners', 'leaderboard', {
        cohort: cohort.id,
        of: of === 'learners' ? 'mentors' : 'learners',
        period,
      }),
      hideButton(viewer.hidden),
    ),
  );
}

/** Opens a mentor's line to the events that it is made of; one's own, too, when one hides. */
function madeOf(cohort: Cohort, period: Period, named: readonly Ranked[], isHidden: boolean): Block {
  const others = named
    .slice(0, 24)
    .map((entry) => ({ label: clip(entry.pseudonym ?? entry.name, 100), value: boardKeyOf(entry) }));
  return controls({
    kind: 'select',
    name: 'mentor',
    placeholder: 'What points are made of',
    options: [...others, ...(isHidden ? [{ label: 'Yours', value: 'me' }] : [])],
    action: { route: 'leaderboard.mentor', state: { cohort: cohort.id, period } },
  });
}

function boardLine(entry: Ranked | undefined, viewerId: string): Text {
  if (entry === undefined) return text`…`;
  const { rank, points, memberId } = entry;
  const you: Part = memberId === viewerId ? markdown(' **← you**') : '';
  return text`**${rank}.** ${boardNameOf(entry)} · ${points} ${points === 1 ? 'point' : 'points'}${you}`;
}

/** What is known about where somebody stands. */
export interface OwnFacts {
  cohort:
    | {
        cohort: Cohort;
        attended: Attended;
        /** Sessions that are over, and how each of all went. */
        held: number;
        seats: readonly Seat[];
        /** Their own, also when they are hidden from boards. */
        points: number;
        place: { rank: number; of: number } | undefined;
      }
    | undefined;
  /** Different questions that they answered. */
  answered: number;
  skills: Skills;
  trend: readonly WeekOfAnswers[];
  weak: readonly string[];
  scenarios: ScenarioRecord;
  calibration: Calibration;
  streak: Streak;
  /** The checkpoints on their record, oldest first. */
  signOffs: readonly SignOff[];
  curriculum: Pick<Curriculum, 'areas'>;
}

/** The picture's part of it; `name` where it is somebody else's. */
export function standingOf(known: OwnFacts, name?: string): Standing {
  const { cohort: own, answered, skills, trend, scenarios, signOffs, streak, calibration, curriculum } = known;
  const solved: readonly [string, string] = [`${scenarios.fixed} of ${scenarios.ended}`, 'incidents fixed'];
  return {
    title: name === undefined ? 'Where you stand' : `Where ${name} stands`,
    note: own === undefined ? undefined : `${own.cohort.name}, ${own.held} of ${own.seats.length} sessions behind you`,
    seats: own?.seats ?? [],
    figures: [
      ...(own === undefined
        ? []
        : ([
            [`${own.attended.roundsTaken} of ${own.attended.rounds}`, 'rounds taken'],
            [
              String(own.points),
              own.place === undefined || own.points === 0 ? 'points' : `points, place ${own.place.rank}`,
            ],
          ] as const)),
      ...(scenarios.ended === 0 ? [] : [solved]),
      ...(streak.longest === 0
        ? []
        : [
            streak.length === 0
              ? ([daysText(streak.longest), 'longest streak'] as const)
              : ([daysText(streak.length), 'in a row'] as const),
          ]),
      ...(signOffs.length === 0 ? [] : [[`${signOffs.length} of ${curriculum.areas.size}`, 'checkpoints'] as const]),
      ...(own === undefined ? [[String(answered), 'questions answered'] as const] : []),
    ],
    trend,
    calibration: calibration.said,
    skills,
  };
}

interface ProgressFacts {
  name: string;
  isSelf: boolean;
  facts: OwnFacts;
  picture: Block;
  /** The ground on which it stands. */
  theme: 'light' | 'dark';
}

/** `/progress`: the picture, then the same in words. */
export function progressView({ name, isSelf, facts: own, picture, theme }: ProgressFacts): View {
  const { cohort: in_, skills, scenarios, weak, streak, calibration, signOffs, curriculum } = own;
  const begun = skills.masteries.filter(({ answered }) => answered > 0);
  return view(
    heading(isSelf ? 'Where you stand' : `Where ${name} stands`),
    picture,
    ...(in_ === undefined
      ? [paragraph`${isSelf ? 'You are in no cohort yet' : 'Not in a cohort'}: what is below comes from practice.`]
      : [cohortFacts(in_)]),
    begun.length === 0
      ? paragraph`No questions answered yet. ${command('quiz start')} asks five.`
      : lineBlock([text`**${LENS_TITLES[skills.lens]}**`, ...begun.map(masteryLine)]),
    ...(scenarios.ended === 0 ? [] : [facts(['Scenarios', scenarioText(scenarios)])]),
    ...(streak.longest === 0 ? [] : [facts(['Streak', streakText(streak)])]),
    ...calibrationBlocks(calibration),
    ...checkpointBlocks(signOffs, curriculum),
    ...(weak.length === 0 ? [] : [paragraph`**Missed last time:** ${join(weak.map(markdown), ', ')}`]),
    controls(
      button('Practise', 'quiz start', {}, { style: 'primary' }),
      ...(isSelf ? lensButtons(skills.lens, in_?.cohort) : []),
      ...(in_ === undefined ? [] : [button('Leaderboard', 'leaderboard', { cohort: in_.cohort.id })]),
    ),
    ...(isSelf ? [controls(themeButton(theme, skills.lens, in_?.cohort))] : []),
  );
}

/** The other ground for one's pictures. */
function themeButton(theme: 'light' | 'dark', lens: Lens, cohort: Cohort | undefined): Button {
  const other = theme === 'dark' ? 'light' : 'dark';
  const state = { theme: other, lens, ...(cohort === undefined ? {} : { cohort: cohort.id }) };
  return button(other === 'light' ? 'Light pictures' : 'Dark pictures', 'progress.theme', state);
}

function checkpointBlocks(signOffs: readonly SignOff[], { areas }: Pick<Curriculum, 'areas'>): Block[] {
  if (signOffs.length === 0) return [];
  return [
    lineBlock([
      text`**Checkpoints: ${signOffs.length} of ${areas.size} signed off**`,
      ...signOffs.map(
        ({ area, mentor, at }) =>
          text`- ${markdown(areas.get(area)?.title ?? area)}: by ${mentor}, ${time(at, 'date')}`,
      ),
    ]),
  ];
}

function cohortFacts({ cohort, attended, held, points, place }: NonNullable<OwnFacts['cohort']>): Block {
  const madeUp = attended.madeUp === 0 ? '' : ` (${attended.madeUp} made up)`;
  const excused = attended.excused === 0 ? '' : `, excused from ${attended.excused}`;
  return facts(
    ['Cohort', cohort.name],
    ['Sessions', `there at ${attended.present} of ${held}${madeUp}${excused}`],
    ['Rounds', `took part in ${attended.roundsTaken} of ${attended.rounds}`],
    ['Points', place === undefined || points === 0 ? String(points) : `${points}, place ${place.rank} of ${place.of}`],
  );
}

function lensButtons(shown: Lens, cohort: Cohort | undefined): Button[] {
  const state = cohort === undefined ? {} : { cohort: cohort.id };
  return LENSES.filter((lens) => lens !== shown).map((lens) =>
    button(LENS_TITLES[lens], 'progress.by', { ...state, lens }),
  );
}

function streakText({ length, longest }: Streak): string {
  if (length === 0) return `${daysText(longest)} at the longest; the next question begins a new one`;
  return `${daysText(length)} in a row${longest > length ? `, ${longest} at the longest` : ''}`;
}

function calibrationBlocks({ said, mark }: Calibration): Block[] {
  if (said.length === 0) return [];
  const lines = said.map(
    ({ certainty, right, answered }) =>
      text`${CERTAINTY_WORDS[certainty]}: right in ${right} of ${answered}, honest ${rangeText(certainty)}`,
  );
  return [lineBlock([text`**How sure you were**, ${markText(mark)} in all`, ...lines])];
}

/** `from 80 % on`, `from 67 to 80 %`, `up to 67 %`. */
function rangeText(certainty: Certainty): string {
  const [from, to] = HONEST_RANGES[certainty].map((share) => Math.round(100 * share));
  if (from === 0) return `up to ${to} %`;
  return to === 100 ? `from ${from} % on` : `from ${from} to ${to} %`;
}

function scenarioText({ ended, fixed, meanScore }: ScenarioRecord): string {
  return `${ended} finished, ${fixed} fixed${meanScore === undefined ? '' : `, ${meanScore} of 100 on average, counting the best try at each`}`;
}

function masteryLine({ title, answered, right }: Mastery): Text {
  return text`${markdown(`\`${bar(right, answered)}\``)} ${title}: ${right} of ${answered}`;
}

interface DigestFacts {
  cohort: Cohort;
  curriculum: Curriculum;
  week: readonly Ranked[];
  overall: readonly Ranked[];
  held: number;
  coming: readonly Slot[];
  /** Learners who earned points in the week. */
  active: number;
}

function leadersOf(ranked: readonly Ranked[], places: number): Ranked[] {
  return ranked.filter(({ points, rank }) => points > 0 && rank <= places).slice(0, 10);
}

/** The board of the last week as a picture; undefined where nobody earned points. */
export function digestPicture({ cohort, curriculum, week, held }: DigestFacts): Drawing | undefined {
  const leaders = leadersOf(week, 5);
  if (leaders.length === 0) return undefined;
  return boardPicture(
    `${cohort.name}: last week`,
    `${held} of ${curriculum.sessions.length} sessions are behind you`,
    leaders,
  );
}

/** What a cohort reads on Monday: last week's leaders, the board, and what comes. */
export function digestView(digest: DigestFacts, picture: Block | undefined): View {
  const { cohort, curriculum, week, overall, held, coming, active } = digest;
  const leaders = leadersOf(week, 5);
  const top = leadersOf(overall, 5);
  const sessions = curriculum.sessions.length;
  return view(
    heading(`${cohort.name}: the week`),
    paragraph`${held} of ${sessions} sessions are behind you. ${active === 0 ? 'A quiet week: the next five minutes count.' : text`${active} of ${overall.length} earned points last week.`}`,
    ...(picture === undefined ? [] : [picture]),
    ...(leaders.length === 0 ? [] : [board('Last week', leaders)]),
    ...(top.length === 0 ? [] : [board('So far', top)]),
    ...(coming.length === 0
      ? [
          paragraph`All sessions are over: thank you for walking them together. ${command('review')} keeps what you learnt, and the next cohort needs mentors; tell an organiser if you would be one.`,
        ]
      : [
          lineBlock([
            text`**Coming**`,
            ...coming
              .slice(0, 2)
              .map((slot) => text`${slot.session}. ${time(slot.startsAt)} · ${sessionTitle(curriculum, slot.session)}`),
          ]),
        ]),
    controls(
      button('My progress', 'progress', { cohort: cohort.id }),
      button('Leaderboard', 'leaderboard', { cohort: cohort.id }),
    ),
  );
}

function board(title: string, entries: readonly Ranked[]): Block {
  return lineBlock([text`**${title}**`, ...entries.map((entry) => boardLine(entry, ''))]);
}
