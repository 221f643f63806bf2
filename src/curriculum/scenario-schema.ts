import { z } from 'zod';
import { pythonRange, requirement } from './item-schema.ts';
import { line, prose, sessionNumber, slug } from './words.ts';

/** What a team shares out; some evidence is shown to one of them only. */
export const ROLES = ['lead', 'investigator', 'scribe'] as const;

export type Role = (typeof ROLES)[number];

/** What can be done about an incident, in the order in which the board shows it. */
export const GROUPS = ['observe', 'ask', 'inspect', 'read', 'experiment'] as const;

export type Group = (typeof GROUPS)[number];

/** What a fault looks like from outside. */
export const SYMPTOMS = [
  'hang',
  'growth',
  'wrong-value',
  'slow',
  'crash',
  'lost-work',
  'exception',
  'insecure',
] as const;

const symptom = z.enum(SYMPTOMS);

/** Longer would be cut off in a select. */
const label = line(60);

const file = z.string().regex(/^(?!.*\.\.)[A-Za-z0-9_-][A-Za-z0-9_./-]{0,99}$/, {
  error: 'is not a file: write its path below the folder, like worker/pool.py',
});

const png = z.string().regex(/^[a-z0-9_-]+\.png$/, { error: 'is not a picture: write its name, like memory.png' });

const lineNumber = z.int().min(1);

/** What an action shows: a file of the program or some of its lines, what a tool printed, or what somebody says. */
export type Shows =
  | { kind: 'source'; file: string; lines?: { first: number; last: number } }
  | { kind: 'evidence'; file: string; picture?: { file: string; alt: string } }
  | { kind: 'said'; words: string };

const action = z
  .strictObject({
    id: slug,
    label,
    group: z.enum(GROUPS),
    cost: z.int().min(1).max(12),
    requires: z.array(slug).default([]),
    role: z.enum(ROLES).exactOptional(),
    source: file.exactOptional(),
    lines: z.tuple([lineNumber, lineNumber]).exactOptional(),
    evidence: file.exactOptional(),
    picture: png.exactOptional(),
    alt: line(1000).exactOptional(),
    said: prose(1500).exactOptional(),
    dead_end: prose(400).exactOptional(),
  })
  .transform(({ source, lines, evidence, picture, alt, said, dead_end, ...rest }, context) => {
    const shows = readShows({ source, lines, evidence, picture, alt, said });
    if (typeof shows === 'string') {
      context.addIssue({ code: 'custom', message: shows });
      return z.NEVER;
    }
    return { ...rest, shows, ...(dead_end === undefined ? {} : { deadEnd: dead_end }) };
  });

interface ShowsFields {
  source: string | undefined;
  lines: [number, number] | undefined;
  evidence: string | undefined;
  picture: string | undefined;
  alt: string | undefined;
  said: string | undefined;
}

/** What the fields say together, or the sentence for what they can't say together. */
function readShows({ source, lines, evidence, picture, alt, said }: ShowsFields): Shows | string {
  const count = [source, evidence, said].filter((field) => field !== undefined).length;
  if (count !== 1) return `shows ${count === 0 ? 'nothing' : 'several things'}: write one of source, evidence and said`;
  if (lines !== undefined && source === undefined) return 'has lines without a source: take them out';
  if ((picture === undefined) !== (alt === undefined)) return 'has a picture or an alt alone: write both or neither';
  if (picture !== undefined && evidence === undefined) {
    return 'has a picture alone: write the evidence that holds its numbers, too';
  }
  if (source !== undefined) {
    if (lines === undefined) return { kind: 'source', file: source };
    return { kind: 'source', file: source, lines: { first: lines[0], last: lines[1] } };
  }
  if (evidence !== undefined) {
    if (picture === undefined || alt === undefined) return { kind: 'evidence', file: evidence };
    return { kind: 'evidence', file: evidence, picture: { file: picture, alt } };
  }
  return { kind: 'said', words: said ?? '' };
}

/** The flags of every clue's pattern: `^` and `$` at every line, and a dot takes a line break, too. */
const PATTERN_FLAGS = 'sm';

const pattern = z
  .string()
  .min(1)
  .max(400)
  .refine((source) => readPattern(source) !== undefined, { error: 'is not a regular expression of JavaScript' });

/** Undefined where the source is not a regular expression. */
export function readPattern(source: string): RegExp | undefined {
  try {
    return new RegExp(source, PATTERN_FLAGS);
  } catch {
    return undefined;
  }
}

/**
 * What a clue is to a case. Needed: part of a set that proves the cause. Supporting: a true link of the chain, or something
 * that rules a wrong cause out; citing it costs nothing. Beside the point: true, and no link of the chain.
 */
const CLUE_KINDS = ['needed', 'supporting', 'beside'] as const;

const clue = z
  .strictObject({
    id: slug,
    kind: z.enum(CLUE_KINDS),
    text: line(140),
    seen_in: z.array(slug).min(1),
    match: pattern,
    absent: pattern.exactOptional(),
  })
  .transform(({ seen_in, ...rest }) => ({ ...rest, seenIn: seen_in }));

const rightCause = z.strictObject({
  id: slug,
  text: line(200),
  right: z.literal(true),
  /** Sets of clues, each enough to prove the cause; the first is the author's own way. */
  needs: z.array(z.array(slug).min(3).max(5)).min(1).max(6),
});

const wrongCause = z
  .strictObject({
    id: slug,
    text: line(200),
    right: z.literal(false),
    refuted_by: z.array(slug).min(1),
    misconception: slug.exactOptional(),
    why: prose(500),
  })
  .transform(({ refuted_by, ...rest }) => ({ ...rest, refutedBy: refuted_by }));

const rightFix = z.strictObject({ id: slug, title: label, right: z.literal(true), outcome: prose(500) });

const wrongFix = z
  .strictObject({
    id: slug,
    title: label,
    right: z.literal(false),
    fails_with: symptom,
    outcome: prose(500),
    why: prose(500),
  })
  .transform(({ fails_with, ...rest }) => ({ ...rest, failsWith: fails_with }));

/**
 * What a step against the harm does to it, before anybody knows the cause: it ends it, makes it less, leaves it as it is, or
 * makes it worse.
 */
const EFFECTS = ['stops', 'eases', 'nothing', 'harms'] as const;

const mitigation = z.strictObject({
  id: slug,
  label,
  cost: z.int().min(1).max(12),
  effect: z.enum(EFFECTS),
  outcome: prose(400),
});

const rightOrWrong = {
  error: (issue: { code?: string | undefined }) =>
    issue.code === 'invalid_union' ? 'does not say whether it is right: write right: true or right: false' : undefined,
};

/** `scenarios/<slug>/scenario.yaml`. The loader adds the program and the evidence that stand beside it. */
export const scenarioFile = z.strictObject({
  title: label,
  session: sessionNumber,
  skills: z.array(slug).min(1),
  tracks: z.array(slug).default([]),
  difficulty: z.int().min(3).max(5),
  python: pythonRange,
  requires: z.array(requirement).default([]),
  symptom,
  budget: z.int().min(15).max(180),
  incident: z.strictObject({ page: prose(800), system: prose(1000), pain: prose(800) }),
  injects: z
    .array(z.strictObject({ id: slug.exactOptional(), at: z.int().min(1), text: prose(600) }))
    .min(1)
    .max(3),
  mitigations: z.array(mitigation).min(2).max(4),
  actions: z.array(action).min(10).max(24),
  clues: z.array(clue).min(8).max(18),
  causes: z
    .array(z.discriminatedUnion('right', [rightCause, wrongCause], rightOrWrong))
    .min(5)
    .max(7),
  fixes: z
    .array(z.discriminatedUnion('right', [rightFix, wrongFix], rightOrWrong))
    .min(4)
    .max(6),
  hints: z
    .array(z.strictObject({ cost: z.int().min(3).max(8), text: prose(500) }))
    .min(2)
    .max(3),
  expert: z.strictObject({ path: z.array(slug).min(1), why: prose(400) }).exactOptional(),
  debrief: z.strictObject({
    cause: prose(1500),
    mechanism: prose(1500),
    fix: prose(1200),
    prevention: prose(1200),
    monitoring: prose(1200),
    links: z
      .array(
        z.strictObject({
          title: line(120),
          url: z.string().regex(/^https:\/\/[^\s()]+$/, { error: 'is not a whole address: write https://…' }),
        }),
      )
      .min(2)
      .max(4),
  }),
});

export type ScenarioFile = z.output<typeof scenarioFile>;

export type ActionEntry = ScenarioFile['actions'][number];

export type Clue = ScenarioFile['clues'][number];

export type Cause = ScenarioFile['causes'][number];

export type RightCause = Extract<Cause, { right: true }>;

export type WrongCause = Extract<Cause, { right: false }>;

export type FixEntry = ScenarioFile['fixes'][number];

export type Mitigation = ScenarioFile['mitigations'][number];

export type Inject = ScenarioFile['injects'][number];

export type Hint = ScenarioFile['hints'][number];
