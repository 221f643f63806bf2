import { z } from 'zod';
import { line, prose, sessionNumber, slug } from './words.ts';

const common = {
  slug,
  /** The sign itself, as a sentence about the reader. */
  sign: prose(200),
  /** What people say of themselves before they answer. */
  claim: prose(200),
  items: z.array(slug).min(3).max(6),
  /** Misconceptions that tell more than a wrong answer does. */
  beliefs: z.array(slug).default([]),
  /** What the answers show, and what they cannot show. */
  says: prose(500),
  /** Said as well when the claim was made and the answers speak against it. */
  unmasked: prose(300),
  sessions: z.array(sessionNumber).min(1).max(4),
};

/** A sign that somebody is not there yet: few right answers, or some of the beliefs. One of the two is enough. */
const notYet = z.strictObject({
  kind: z.literal('not-yet'),
  ...common,
  rule: z
    .strictObject({ 'right-at-most': z.int().min(0), 'beliefs-at-least': z.int().min(1).exactOptional() })
    .transform((rule) => ({
      rightAtMost: rule['right-at-most'],
      ...(rule['beliefs-at-least'] === undefined ? {} : { beliefsAtLeast: rule['beliefs-at-least'] }),
    })),
});

/** A sign that somebody is close: many right answers and few of the beliefs. Both are asked for. */
const close = z.strictObject({
  kind: z.literal('close'),
  ...common,
  rule: z
    .strictObject({ 'right-at-least': z.int().min(1), 'beliefs-at-most': z.int().min(0).exactOptional() })
    .transform((rule) => ({
      rightAtLeast: rule['right-at-least'],
      ...(rule['beliefs-at-most'] === undefined ? {} : { beliefsAtMost: rule['beliefs-at-most'] }),
    })),
});

/** `selftest.yaml`: thirty items in the order they are asked, and what the answers say. */
export const selftestFile = z.strictObject({
  title: line(80),
  opening: prose(600),
  items: z.array(slug),
  results: z
    .array(
      z.discriminatedUnion('kind', [notYet, close], {
        error: (issue) => (issue.code === 'invalid_union' ? 'write not-yet or close' : undefined),
      }),
    )
    .min(1),
});

export type Selftest = z.output<typeof selftestFile>;

/** A sign and the rule by which answers yield it. */
export type Result = Selftest['results'][number];

/** An answer to one of the items, as far as a rule looks at it. "I don't know" is an answer, and not a right one. */
export interface SelftestAnswer {
  right: boolean;
  /** The misconceptions that it gave away. */
  beliefs: readonly string[];
}

/** Whether these answers (by item) yield a result. Nothing is said before all of its items are answered. */
export function yields(result: Result, answers: ReadonlyMap<string, SelftestAnswer>): boolean {
  const given = result.items.flatMap((item) => answers.get(item) ?? []);
  if (given.length < result.items.length) return false;
  const right = given.filter((answer) => answer.right).length;
  const shown = new Set(given.flatMap((answer) => answer.beliefs)).intersection(new Set(result.beliefs)).size;
  switch (result.kind) {
    case 'not-yet': {
      const { rightAtMost, beliefsAtLeast = Number.POSITIVE_INFINITY } = result.rule;
      return right <= rightAtMost || shown >= beliefsAtLeast;
    }
    case 'close': {
      const { rightAtLeast, beliefsAtMost = Number.POSITIVE_INFINITY } = result.rule;
      return right >= rightAtLeast && shown <= beliefsAtMost;
    }
  }
}

/** The results that answers yield, each with whether it speaks against a claim (a result's slug) that was made. */
export function resultsOf(
  { results }: Selftest,
  answers: ReadonlyMap<string, SelftestAnswer>,
  claimed: ReadonlySet<string> = new Set(),
): { result: Result; unmasks: boolean }[] {
  return results.flatMap((result) => {
    const isAnswered = result.items.every((item) => answers.has(item));
    const isYielded = yields(result, answers);
    const speaksAgainst = isAnswered && (result.kind === 'not-yet' ? isYielded : !isYielded);
    const unmasks = claimed.has(result.slug) && speaksAgainst;
    return isYielded || unmasks ? [{ result, unmasks }] : [];
  });
}
