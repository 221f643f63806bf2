import { stringify } from 'yaml';
import { CurriculumFault, type Fault } from '../../src/curriculum/faults.ts';
import { parseCurriculum } from '../../src/curriculum/load.ts';

/** A file's data, free to be broken in any way. A string is the file's text itself. */
// biome-ignore lint/suspicious/noExplicitAny: tests break data in ways that no type allows
export type Data = any;
export type Sources = Record<string, Data>;

const topicMap: Record<string, string[]> = {
  'object-model': [],
  memory: ['concurrency', 'cpython'],
  concurrency: ['iterators'],
  metaprogramming: ['object-model'],
  'type-system': ['iterators'],
  iterators: ['object-model'],
  cpython: ['metaprogramming'],
  packaging: ['type-system'],
  testing: ['design'],
  design: ['type-system'],
};

/** The smallest curriculum without a fault: twelve sessions, in the first one an item of each kind, and plain ones in the others. */
export function smallCurriculum(): Sources {
  // Through JSON, so that no two files share an object and breaking one breaks only that one.
  return JSON.parse(JSON.stringify({ ...frame(), ...sessions(), ...items(), ...selftest() }));
}

/** The faults of a small curriculum after it was broken. */
export function faultsAfter(breakIt: (sources: Sources) => void): readonly Fault[] {
  const sources = smallCurriculum();
  breakIt(sources);
  return faultsOf(sources);
}

export function faultsOf(sources: Sources): readonly Fault[] {
  try {
    parseCurriculum(filesOf(sources));
  } catch (error) {
    if (error instanceof CurriculumFault) return error.faults;
    throw error;
  }
  return [];
}

export function filesOf(sources: Sources): Map<string, string> {
  const texts = Object.entries(sources).map(([file, data]): [string, string] => [
    file,
    typeof data === 'string' ? data : stringify(data),
  ]);
  return new Map(texts);
}

export const FIRST = 'sessions/01-session-1';
export const SINGLE = `${FIRST}/items/a-single.yaml`;
export const MULTIPLE = `${FIRST}/items/b-multiple.yaml`;
export const PRINTS = `${FIRST}/items/c-prints.yaml`;
export const LINE = `${FIRST}/items/d-line.yaml`;
export const ORDER = `${FIRST}/items/e-order.yaml`;
export const SHORT = `${FIRST}/items/f-short.yaml`;
export const FIX = `${FIRST}/items/g-fix.yaml`;

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index + 1);
}

/** 24 more items, two in each later session and a third in the first two of those. */
const PLAIN = range(11).flatMap((index) =>
  ['x', 'y', ...(index <= 2 ? ['z'] : [])].map((letter) => ({
    slug: `plain-${index + 1}-${letter}`,
    session: index + 1,
  })),
);

function frame(): Sources {
  return {
    'curriculum.yaml': {
      title: 'Small',
      description: 'A curriculum for tests.',
      pace: {
        weeks: { least: 6, most: 8 },
        'sessions-a-week': 2,
        'hours-a-session': { least: 3, most: 4 },
        'preparation-hours-a-week': { least: 1, most: 5 },
        'practice-hours-a-week': { least: 2, most: 8 },
        'roadmap-months': { least: 6, most: 9 },
      },
      prerequisites: ['Some'],
      preparation: ['Some'],
      questions: ['Some'],
      expert: { traits: ['Some'], reality: ['Some'] },
      phases: range(3).map(phase),
      modules: range(6).map(module),
      capstones: ['A', 'B', 'C'].map((letter) => ({
        slug: `option-${letter.toLowerCase()}`,
        letter,
        title: 'Some',
        summary: 'Some',
        milestones: [
          ...[9, 10, 11, 12].map((number) => milestone(`session-${number}`, { session: number })),
          milestone('after', { 'weeks-after': 2 }),
        ],
        examples: byLevel('Some'),
      })),
      levels: {
        beginning: { title: 'Beginning', percent: 25, meaning: 'Some' },
        sound: { title: 'Sound', percent: 50, meaning: 'Some' },
        strong: { title: 'Strong', percent: 75, meaning: 'Some' },
        expert: { title: 'Expert', percent: 100, meaning: 'Some' },
      },
      assessment: [
        { slug: 'one', title: 'One', percent: 40, rows: [row('row-1', 25), row('row-2', 15)] },
        { slug: 'two', title: 'Two', percent: 60, rows: [row('row-3', 30), row('row-4', 30)] },
      ],
      outcomes: [{ slug: 'one', title: 'One', points: ['Some'] }],
      beyond: { paths: [{ title: 'One', summary: 'Some' }], learning: ['Some'] },
    },
    'tracks.yaml': ['general', 'data-engineering', 'distributed-systems'].map(track),
    'areas.yaml': range(11).map((number) => ({
      number,
      slug: `area-${number}`,
      title: 'Some',
      summary: 'Some',
      points: ['Some'],
      checkpoint: {
        ...(number === 11 ? { own: true } : {}),
        statement: 'Some',
        evidence: ['Some', 'Other'],
        verify: {
          steps: [
            { minutes: 5, text: 'Look.' },
            { minutes: 10, text: 'Ask.' },
          ],
          questions: [
            { ask: 'Why?', good: 'Because.' },
            { ask: 'When?', good: 'Now.' },
          ],
        },
      },
    })),
    'topics.yaml': Object.entries(topicMap).map(([slug, after], index) => ({
      number: index + 1,
      slug,
      title: 'Some',
      covers: ['Some'],
      after,
    })),
    'roadmap.yaml': {
      parts: [
        { slug: 'core', title: 'Core', skilled: true },
        { slug: 'resources', title: 'Resources', skilled: false },
      ],
      sections: [
        { slug: 'data-model', title: 'Some', part: 'core', summary: 'Some' },
        { slug: 'books', title: 'Books', part: 'resources', summary: 'Some' },
      ],
    },
    'skills.yaml': range(12).map((number) => ({
      slug: `skill-${number}`,
      title: 'Some',
      session: number,
      areas: [`area-${Math.min(number, 11)}`],
      topics: Object.keys(topicMap).slice(number - 1, number),
      sections: number === 1 ? ['data-model'] : [],
    })),
    'misconceptions/first.yaml': { 'wrong-idea': { belief: 'Some', correction: 'Some' } },
    'misconceptions/second.yaml': { 'other-idea': { belief: 'Some', correction: 'Some' } },
  };
}

function byLevel(value: Data): Data {
  return { beginning: value, sound: value, strong: value, expert: value };
}

function row(slug: string, points: number): Data {
  return { slug, title: 'Some', points, levels: byLevel('Some') };
}

function milestone(slug: string, due: Data): Data {
  return { slug, title: 'Some', delivered: 'Some', due };
}

function track(slug: string): Data {
  const skills = (first: number) => [`skill-${first}`, `skill-${first + 1}`];
  return {
    slug,
    title: 'Some',
    summary: 'Some',
    focus: [1, 3, 5].map((first) => ({ title: 'Some', why: 'Some', weight: 2, skills: skills(first) })),
    sessions: [2, 4, 6].map((number) => ({ session: number, why: 'Some' })),
    roadmap: [1, 3, 5, 7, 9, 11].map((first) => ({
      title: `Stage of ${first}`,
      hours: 34,
      text: 'Some',
      skills: skills(first),
      sessions: [first],
      done: 'Some',
    })),
  };
}

function phase(number: number): Data {
  return {
    slug: `phase-${number}`,
    title: 'Some',
    sessions: range(4).map((n) => n + 4 * (number - 1)),
    summary: 'Some',
  };
}

/** With which each material ends. */
export const FURTHER = '\n\n**Further reading:** *A Book*.';

function module(number: number): Data {
  return {
    slug: `module-${number}`,
    title: 'Some',
    phase: `phase-${Math.ceil(number / 2)}`,
    sessions: [2 * number - 1, 2 * number],
    objectives: ['Some'],
    materials: [],
  };
}

function sessions(): Sources {
  return Object.fromEntries([
    ...range(12).map((number): [string, Data] => {
      const folder = `sessions/${String(number).padStart(2, '0')}-session-${number}`;
      return [`${folder}/session.yaml`, session(number)];
    }),
    [`${FIRST}/materials/reading.md`, `# Reading\n\n## First\n\nRead this.${FURTHER}`],
  ]);
}

function session(number: number): Data {
  return {
    number,
    source: number + 48,
    title: `Session ${number + 48}: Some`,
    module: `module-${Math.ceil(number / 2)}`,
    minutes: 210,
    objectives: ['Do this.', 'Do that.', 'Do it again.'],
    skills: [`skill-${number}`],
    prework: [{ title: 'Read', minutes: 30, text: 'Read it.' }],
    agenda:
      number === 1
        ? [
            { title: 'First', minutes: 100, text: 'Talk.' },
            { title: 'Then', minutes: 110, text: 'Do.' },
          ]
        : [],
    practice: [{ title: 'Try', minutes: 60, core: true, text: 'Try it.', check: 'It works.' }],
    materials: number === 1 ? [{ title: 'Reading', file: 'materials/reading.md', minutes: 20 }] : [],
  };
}

function items(): Sources {
  const common = {
    title: 'Some title',
    skill: 'skill-1',
    difficulty: 3,
    python: '>=3.11',
    question: 'What now?',
    explanation: 'Because.',
    sources: ['Language reference'],
  };
  const options = [
    { text: 'first', right: true },
    { text: 'second', misconception: 'wrong-idea' },
    { text: 'third', misconception: 'other-idea' },
  ];
  const code = 'a = 1\nb = 2\n\nprint(a + b)\n';
  return {
    [SINGLE]: { kind: 'single', ...common, options },
    [MULTIPLE]: { kind: 'multiple', ...common, options },
    [PRINTS]: { kind: 'prints', ...common, code, options },
    [LINE]: {
      kind: 'line',
      ...common,
      code,
      line: 4,
      fix: 'print(a - b)',
      decoys: [
        { line: 1, misconception: 'wrong-idea' },
        { line: 2, misconception: 'other-idea' },
      ],
    },
    [ORDER]: { kind: 'order', ...common, steps: ['One', 'Two', 'Three', 'Four'], misconception: 'wrong-idea' },
    ...Object.fromEntries(PLAIN.map(({ slug, session: number }) => [plainFile(slug, number), plainItem(number)])),
    [SHORT]: {
      kind: 'short',
      ...common,
      answer: '1000',
      also: ['1024'],
      rejects: [{ text: '100', misconception: 'wrong-idea' }],
      matching: 'number',
    },
    [FIX]: {
      kind: 'fix',
      ...common,
      code,
      replaces: { from: 2, to: 4 },
      options: [
        { text: 'b = 1\nprint(a + b)', misconception: 'wrong-idea' },
        { text: 'b = 2\nprint(a * b)', misconception: 'other-idea' },
        { text: 'b = 3\nprint(a + b)', right: true },
      ],
      check: 'assert printed == "4\\n"\n',
      also_right: ['b = a\nprint(4 * b)'],
    },
  };
}

function plainFile(slug: string, number: number): string {
  return `sessions/${String(number).padStart(2, '0')}-session-${number}/items/${slug}.yaml`;
}

function plainItem(number: number): Data {
  return {
    kind: 'short',
    title: 'Some title',
    skill: `skill-${number}`,
    difficulty: 3 + (number % 3),
    python: '>=3.11',
    question: 'How many?',
    explanation: 'Because.',
    sources: ['Language reference'],
    answer: '4',
    matching: 'number',
  };
}

/** Thirty items in five results of six. */
function selftest(): Sources {
  const slugs = [
    'a-single',
    'b-multiple',
    'c-prints',
    'd-line',
    'e-order',
    'f-short',
    ...PLAIN.map(({ slug }) => slug),
  ];
  return {
    'selftest.yaml': {
      title: 'Some',
      opening: 'Some',
      items: slugs,
      results: range(5).map((number) => ({
        slug: `result-${number}`,
        kind: number === 1 ? 'not-yet' : 'close',
        sign: 'Some',
        claim: 'Some',
        items: slugs.slice(6 * (number - 1), 6 * number),
        ...(number === 1
          ? { beliefs: ['wrong-idea', 'other-idea'], rule: { 'right-at-most': 2, 'beliefs-at-least': 2 } }
          : { rule: { 'right-at-least': 5 } }),
        says: 'Some',
        unmasked: 'Some',
        sessions: [1],
      })),
    },
  };
}
