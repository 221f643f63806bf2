import { bar } from '../../chat/bar.ts';
import { clip } from '../../chat/clip.ts';
import { command, join, markdown, type Text, text, time } from '../../chat/text.ts';
import {
  type Block,
  button,
  controls,
  footnote,
  heading,
  lineBlock,
  paragraph,
  type Select,
  type View,
  view,
} from '../../chat/view.ts';
import type { Curriculum, Stage, Track } from '../../curriculum/schema.ts';
import { sessionTitle } from '../../curriculum/sessions.ts';
import { onward } from '../../domain/onward.ts';
import type { Drawing } from '../../pictures/drawing.ts';
import { bars } from '../../pictures/ready/bars.ts';
import type { LaidMonth } from './laying.ts';
import { missingBefore, type StageProgress } from './progress.ts';
import type { Standing } from './reading.ts';

/** Before there is a roadmap, or when another track is wanted: the tracks, and which fits whom. */
export function tracksView(tracks: readonly Track[], chosen: string | undefined): View {
  return view(
    heading('Which way?'),
    paragraph`A roadmap for six to nine months, laid from what you have answered so far and the hours that you have. The track decides what comes first, in practice and reviews too.`,
    lineBlock(
      tracks.map(
        ({ slug, title, summary }) =>
          text`- **${title}**${slug === chosen ? ' (yours now)' : ''}: ${markdown(summary)}`,
      ),
    ),
    controls({
      kind: 'select',
      name: 'track',
      placeholder: 'Choose a track',
      options: tracks.map(({ slug, title, summary }) => ({
        label: title,
        value: slug,
        description: clip(summary, 100),
      })),
      action: { route: 'roadmap.track', state: {} },
    }),
    controls(onward()),
  );
}

/** What a number of hours a week comes to. */
export interface Pace {
  hoursAWeek: number;
  months: number;
  /** Stages that do not fit. */
  later: number;
}

/** How many hours a week: what each number comes to, from today. */
export function hoursView(track: Track, paces: readonly Pace[], isLaid: boolean): View {
  return view(
    heading(isLaid ? 'How many hours a week from now on?' : 'How many hours a week?'),
    paragraph`**${track.title}.** ${isLaid ? 'What is done stays done; the rest is laid anew from today.' : 'Two hours that happen are worth more than ten that do not.'} You can change it at any time.`,
    controls({
      kind: 'select',
      name: 'hours',
      placeholder: 'Hours a week',
      options: paces.map(({ hoursAWeek, months, later }) => ({
        label: `${hoursAWeek} hours a week`,
        value: String(hoursAWeek),
        description: `${months === 1 ? 'one month' : `${months} months`}${later === 0 ? '' : `, and ${later === 1 ? 'one stage' : `${later} stages`} after that`}`,
      })),
      action: { route: 'roadmap.lay', state: { track: track.slug } },
    }),
    controls(...(isLaid ? [button('Back', 'roadmap.show')] : [button('Another track', 'roadmap.tracks')]), onward()),
  );
}

/** `/roadmap`: the month that it is first, then all of them with what is done. */
export function roadmapView(standing: Standing, picture: Block, about: { tellsMonths: boolean }): View {
  const { roadmap, track, months, current } = standing;
  const now = months.find(({ month }) => month === current);
  return view(
    heading(`Your roadmap: ${track.title}`),
    paragraph`${nowText(standing, now)}`,
    picture,
    lineBlock(months.map((month) => monthLine(month, standing))),
    ...(roadmap.later.length === 0
      ? []
      : [paragraph`After these months: ${join(roadmap.later, ', ')}. More hours a week bring them in.`]),
    ...(months.length === 0 ? [] : [controls(monthSelect(months))]),
    controls(
      ...(now === undefined
        ? []
        : [button('This month', 'roadmap.month', { month: String(now.month) }, { style: 'primary' })]),
      button('I have less time now', 'roadmap.hours'),
      button('Another track', 'roadmap.tracks'),
      about.tellsMonths
        ? button('No message each month', 'notify', { months: 'off' })
        : button('Tell me each month', 'notify', { months: 'on' }),
      onward(),
    ),
    footnote`It ticks by itself from what you answer, the incidents you fix and the checkpoints a mentor signs; you can tick, too.`,
  );
}

/** Where somebody is, in a line: `Month 2 of 7: Iterators.` */
function nowText({ roadmap, months, current, progress }: Standing, now: LaidMonth | undefined): Text {
  if (months.length === 0) return text`**Everything on this track is done.** Another track begins where this one ends.`;
  if (now === undefined) {
    const open = [...progress.values()].filter(
      ({ isDone, title }) => !isDone && roadmap.stages.some((stage) => stage.title === title),
    );
    return open.length === 0
      ? text`**You are through**: ${months.length} months, ${roadmap.stages.length} stages.`
      : text`**The months are over, and ${open.length === 1 ? 'one stage is' : `${open.length} stages are`} open.** Lay the rest anew from today: *I have less time now*.`;
  }
  const worked = now.stages.map(({ stage }) => stage.title);
  const hours = now.stages.reduce((sum, one) => sum + one.hours, 0);
  return text`**Month ${current} of ${months.length}: ${join(worked, ', then ')}.** About ${hours} hours, ${roadmap.hoursAWeek} a week.`;
}

function monthLine({ month, beginsAt, stages }: LaidMonth, { current, progress }: Standing): Text {
  const shown = stages.map(
    ({ stage, isFinished }) => text`${signOf(progress.get(stage.title))} ${stage.title}${isFinished ? '' : ' …'}`,
  );
  const line = text`**${month}.** ${time(beginsAt, 'date')}: ${join(shown, ' · ')}`;
  return month === current ? text`→ ${line}` : line;
}

function signOf(progress: StageProgress | undefined): string {
  if (progress === undefined) return '○';
  return progress.isDone ? '✓' : progress.shown > 0 ? '◐' : '○';
}

function monthSelect(months: readonly LaidMonth[]): Select {
  return {
    kind: 'select',
    name: 'month',
    placeholder: 'Look at a month',
    options: months.map(({ month, stages }) => ({
      label: clip(`${month} · ${stages.map(({ stage }) => stage.title).join(', ')}`, 100),
      value: String(month),
    })),
    action: { route: 'roadmap.month', state: {} },
  };
}

/** One month: what to read and to do, and what is there when it is done. */
export function monthView(month: LaidMonth, standing: Standing, curriculum: Curriculum): View {
  const { months } = standing;
  const turn = (label: string, to: number) =>
    months.some((one) => one.month === to) ? [button(label, 'roadmap.month', { month: String(to) })] : [];
  return view(
    heading(`Month ${month.month} of ${months.length}`),
    paragraph`From ${time(month.beginsAt, 'date')} on.`,
    ...month.stages.flatMap((worked) => stageBlocks(worked, month, standing, curriculum)),
    controls(
      button('The whole roadmap', 'roadmap.show', {}, { style: 'primary' }),
      ...turn('Month before', month.month - 1),
      ...turn('Month after', month.month + 1),
      onward(),
    ),
  );
}

function stageBlocks(
  { stage, hours, isFinished }: LaidMonth['stages'][number],
  { month }: LaidMonth,
  { track, progress, evidence }: Standing,
  curriculum: Curriculum,
): Block[] {
  const own = progress.get(stage.title);
  const before = missingBefore(stage, track, evidence, curriculum);
  const isDone = own?.isDone === true;
  return [
    heading(stage.title),
    paragraph`${hours} hours this month${isFinished ? '' : '; it goes on in the next'}. ${progressText(own)}`,
    paragraph`${markdown(stage.text)}`,
    ...(before.length === 0
      ? []
      : [
          paragraph`**It builds on** ${join(
            before.map(({ title, session }) => text`${title} (session ${session})`),
            ', ',
          )}: look there first where it is new to you.`,
        ]),
    readBlock(stage, curriculum),
    ...doBlocks(own),
    paragraph`**There when it is done:** ${markdown(stage.done)}`,
    controls(
      button(isDone ? 'Not done yet' : 'Done', 'roadmap.tick', {
        month: String(month),
        stage: String(track.roadmap.indexOf(stageOf(stage, track))),
        done: isDone ? 'no' : 'yes',
      }),
      ...stage.sessions
        .slice(0, 3)
        .map((session) => button(`Read session ${session}`, 'materials', { session: String(session) })),
      ...stage.sessions.slice(0, 1).map((session) => button('Practise', 'quiz start', { session: String(session) })),
    ),
  ];
}

/** The stage of the track itself: that of a roadmap has hours of its own. */
function stageOf({ title }: Stage, { roadmap }: Track): Stage {
  const found = roadmap.find((stage) => stage.title === title);
  if (found === undefined) throw new RangeError(`no stage is called ${title}`);
  return found;
}

function progressText(progress: StageProgress | undefined): Text {
  if (progress === undefined) return text``;
  const { shown, of, isDone, isByHand } = progress;
  const skills = of === 0 ? text`` : text`${markdown(`\`${bar(shown, of)}\``)} ${shown} of ${of} skills shown`;
  if (isDone) return text`✓ Done${isByHand ? ', as you said' : ''}. ${skills}`;
  return text`${skills}${isByHand ? '; you said it is not done' : ''}.`;
}

function readBlock({ sessions }: Stage, curriculum: Curriculum): Block {
  if (sessions.length === 0)
    return paragraph`**Read:** sources of your own choice; nothing in the course is about this alone.`;
  return lineBlock([text`**Read**`, ...sessions.map((session) => text`- ${sessionTitle(curriculum, session)}`)]);
}

/** A few incidents are enough for a month. */
const MOST_SCENARIOS = 3;

function doBlocks(progress: StageProgress | undefined): Block[] {
  const scenarios = progress?.scenarios ?? [];
  if (scenarios.length === 0) return [];
  const open = scenarios.filter(({ isFixed }) => !isFixed).slice(0, MOST_SCENARIOS);
  const fixed = scenarios.length - scenarios.filter(({ isFixed }) => !isFixed).length;
  const lines = open.map(({ title }) => text`- ${markdown(title)}`);
  return [
    lineBlock([
      text`**Do:** one of these incidents${fixed === 0 ? '' : ` (${fixed} fixed)`}, ${command('debug start')}`,
      ...lines,
    ]),
  ];
}

/** A stage under the other: how much of it is shown. */
export function roadmapPicture({ roadmap, track, months, current, progress }: Standing): Drawing {
  const where = current > months.length ? 'All months are over' : `Month ${current} of ${months.length}`;
  const rows = track.roadmap.map((stage) => {
    const { shown = 0, of = 0, isDone = false } = progress.get(stage.title) ?? {};
    const at = months
      .filter(({ stages }) => stages.some((one) => one.stage.title === stage.title))
      .map(({ month }) => month);
    const ends = [...new Set([at[0], at.at(-1)])];
    const when =
      at.length === 0
        ? 'later'
        : at.includes(current)
          ? 'now'
          : `${ends.length > 1 ? 'months' : 'month'} ${ends.join('–')}`;
    return {
      label: stage.title,
      share: isDone ? 1 : of === 0 ? 0 : Math.min(0.95, shown / of),
      note: isDone ? 'done' : `${when} · ${shown} of ${of}`,
    };
  });
  return bars({
    name: 'my-roadmap',
    title: `${track.title}: the roadmap`,
    note: `${where}, ${roadmap.hoursAWeek} hours a week. What counts are skills shown.`,
    rows,
  });
}

/** Once a month, to who wants it: where one is. */
export function newMonthView(standing: Standing, month: LaidMonth): View {
  const done = [...standing.progress.values()].filter(({ isDone }) => isDone).length;
  return view(
    paragraph`${nowText(standing, month)}`,
    paragraph`${done} of ${standing.track.roadmap.length} stages are done.`,
    controls(
      button('This month', 'roadmap.month', { month: String(month.month) }, { style: 'primary' }),
      button('I have less time now', 'roadmap.hours'),
      button('No more of these', 'notify', { months: 'off' }),
    ),
  );
}

/** To the organiser who chose a cohort's track. */
export function cohortTrackView({ name }: { name: string }, track: string): View {
  return view(
    paragraph`**${name}** is on the track **${track}** now: practice, reviews and incidents put its skills first for everybody who chose no other. Rounds stay the same for all.`,
  );
}
