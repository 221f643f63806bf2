import { layMonths } from '../../curriculum/roadmap-months.ts';
import type { Curriculum, Stage, Track } from '../../curriculum/schema.ts';

/** A stage as one person's roadmap has it: by its title, which is its name within a track, with the hours that it takes them. */
export interface PlannedStage {
  title: string;
  hours: number;
}

/** A roadmap as it was laid. */
export interface Roadmap {
  id: string;
  /** A slug of `tracks.yaml`. */
  track: string;
  hoursAWeek: number;
  laidAt: Temporal.Instant;
  /** How many months it takes. */
  months: number;
  /** In order. */
  stages: readonly PlannedStage[];
  /** Titles of stages for which these months have no room. */
  later: readonly string[];
}

/** Of a skill that somebody shows in full, this part of its hours is saved: knowing is not yet having built. */
const SAVED = 0.5;

/** No stage shrinks below that: what is to be there when it is done has to be made. */
const LEAST_HOURS = 4;

const WEEKS_A_MONTH = 52 / 12;

/** Fewer hours a week than that are no plan, and more are no evening. */
export const LEAST_A_WEEK = 2;
export const MOST_A_WEEK = 20;

/**
 * Lays a track over months for somebody's hours a week: six to nine when it is laid whole, fewer when some of it is done. `known` is
 * from 0 to 1 by skill, `done` has the titles that are behind them. What does not fit into the most months comes later.
 */
export function layRoadmap(
  track: Track,
  hoursAWeek: number,
  {
    known,
    done,
    span,
  }: { known: ReadonlyMap<string, number>; done: ReadonlySet<string>; span: Curriculum['pace']['roadmapMonths'] },
): Pick<Roadmap, 'track' | 'hoursAWeek' | 'months' | 'stages' | 'later'> {
  const ahead = track.roadmap.filter(({ title }) => !done.has(title));
  const planned = ahead.map((stage) => ({ title: stage.title, hours: hoursFor(stage, known) }));
  const room = span.most * hoursAWeek * WEEKS_A_MONTH;
  const fitting = planned.filter((_, index) => sum(planned.slice(0, index + 1)) <= room + ROUNDING);
  // The first stage is there whatever it takes: a roadmap of nothing helps nobody.
  const stages = fitting.length === 0 ? planned.slice(0, 1) : fitting;
  const least = ahead.length === track.roadmap.length ? span.least : 1;
  const wanted = Math.ceil(sum(stages) / (hoursAWeek * WEEKS_A_MONTH));
  const months = stages.length === 0 ? 0 : Math.min(Math.max(wanted, least), span.most);
  const later = planned.slice(stages.length).map(({ title }) => title);
  return { track: track.slug, hoursAWeek, months, stages, later };
}

/** A stage's hours are rounded, so their sum may be one or two beyond the room. */
const ROUNDING = 2;

function hoursFor({ hours, skills }: Stage, known: ReadonlyMap<string, number>): number {
  const share = skills.reduce((total, skill) => total + (known.get(skill) ?? 0), 0) / skills.length;
  return Math.max(LEAST_HOURS, Math.round(hours * (1 - SAVED * share)));
}

function sum(stages: readonly PlannedStage[]): number {
  return stages.reduce((total, { hours }) => total + hours, 0);
}

/** A month of somebody's roadmap: when it begins and what is worked on, with the hours that each stage gets. */
export interface LaidMonth {
  /** Counts from 1. */
  month: number;
  beginsAt: Temporal.Instant;
  stages: readonly { stage: Stage; hours: number; isFinished: boolean }[];
}

/** The months of a roadmap. A stage that is in the curriculum no more is left out. */
export function monthsOf({ stages, months, hoursAWeek, laidAt }: Roadmap, track: Track): LaidMonth[] {
  const roadmap = stages.flatMap(({ title, hours }) => {
    const stage = track.roadmap.find((one) => one.title === title);
    return stage === undefined ? [] : [{ ...stage, hours }];
  });
  if (months === 0 || roadmap.length === 0) return [];
  const laid = layMonths({ ...track, roadmap }, hoursAWeek, { least: months, most: months });
  return laid.months.map(({ month, stages: worked }) => ({ month, beginsAt: monthAt(laidAt, month), stages: worked }));
}

/** When a month begins, counted from 1. In UTC: a trip over zones moves no month. */
export function monthAt(laidAt: Temporal.Instant, month: number): Temporal.Instant {
  return laidAt
    .toZonedDateTimeISO('UTC')
    .add({ months: month - 1 })
    .toInstant();
}

/** The month that it is on a roadmap: 1 in the first one; one more than there are when all are over. */
export function currentMonth({ laidAt, months }: Pick<Roadmap, 'laidAt' | 'months'>, now: Temporal.Instant): number {
  for (let month = months; month >= 1; month -= 1) {
    if (Temporal.Instant.compare(monthAt(laidAt, month + 1), now) <= 0) return month + 1;
    if (Temporal.Instant.compare(monthAt(laidAt, month), now) <= 0) return month;
  }
  return 1;
}
