import type { Stage, Track } from './track-schema.ts';

/** A month of a roadmap: the stages that are worked on, with the hours that each gets. */
interface RoadmapMonth {
  /** Counts from 1. */
  month: number;
  stages: readonly { stage: Stage; hours: number; isFinished: boolean }[];
}

/** A roadmap for somebody's hours. Where the months do not suffice for those, `hoursAWeek` is what it really takes. */
interface Roadmap {
  months: readonly RoadmapMonth[];
  hoursAWeek: number;
}

const WEEKS_A_MONTH = 52 / 12;

/** The hours a week that a roadmap takes when it is spread over the most months, and over the least. Rounded up. */
export function paces(stages: readonly Stage[], months: Span): { slowest: number; fastest: number } {
  const total = hoursOf(stages);
  const pace = (count: number) => Math.ceil(total / (count * WEEKS_A_MONTH));
  return { slowest: pace(months.most), fastest: pace(months.least) };
}

interface Span {
  least: number;
  most: number;
}

/** Lays a track's stages over the months that these hours a week ask for, never fewer or more than `span` allows. */
export function layMonths({ roadmap }: Track, hoursAWeek: number, span: Span): Roadmap {
  const total = hoursOf(roadmap);
  const wanted = Math.ceil(total / (Math.max(hoursAWeek, 1) * WEEKS_A_MONTH));
  const count = Math.min(Math.max(wanted, span.least), span.most);
  const capacity = total / count;
  const months = Array.from({ length: count }, (_, index) => ({
    month: index + 1,
    stages: stagesBetween(roadmap, index * capacity, (index + 1) * capacity),
  }));
  return { months, hoursAWeek: Math.ceil(total / (count * WEEKS_A_MONTH)) };
}

function hoursOf(stages: readonly Stage[]): number {
  return stages.reduce((sum, { hours }) => sum + hours, 0);
}

/** Half an hour in a month is a rounding error and not a plan. */
const LEAST_HOURS = 0.5;

function stagesBetween(stages: readonly Stage[], from: number, to: number): RoadmapMonth['stages'] {
  let begins = 0;
  return stages.flatMap((stage) => {
    const ends = begins + stage.hours;
    const hours = Math.min(ends, to) - Math.max(begins, from);
    begins = ends;
    return hours < LEAST_HOURS ? [] : [{ stage, hours: Math.round(hours), isFinished: ends <= to + LEAST_HOURS }];
  });
}

/** How much a skill counts on a track: 2 or 3 where the track puts it first, else 1. */
export function weightOf({ focus }: Track, skill: string): number {
  return focus.find(({ skills }) => skills.includes(skill))?.weight ?? 1;
}
