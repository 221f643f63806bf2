import { lensEntries, topicsInOrder } from '../../src/curriculum/lenses.ts';
import { loadCurriculum } from '../../src/curriculum/load.ts';
import type { Cohort } from '../../src/domain/cohorts/cohort.ts';
import { atRiskDrawing } from '../../src/features/at-risk/views.ts';
import { certificateDrawing } from '../../src/features/certificate/views.ts';
import { packetPicture } from '../../src/features/mentoring/packet.ts';
import { boardPicture } from '../../src/features/progress/board-picture.ts';
import type { Ranked } from '../../src/features/progress/boards.ts';
import type { Mastery } from '../../src/features/progress/mastery.ts';
import { type Seat, type Standing, standingPicture } from '../../src/features/progress/standing-picture.ts';
import { digestPicture, leaderboardPicture } from '../../src/features/progress/views.ts';
import { misconceptionsIn } from '../../src/features/quizzes/learned.ts';
import { memoryPicture } from '../../src/features/review/memory-views.ts';
import { layRoadmap, monthsOf } from '../../src/features/roadmap/laying.ts';
import { roadmapPicture } from '../../src/features/roadmap/views.ts';
import { areaPicture } from '../../src/features/selftest/result-views.ts';
import { streakPicture } from '../../src/features/streak/picture.ts';
import { streakOf } from '../../src/features/streak/streak.ts';
import type { Drawing } from '../../src/pictures/drawing.ts';
import { bars } from '../../src/pictures/ready/bars.ts';
import { certificate } from '../../src/pictures/ready/certificate.ts';
import { curve } from '../../src/pictures/ready/curve.ts';
import { listCard } from '../../src/pictures/ready/list-card.ts';
import { tableCard } from '../../src/pictures/ready/table-card.ts';
import { topicGraph } from '../../src/pictures/ready/topic-graph.ts';

/** A picture of one kind, and what its alternative text must say besides its title. */
export interface Shown {
  drawing: Drawing;
  says: readonly string[];
}

const curriculum = loadCurriculum('curriculum');
const now = Temporal.Instant.from('2026-11-24T12:00Z');
const days = (count: number) => now.subtract({ hours: 24 * count });
const cohort: Cohort = {
  id: 'cohort234567',
  workspaceId: 'test:w',
  name: 'Autumn 2026, evenings in Europe',
  status: 'active',
  homes: [],
  startsOn: Temporal.PlainDate.from('2026-10-13'),
  weekdays: [2, 4],
  startTime: Temporal.PlainTime.from('18:00'),
  zone: 'Europe/Berlin',
  capacity: null,
  createdBy: 'test:w/olga',
  createdAt: days(60),
};

function masteries(lens: 'session' | 'area' | 'section'): Mastery[] {
  return lensEntries(curriculum, lens).map(({ slug, title }, at) => ({
    slug,
    title,
    answered: 4 + (at % 9),
    right: Math.min(4 + (at % 9), at % 7),
  }));
}

const topics = topicsInOrder(curriculum).map(({ slug, title, after }, at) => ({
  slug,
  title,
  after,
  answered: at % 4 === 3 ? 0 : 5 + at,
  right: at % 4 === 3 ? 0 : at,
}));

const seats: readonly Seat[] = [
  ...Array<Seat>(5).fill('present'),
  'excused',
  'present',
  'missed',
  'present',
  ...Array<Seat>(3).fill('ahead'),
];

/** Somebody in the middle of everything: the fullest picture of `/progress`. Another `variant`, another picture. */
export function fullStanding(variant = 0, lens: 'session' | 'area' | 'section' | 'topic' = 'area'): Standing {
  return {
    title: 'Where you stand',
    note: `${cohort.name}, 9 of 12 sessions behind you`,
    seats,
    figures: [
      ['7 of 9', 'rounds taken'],
      [String(310 + variant), 'points, place 3'],
      ['4 of 6', 'incidents fixed'],
      ['23 days', 'in a row'],
      ['5 of 11', 'checkpoints'],
    ],
    trend: Array.from({ length: 8 }, (_, week) => ({
      monday: Temporal.PlainDate.from('2026-10-05').add({ weeks: week }),
      answered: 20,
      right: 8 + week + (week % 3),
    })),
    calibration: [
      { certainty: 'sure', answered: 31, right: 24 },
      { certainty: 'likely', answered: 22, right: 12 },
      { certainty: 'guess', answered: 9, right: 4 },
    ],
    skills: lens === 'topic' ? { lens, masteries: topics } : { lens, masteries: masteries(lens) },
  };
}

const NAMES = ['Anneliese', 'Benedikt van der Meer', 'Cyrus', 'Dana', 'Émile', 'Фёдор', 'Γιώργος', 'Hà', 'Ilse', 'Jo'];

const ranked = NAMES.map(
  (name, at): Ranked => ({
    memberId: name,
    name,
    points: 340 - 31 * at,
    rank: at + 1,
    hidden: false,
    workspaceId: 'test:w',
    externalId: name,
  }),
);

const learned = [...curriculum.items.values()]
  .filter((item) => misconceptionsIn(item).length > 0)
  .slice(0, 24)
  .map((item, at) => {
    const right = at % 3 !== 0;
    return {
      round: 'r',
      kind: 'practice' as const,
      item,
      right,
      beliefs: right ? [] : misconceptionsIn(item),
      answeredAt: days(at),
    };
  });

function roadmap(slug: string): Drawing {
  const track = curriculum.tracks.find((one) => one.slug === slug);
  if (track === undefined) throw new Error(`there is no track ${slug}`);
  const laid = layRoadmap(track, 10, { known: new Map(), done: new Set(), span: curriculum.pace.roadmapMonths });
  const plan = { id: 'roadmap23456', laidAt: days(70), ...laid };
  const progress = new Map(
    track.roadmap.map(({ title }, at) => [
      title,
      { title, of: 12, shown: Math.max(0, 12 - 4 * at), scenarios: [], isDone: at === 0, isByHand: false },
    ]),
  );
  const evidence = { skills: new Map(), fixed: new Set<string>(), signedOff: new Set<string>() };
  return roadmapPicture({ roadmap: plan, track, months: monthsOf(plan, track), current: 3, evidence, progress });
}

function streak(): Drawing {
  const rest = new Set([3, 9, 20, 27, 33]);
  const learnt = Array.from({ length: 44 }, (_, day) => day).filter((day) => !rest.has(day) && day % 7 !== 4);
  const wish = { days: [1, 2, 3, 4, 5], zone: 'Europe/Berlin', since: Temporal.Instant.fromEpochMilliseconds(0) };
  return streakPicture(streakOf(learnt.map(days), [wish, { ...wish, zone: 'Asia/Tokyo', since: days(8) }], now));
}

const packet = {
  name: 'Anneliese',
  learned,
  scenarios: [],
  leeches: [],
  sessions: { present: 3, madeUp: 1, over: 5 },
  clock: { zone: 'Asia/Kolkata', isOwn: true },
  talks: [],
  answers: [],
};

const slipping = NAMES.map((name, at) => ({
  learner: {
    memberId: name,
    externalId: name,
    name,
    role: 'learner' as const,
    hidden: false,
    joinedAt: days(40),
  },
  signs: [
    { kind: 'missed' as const, sessions: 2 + at },
    ...(at % 2 === 0
      ? [{ kind: 'stuck' as const, scenario: [...curriculum.scenarios.keys()][at] ?? '', days: 9 }]
      : [{ kind: 'falling' as const, from: 0.8, to: 0.4 }]),
  ],
  makeUp: { session: 3, scenario: null },
  nudgedAt: at % 3 === 0 ? days(2) : undefined,
}));

const earned = {
  id: 'k3hq-9x2m-77dp-v0rs-4tqe-aa1z',
  cohortId: cohort.id,
  memberId: 'test:w/ann',
  shown: {
    name: 'Anneliese van der Meer',
    course: 'Python, professional to expert',
    cohort: cohort.name,
    capstone: 'A profiler that costs nothing',
    points: 84,
    checkpoints: { signed: 7, of: 11 },
  },
  issuedAt: now,
  standing: 'live' as const,
  endedAt: null,
  reason: null,
};

const fading = Array.from({ length: 31 }, (_, day) => ({ day, known: 0.93 * 0.97 ** day }));

function there(drawing: Drawing | undefined): Drawing {
  if (drawing === undefined) throw new Error('nothing is drawn');
  return drawing;
}

const [area] = masteries('area');

/** One example of each function that makes a drawing, by its name; those of `/progress` through each lens. */
export const KINDS: Readonly<Record<string, Shown>> = {
  standingPicture: {
    drawing: standingPicture(fullStanding()),
    says: [
      '9 of 12 sessions behind you',
      '7 of 9 rounds taken',
      '310 points, place 3',
      '4 of 6 incidents fixed',
      '23 days in a row',
      '5 of 11 checkpoints',
      'there at 7 of 9 sessions',
      'right answers by week: 40 %, 50 %',
      'Sure: right in 24 of 31',
      `${area?.title} 0 of 4`,
    ],
  },
  'standingPicture, by session': { drawing: standingPicture(fullStanding(0, 'session')), says: ['in a row'] },
  'standingPicture, on the map': { drawing: standingPicture(fullStanding(0, 'topic')), says: ['in a row'] },
  'standingPicture, on the roadmap': { drawing: standingPicture(fullStanding(0, 'section')), says: ['in a row'] },
  'standingPicture, of a beginner': {
    drawing: standingPicture({
      ...fullStanding(),
      note: undefined,
      seats: [],
      figures: [['0', 'questions answered']],
      trend: [],
      calibration: [],
      skills: { lens: 'area', masteries: [] },
    }),
    says: ['nothing answered yet'],
  },
  areaPicture: {
    drawing: areaPicture({
      of: 30,
      answered: 30,
      counted: 30,
      right: 17,
      unknown: 4,
      held: 0,
      heldUntil: undefined,
      signs: [],
      areas: masteries('area'),
    }),
    says: [`${area?.title} 0 of 4`],
  },
  memoryPicture: {
    drawing: there(memoryPicture({ cards: 40, begun: 31, due: 7, curve: fading, leeches: [] })),
    says: ['today 93 %', 'in 7 days', 'in 30 days 37 %'],
  },
  roadmapPicture: { drawing: roadmap('general'), says: ['done', 'now', 'month'] },
  'roadmapPicture, of data engineering': { drawing: roadmap('data-engineering'), says: ['done', 'now'] },
  'roadmapPicture, of distributed systems': { drawing: roadmap('distributed-systems'), says: ['done', 'now'] },
  streakPicture: { drawing: streak(), says: ['longest', 'learnt', 'on the way', 'a freeze stood in'] },
  packetPicture: { drawing: there(packetPicture(packet, curriculum)), says: ['Believes: ', ' of '] },
  atRiskDrawing: { drawing: atRiskDrawing(cohort, slipping, curriculum), says: ['Anneliese', 'nudged'] },
  boardPicture: {
    drawing: boardPicture(
      cohort.name,
      'learners, this week',
      [...ranked.slice(0, 3), undefined, ...ranked.slice(5, 8)],
      'Γιώργος',
    ),
    says: ['1. Anneliese, 340 points', '7. Γιώργος'],
  },
  leaderboardPicture: {
    drawing: there(
      leaderboardPicture({
        cohort,
        of: 'learners',
        period: 'cohort',
        ranked,
        viewer: { memberId: 'Hà', hidden: false, hiddenPoints: undefined },
      }),
    ),
    says: ['1. Anneliese, 340 points'],
  },
  digestPicture: {
    drawing: there(
      digestPicture({ cohort, curriculum, week: ranked, overall: ranked, held: 4, coming: [], active: 8 }),
    ),
    says: ['1. Anneliese, 340 points'],
  },
  certificateDrawing: {
    drawing: certificateDrawing(earned, `https://pythia.example.org/certificate/${earned.id}`),
    says: ['Anneliese van der Meer', '84 of 100', '7 of 11', 'Check the number at pythia.example.org/certificate/'],
  },
  bars: {
    drawing: bars({ name: 'bars', title: 'Areas', rows: [{ label: 'Types', share: 0.5, note: '1 of 2' }] }),
    says: ['Types 1 of 2'],
  },
  curve: {
    drawing: curve({
      name: 'curve',
      title: 'Sure and right',
      says: ['you: from 30 % to 80 %'],
      x: [
        { at: 0, label: 'May' },
        { at: 1, label: 'June' },
      ],
      y: [
        { at: 0, label: '0 %' },
        { at: 1, label: '100 %' },
      ],
      lines: [
        {
          label: 'You',
          points: [
            [0, 0.3],
            [1, 0.8],
          ],
        },
      ],
    }),
    says: ['you: from 30 % to 80 %'],
  },
  topicGraph: {
    drawing: topicGraph({
      name: 'topics',
      title: 'The map',
      topics: topics.map(({ slug, title, after, answered, right }) => ({
        slug,
        title,
        after,
        share: answered === 0 ? undefined : right / answered,
        note: answered === 0 ? '' : `${right} of ${answered}`,
      })),
    }),
    says: [topics[0]?.title ?? '', 'not begun'],
  },
  listCard: {
    drawing: listCard({
      name: 'list',
      title: 'Who',
      rows: [{ label: 'Ana', below: 'twice', note: '3' }],
      end: 'More.',
    }),
    says: ['Ana, twice, 3'],
  },
  tableCard: {
    drawing: tableCard({
      name: 'table',
      title: 'Table',
      columns: ['Who', 'One', 'Two'],
      rows: [['Ana', 'yes', { sign: 'ring', tone: 'track', means: 'open' }]],
    }),
    says: ['Ana: One yes, Two open'],
  },
  certificate: {
    drawing: certificate({
      title: 'Python',
      person: 'Ana Lima',
      sentence: 'did it',
      facts: [
        ['points', '84'],
        ['rounds', '12'],
        ['incidents', '7'],
        ['checkpoints', '11 of 11'],
      ],
      signed: 'Maya',
      dated: 'No. 7',
    }),
    says: ['Ana Lima', 'did it', 'checkpoints 11 of 11', 'Maya', 'No. 7'],
  },
};
