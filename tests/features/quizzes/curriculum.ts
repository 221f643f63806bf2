import fc from 'fast-check';
import { parseCurriculum } from '../../../src/curriculum/load.ts';
import type { Curriculum, Item, Misconception } from '../../../src/curriculum/schema.ts';
import { filesOf, smallCurriculum } from '../../curriculum/builder.ts';

const common = {
  skill: 'skill-1',
  difficulty: 3,
  python: '>=3.11',
  requires: [],
  question: 'What is *true* here?',
  explanation: 'The mechanism, explained.',
  sources: ['Language reference, Data model', 'Objects/dictobject.c'],
  session: 1,
} satisfies Partial<Item>;

/** One item of each kind, all of session 1. */
export const singleItem = {
  ...common,
  kind: 'single',
  slug: 'a-single',
  title: 'One decision',
  options: [
    { text: 'the `first` statement', right: false, misconception: 'first-idea' },
    { text: 'the second statement', right: true },
    { text: 'the third statement', right: false, misconception: 'other-idea' },
    { text: 'the fourth statement', right: false, misconception: 'other-idea' },
  ],
} satisfies Item;

export const multipleItem = {
  ...common,
  kind: 'multiple',
  slug: 'b-multiple',
  title: 'Several statements',
  difficulty: 4,
  options: [
    { text: 'holds one', right: true },
    { text: 'fails one', right: false, misconception: 'first-idea' },
    { text: 'holds two', right: true },
    { text: 'fails two', right: false, misconception: 'other-idea' },
    { text: 'fails three', right: false, misconception: 'other-idea' },
    { text: 'holds three', right: true },
  ],
} satisfies Item;

export const printsItem = {
  ...common,
  kind: 'prints',
  slug: 'c-prints',
  title: 'An output',
  code: 'for n in range(2):\n    print(n)',
  options: [
    { text: '0\n1', right: true },
    { text: '1\n2', right: false, misconception: 'first-idea' },
    { text: '0\n1\n2', right: false, misconception: 'other-idea' },
  ],
} satisfies Item;

export const lineItem = {
  ...common,
  kind: 'line',
  slug: 'd-line',
  title: 'A guilty line',
  code: 'a = 1\nb = 2\n\nprint(a - b)',
  line: 4,
  fix: 'print(a + b)',
  decoys: [
    { line: 2, misconception: 'first-idea' },
    { line: 1, misconception: 'other-idea' },
  ],
} satisfies Item;

export const orderItem = {
  ...common,
  kind: 'order',
  slug: 'e-order',
  title: 'A sequence',
  difficulty: 5,
  steps: ['tokens are read', 'a tree is built', 'code is compiled', 'code is run'],
  misconception: 'first-idea',
} satisfies Item;

export const shortItem = {
  ...common,
  kind: 'short',
  slug: 'f-short',
  title: 'A number',
  difficulty: 2,
  answer: '4096',
  also: ['two to the twelfth'],
  rejects: [{ text: '4095', misconception: 'other-idea' }],
  matching: 'number',
  units: [],
  prefixes: [],
  any_case: false,
} satisfies Item;

export const fixItem = {
  ...common,
  kind: 'fix',
  slug: 'g-fix',
  title: 'A change',
  code: 'def total_of(xs):\n    total = 0\n    for x in xs:\n        total = x\n    return total',
  replaces: { from: 3, to: 4 },
  options: [
    { text: '    for x in xs[1:]:\n        total = x', right: false, misconception: 'first-idea' },
    { text: '    for x in xs:\n        total += x', right: true },
    { text: '    for x in iter(xs):\n        total = x', right: false, misconception: 'other-idea' },
  ],
  check: 'assert total_of([1, 2]) == 3, "the secret check"',
  also_right: ['    total = sum(xs)'],
  min_mutants_killed: 0.8,
} satisfies Item;

/** As many as a round has. */
export const sixKinds: readonly Item[] = [singleItem, multipleItem, printsItem, lineItem, orderItem, shortItem];

export const everyKind: readonly Item[] = [...sixKinds, fixItem];

/** A plain single choice, whose right option is the first one. */
export function plainItem(slug: string, session: number, more: Partial<typeof singleItem> = {}): Item {
  return {
    ...singleItem,
    slug,
    session,
    title: `Title of ${slug}`,
    skill: `skill-${session}`,
    options: [
      { text: `${slug} right`, right: true },
      { text: `${slug} wrong`, right: false, misconception: 'first-idea' },
      { text: `${slug} worse`, right: false, misconception: 'other-idea' },
    ],
    ...more,
  };
}

const misconceptions: readonly Misconception[] = [
  { slug: 'first-idea', belief: 'Belief number one.', correction: 'Correction number one.' },
  { slug: 'other-idea', belief: 'Belief number two.', correction: 'Correction number two.' },
];

/** Twelve sessions with these items. Session 1's skill is called "Reading", the others' "Skill 2" and so on. */
export function curriculumOf(items: readonly Item[]): Curriculum {
  const small = parseCurriculum(filesOf(smallCurriculum()));
  const titled = <Thing extends { title: string }>(slug: string, thing: Thing): [string, Thing] => [
    slug,
    { ...thing, title: slug },
  ];
  return {
    ...small,
    sessions: small.sessions.map((session) => ({
      ...session,
      title: `Title ${session.number}`,
      items: items.filter((item) => item.session === session.number),
    })),
    skills: new Map([...small.skills].map(([slug, skill]) => titled(slug, skill))),
    areas: new Map([...small.areas].map(([slug, area]) => titled(slug, area))),
    topics: new Map([...small.topics].map(([slug, topic]) => titled(slug, topic))),
    misconceptions: new Map(misconceptions.map((misconception) => [misconception.slug, misconception])),
    items: new Map(items.map((item) => [item.slug, item])),
  };
}

const words = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'abcdefgh xyz') }).map((s) => `t${s}`);
const slugs = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom(...'abcdefgh') });

function options(rights: readonly boolean[]) {
  return rights.map((right, index) => ({
    text: `option number ${index}`,
    right,
    ...(right ? {} : { misconception: index % 2 === 0 ? 'first-idea' : 'other-idea' }),
  }));
}

/** Any item of any kind, with any key. */
export const anyItem: fc.Arbitrary<Item> = fc.oneof(
  fc
    .record({
      slug: slugs,
      count: fc.integer({ min: 3, max: 5 }),
      right: fc.nat(),
      kind: fc.constantFrom('single', 'prints', 'fix'),
    })
    .map(({ slug, count, right, kind }): Item => {
      const chosen = options(Array.from({ length: count }, (_, index) => index === right % count));
      if (kind === 'single') return { ...singleItem, slug, options: chosen };
      return kind === 'prints' ? { ...printsItem, slug, options: chosen } : { ...fixItem, slug, options: chosen };
    }),
  fc
    .record({ slug: slugs, rights: fc.array(fc.boolean(), { minLength: 3, maxLength: 6 }) })
    .filter(({ rights }) => rights.includes(true) && rights.includes(false))
    .map(({ slug, rights }): Item => ({ ...multipleItem, slug, options: options(rights) })),
  fc
    .record({ slug: slugs, lines: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 5 }) })
    .map(({ slug, lines: [line = 1, ...decoys] }): Item => {
      const code = Array.from({ length: 9 }, (_, index) => `line_${index + 1} = ${index}`).join('\n');
      return { ...lineItem, slug, code, line, decoys: decoys.map((at) => ({ line: at, misconception: 'first-idea' })) };
    }),
  fc
    .record({ slug: slugs, steps: fc.uniqueArray(words, { minLength: 4, maxLength: 6 }) })
    .map(({ slug, steps }): Item => ({ ...orderItem, slug, steps })),
  fc
    .record({ slug: slugs, answer: fc.integer({ min: 2000, max: 9000 }) })
    .map(({ slug, answer }): Item => ({ ...shortItem, slug, answer: String(answer), also: [] })),
);

export const anyRoundId = fc.string({ minLength: 12, maxLength: 12, unit: fc.constantFrom(...'abcdefghkmnp23456789') });
