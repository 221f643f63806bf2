import { z } from 'zod';
import { parsePythonRange } from './python-range.ts';
import { line, prose, slug, verbatim } from './words.ts';

/** The CPythons for which something is true. */
export const pythonRange = z.string().refine((value) => parsePythonRange(value) !== undefined, {
  error: 'is not a range: write comparisons like ">=3.12,<3.14"',
});

/** Things that a proof needs and not every Python has. */
export const requirement = z.enum(['threads', 'processes', '64bit', 'real-time', 'deep-stack', 'packages']);
export type Requirement = z.output<typeof requirement>;

const common = {
  title: line(60),
  skill: slug,
  difficulty: z.int().min(1).max(5),
  python: pythonRange,
  requires: z.array(requirement).default([]),
  question: prose(1500),
  explanation: prose(900),
  sources: z.array(line(200)).min(1),
  /** The insight that this item has in common with others: of those that name the same, no two are asked together. */
  like: slug.exactOptional(),
  /** Why all wrong answers give away one belief. For authors. */
  one_belief: line(200).exactOptional(),
};

const code = verbatim(2500);

/** A program for `npm run curriculum:prove`; nobody who learns sees it. curriculum/README.md says what it must do for each kind. */
const proof = verbatim(2000);

const option = {
  right: z.boolean().default(false),
  misconception: slug.exactOptional(),
};

/** A decision between statements: exactly one is right. A proof shows that its option is true. */
const single = z.strictObject({
  kind: z.literal('single'),
  ...common,
  code: code.exactOptional(),
  options: z
    .array(z.strictObject({ text: line(240), ...option, proof: proof.exactOptional() }))
    .min(3)
    .max(5),
});

/** Every statement is judged: at least one is right and one is wrong. */
const multiple = z.strictObject({
  kind: z.literal('multiple'),
  ...common,
  code: code.exactOptional(),
  options: z
    .array(z.strictObject({ text: line(240), ...option, proof: proof.exactOptional() }))
    .min(3)
    .max(6),
});

/** What does the program print? The texts of the options are outputs, to the letter. */
const prints = z.strictObject({
  kind: z.literal('prints'),
  ...common,
  code,
  options: z
    .array(z.strictObject({ text: verbatim(300), ...option, proof: proof.exactOptional() }))
    .min(3)
    .max(5),
});

const lineNumber = z.int().min(1).max(60);

/** Which line is wrong? Lines count from 1. The check runs after the code and passes only when the line is right. */
const lineItem = z.strictObject({
  kind: z.literal('line'),
  ...common,
  code,
  line: lineNumber,
  fix: verbatim(400),
  check: proof.exactOptional(),
  decoys: z
    .array(z.strictObject({ line: lineNumber, misconception: slug, fix: verbatim(400).exactOptional() }))
    .min(2)
    .max(4),
});

/** Steps to put in order, listed here in the right one. */
const order = z.strictObject({
  kind: z.literal('order'),
  ...common,
  code: code.exactOptional(),
  steps: z.array(line(200)).min(4).max(6),
  proof: proof.exactOptional(),
  misconception: slug,
});

/** An answer that is typed; see matching.ts for what counts as the same. */
const short = z.strictObject({
  kind: z.literal('short'),
  ...common,
  code: code.exactOptional(),
  answer: line(200),
  also: z.array(line(200)).default([]),
  rejects: z.array(z.strictObject({ text: line(200), misconception: slug })).default([]),
  matching: z.enum(['text', 'number', 'code']),
  units: z.array(line(40)).default([]),
  prefixes: z.array(line(40)).default([]),
  any_case: z.boolean().default(false),
  proof: proof.exactOptional(),
});

/** What stands in place of the replaced lines, to the letter. */
const replacement = verbatim(640);

/** Which change repairs the code? Every option stands in place of the same lines, which count from 1. */
const fix = z.strictObject({
  kind: z.literal('fix'),
  ...common,
  code,
  replaces: z.strictObject({ from: lineNumber, to: lineNumber }),
  options: z
    .array(z.strictObject({ text: replacement, ...option }))
    .min(3)
    .max(5),
  check: proof,
  also_right: z.array(replacement).default([]),
  min_mutants_killed: z.number().min(0.5).max(1).default(0.8),
});

const kinds = [single, multiple, prints, lineItem, order, short, fix] as const;

/** `sessions/NN-slug/items/<slug>.yaml`. */
export const itemFile = z.discriminatedUnion('kind', kinds, {
  error: (issue) =>
    issue.code === 'invalid_union'
      ? `write one of ${kinds.map((kind) => kind.shape.kind.value).join(', ')}`
      : undefined,
});

/** What the loader adds to every item: its name, which is its file's, and the session whose folder it stands in. */
interface Place {
  slug: string;
  session: number;
}

export type SingleItem = z.output<typeof single> & Place;

export type MultipleItem = z.output<typeof multiple> & Place;

export type PrintsItem = z.output<typeof prints> & Place;

export type LineItem = z.output<typeof lineItem> & Place;

export type OrderItem = z.output<typeof order> & Place;

export type ShortItem = z.output<typeof short> & Place;

export type FixItem = z.output<typeof fix> & Place;

/** One question, told apart by `kind`. */
export type Item = SingleItem | MultipleItem | PrintsItem | LineItem | OrderItem | ShortItem | FixItem;

/** The items that show lettered options. */
export type ChoiceItem = SingleItem | MultipleItem | PrintsItem | FixItem;

/** A lettered line. A wrong one names the misconception that choosing it gives away. */
export interface ChoiceOption {
  text: string;
  right: boolean;
  misconception?: string;
  proof?: string;
}
