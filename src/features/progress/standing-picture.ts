import type { Lens } from '../../curriculum/lenses.ts';
import { altText, type Drawing } from '../../pictures/drawing.ts';
import { column, type Mark, mark, type Part, panel, row, words } from '../../pictures/parts.ts';
import { barRows } from '../../pictures/ready/bars.ts';
import { card, section } from '../../pictures/ready/card.ts';
import { curveParts } from '../../pictures/ready/curve.ts';
import { topicArcs } from '../../pictures/ready/topic-graph.ts';
import { CERTAINTY_WORDS, type Certainty, HONEST_RANGES } from '../quizzes/certainty.ts';
import type { Mastery } from './mastery.ts';
import type { WeekOfAnswers } from './trend.ts';

/** A topic of the map as the picture shows it: in an order in which each comes after what it builds on. */
export interface MappedTopic extends Mastery {
  after: readonly string[];
}

export type Skills =
  | { lens: Exclude<Lens, 'topic'>; masteries: readonly Mastery[] }
  | { lens: 'topic'; masteries: readonly MappedTopic[] };

/** How a session went for somebody, or that it comes. */
export type Seat = 'present' | 'excused' | 'missed' | 'ahead';

/** Where somebody stands, as far as a picture shows it. */
export interface Standing {
  title: string;
  /** Below the title: which cohort, and how far it is. */
  note: string | undefined;
  /** One for each session; none for who is in no cohort. */
  seats: readonly Seat[];
  /** Up to six figures, each with what it counts. */
  figures: readonly (readonly [value: string, label: string])[];
  trend: readonly WeekOfAnswers[];
  /** How often they were right when they said how sure they were, surest first. */
  calibration: readonly { certainty: Certainty; answered: number; right: number }[];
  skills: Skills;
}

export const LENS_TITLES: Readonly<Record<Lens, string>> = {
  area: 'By area',
  session: 'By session',
  topic: 'On the map',
  section: 'On the roadmap',
};

/** More rows would make a picture that no phone shows at once; the words beside it have them all. */
const MOST_ROWS = 14;

/** A trend needs two weeks. */
const LEAST_WEEKS = 2;

export function standingPicture({ title, note, seats, figures, trend, calibration, skills }: Standing): Drawing {
  const begun = skills.masteries.filter(({ answered }) => answered > 0);
  const parts = [
    ...(figures.length === 0 ? [] : [tiles(figures)]),
    ...(seats.length === 0 ? [] : [seatRow(seats)]),
    ...(trend.length < LEAST_WEEKS ? [] : trendParts(trend)),
    ...(calibration.length === 0 ? [] : [surePlot(calibration)]),
    section(LENS_TITLES[skills.lens]),
    skills.lens === 'topic' ? topicMap(skills.masteries) : skillRows(begun),
  ];
  const alt = altText(title, [
    ...(note === undefined ? [] : [note]),
    ...figures.map(([value, label]) => `${value} ${label}`),
    ...(seats.length === 0
      ? []
      : [
          `there at ${seats.filter((seat) => seat === 'present').length} of ${seats.filter((seat) => seat !== 'ahead').length} sessions`,
        ]),
    ...(trend.length < LEAST_WEEKS ? [] : [`right answers by week: ${trend.map(weekText).join(', ')}`]),
    ...calibration.map(
      ({ certainty, right, answered }) => `${CERTAINTY_WORDS[certainty]}: right in ${right} of ${answered}`,
    ),
    ...begun.map(({ title: name, right, answered }) => `${name} ${right} of ${answered}`),
    ...(begun.length === 0 ? ['nothing answered yet'] : []),
  ]);
  return { name: 'progress', alt, tree: card(title, note, parts, 22), width: 720 };
}

/** Three beside each other; four are two and two. */
function tiles(figures: Standing['figures']): Part {
  const beside = figures.length === 4 ? 2 : 3;
  const rows = Array.from({ length: Math.ceil(figures.length / beside) }, (_, at) =>
    figures.slice(at * beside, (at + 1) * beside),
  );
  return column(
    rows.map((some) => row(some.map(tile), { align: 'top', gap: 14 })),
    14,
  );
}

function tile([value, label]: readonly [string, string]): Part {
  const inside = column(
    [words(value, { size: 34, weight: 600, lines: 1 }), words(label, { size: 22, tone: 'quiet', lines: 1 })],
    2,
  );
  return panel(inside, { padding: 18 });
}

const SIGNS: Readonly<Record<Seat, Mark>> = {
  present: mark('tick', { tone: 'good', size: 34 }),
  excused: mark('half', { tone: 'accent', size: 34 }),
  missed: mark('stroke', { tone: 'quiet', size: 34 }),
  ahead: mark('ring', { tone: 'track', size: 34 }),
};

function seatRow(seats: readonly Seat[]): Part {
  const there = seats.filter((seat) => seat === 'present').length;
  const over = seats.filter((seat) => seat !== 'ahead').length;
  return column(
    [
      row([section('Sessions'), words(`${there} of ${over}`, { size: 24, tone: 'quiet', align: 'end', grows: true })]),
      row(
        seats.map((seat) => SIGNS[seat]),
        { gap: 20 },
      ),
    ],
    10,
  );
}

function weekText({ right, answered }: WeekOfAnswers): string {
  return `${Math.round((100 * right) / answered)} %`;
}

function trendParts(trend: readonly WeekOfAnswers[]): Part[] {
  const last = trend.length - 1;
  const day = ({ monday }: WeekOfAnswers) => monday.toLocaleString('en-GB', { day: 'numeric', month: 'short' });
  const points = trend.map(({ right, answered }, index) => [index / last, right / answered] as const);
  const ends = [trend[0], trend[last]].flatMap((week, index) =>
    week === undefined ? [] : [{ at: index, label: day(week) }],
  );
  const y = [0, 0.5, 1].map((at) => ({ at, label: `${100 * at} %` }));
  const [, plot] = curveParts({ x: ends, y, lines: [{ label: '', points }], height: 240 });
  return [column([section('Right answers, week by week'), ...(plot === undefined ? [] : [plot])], 10)];
}

/** Where the axis of beliefs begins: no word is said of less. */
const LEAST_BELIEF = 0.2;

/** How often they were right against what each word says, in the middle of what is honest; on the dashed line both are the same. */
function surePlot(calibration: Standing['calibration']): Part {
  const across = (belief: number) => (belief - LEAST_BELIEF) / (1 - LEAST_BELIEF);
  const said = calibration.toReversed().map(({ certainty, right, answered }) => {
    const [from, to] = HONEST_RANGES[certainty];
    return {
      at: across((from + to) / 2),
      share: right / answered,
      label: `${CERTAINTY_WORDS[certainty]} (${answered})`,
    };
  });
  const own = { label: 'How often you were right', points: said.map(({ at, share }) => [at, share] as const) };
  const ends = [
    [0, LEAST_BELIEF],
    [1, 1],
  ] as const;
  const y = [0, 0.5, 1].map((at) => ({ at, label: `${100 * at} %` }));
  const lines = [own, { label: 'As often as you said', points: ends, isCompared: true }];
  return column([section('How sure you were'), ...curveParts({ x: said, y, lines, height: 260 })], 12);
}

function skillRows(begun: readonly Mastery[]): Part {
  if (begun.length === 0) return words('Nothing answered yet.', { tone: 'quiet' });
  const more = begun.length - MOST_ROWS;
  const rows = barRows(
    begun.slice(0, MOST_ROWS).map(({ title, right, answered }) => ({
      label: title,
      share: right / answered,
      note: `${right} of ${answered}`,
    })),
  );
  return column([rows, ...(more <= 0 ? [] : [words(`and ${more} more`, { size: 24, tone: 'quiet' })])], 14);
}

function topicMap(topics: readonly MappedTopic[]): Part {
  return topicArcs(
    topics.map(({ slug, title, after, right, answered }) => ({
      slug,
      title,
      after,
      share: answered === 0 ? undefined : right / answered,
      note: answered === 0 ? '' : `${right} of ${answered}`,
    })),
  );
}
