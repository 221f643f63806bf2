import type { Curriculum, Result, Selftest } from '../../curriculum/schema.ts';
import { type SelftestAnswer, yields } from '../../curriculum/selftest.ts';
import type { HeldItems } from '../quizzes/held.ts';
import { misconceptionsOf, type Response } from '../quizzes/marking.ts';

/** One answer of a self-test. Without a response it is "I don't know". */
export interface TestAnswer {
  item: string;
  response: Response | null;
  right: boolean;
}

/** One self-test of a person, with the answers so far. */
export interface Taken {
  id: string;
  claims: readonly string[];
  shared: boolean;
  begunAt: Temporal.Instant;
  finishedAt: Temporal.Instant | null;
  answers: readonly TestAnswer[];
}

/** What the answers say of a sign: that it is theirs or is not, or nothing yet. */
export type Saying = 'yes' | 'no' | 'open' | 'held';

export interface Sign {
  result: Result;
  saying: Saying;
  isClaimed: boolean;
  /** The claim was made, and the answers speak against it. */
  isUnmasked: boolean;
}

interface AreaStanding {
  slug: string;
  title: string;
  answered: number;
  right: number;
}

/** Where somebody stands by one self-test. Whatever is held back is counted nowhere but in `held`. */
export interface Standing {
  /** Items of the test, and how many of them have an answer. */
  of: number;
  answered: number;
  /** Of the answers that are counted: all, the right ones, and those that were "I don't know". */
  counted: number;
  right: number;
  unknown: number;
  /** Answers that are not counted yet, and when the last of them will be. */
  held: number;
  heldUntil: Temporal.Instant | undefined;
  signs: readonly Sign[];
  areas: readonly AreaStanding[];
}

/**
 * What a self-test says. Answers to items whose keys may not be told to whoever reads it are left out, so that no count
 * and no sign is an oracle for a round that is open or comes soon.
 */
export function standingOf(taken: Taken, curriculum: Curriculum, held: HeldItems): Standing {
  const { selftest, items } = curriculum;
  const asked = new Set(selftest.items.filter((slug) => items.has(slug)));
  const given = taken.answers.filter(({ item }) => asked.has(item));
  const counted = given.filter(({ item }) => !held.has(item));
  const until = given.flatMap(({ item }) => held.get(item) ?? []).sort(Temporal.Instant.compare);
  return {
    of: asked.size,
    answered: given.length,
    counted: counted.length,
    right: counted.filter(({ right }) => right).length,
    unknown: counted.filter(({ response }) => response === null).length,
    held: given.length - counted.length,
    heldUntil: until.at(-1),
    signs: signsOf(selftest, taken.claims, marked(counted, curriculum), new Set(given.map(({ item }) => item))),
    areas: areasOf(counted, curriculum),
  };
}

function marked(answers: readonly TestAnswer[], { items }: Curriculum): Map<string, SelftestAnswer> {
  return new Map(
    answers.map(({ item: slug, response, right }) => {
      const item = items.get(slug);
      const beliefs = item === undefined || response === null ? [] : misconceptionsOf(item, response);
      return [slug, { right, beliefs }];
    }),
  );
}

function signsOf(
  { results }: Selftest,
  claims: readonly string[],
  answers: ReadonlyMap<string, SelftestAnswer>,
  given: ReadonlySet<string>,
): Sign[] {
  return results.map((result) => {
    const saying = sayingOf(result, answers, given);
    const isClaimed = claims.includes(result.slug);
    const speaksAgainst = saying === (result.kind === 'not-yet' ? 'yes' : 'no');
    return { result, saying, isClaimed, isUnmasked: isClaimed && speaksAgainst };
  });
}

function sayingOf(
  result: Result,
  answers: ReadonlyMap<string, SelftestAnswer>,
  given: ReadonlySet<string>,
): Sign['saying'] {
  if (!result.items.every((item) => given.has(item))) return 'open';
  if (!result.items.every((item) => answers.has(item))) return 'held';
  return yields(result, answers) ? 'yes' : 'no';
}

function areasOf(answers: readonly TestAnswer[], { areas, items, skills }: Curriculum): AreaStanding[] {
  const inAreas = answers.flatMap(({ item, right }) => {
    const skill = skills.get(items.get(item)?.skill ?? '');
    return (skill?.areas ?? []).map((area) => ({ area, right }));
  });
  return [...areas.values()].flatMap(({ slug, title }) => {
    const own = inAreas.filter(({ area }) => area === slug);
    if (own.length === 0) return [];
    return [{ slug, title, answered: own.length, right: own.filter(({ right }) => right).length }];
  });
}

/** What has changed between two self-tests, by the items that both have answers to. */
export interface Gain {
  of: number;
  before: number;
  after: number;
  /** Areas in which more answers are right than before, the largest gain first. */
  grown: readonly { title: string; before: number; after: number; of: number }[];
  /** Signs that are gone, and signs that are new: good news only where the kind says so. */
  changed: readonly { result: Result; isNew: boolean }[];
}

/** Compares a self-test with an earlier one, or undefined where they have no counted item in common. */
export function gainBetween(earlier: Taken, later: Taken, curriculum: Curriculum, held: HeldItems): Gain | undefined {
  const common = new Set(earlier.answers.map(({ item }) => item)).intersection(
    new Set(later.answers.map(({ item }) => item)),
  );
  const only = (taken: Taken): Taken => ({ ...taken, answers: taken.answers.filter(({ item }) => common.has(item)) });
  const [before, after] = [standingOf(only(earlier), curriculum, held), standingOf(only(later), curriculum, held)];
  if (after.counted === 0) return undefined;
  const grown = after.areas
    .map(({ slug, title, answered, right }) => {
      const was = before.areas.find((area) => area.slug === slug)?.right ?? 0;
      return { title, before: was, after: right, of: answered };
    })
    .filter(({ before: was, after: is }) => is > was)
    .sort((one, other) => other.after - other.before - (one.after - one.before));
  const changed = after.signs.flatMap(({ result, saying }, index) => {
    const was = before.signs[index]?.saying;
    const isKnown = (one: Saying | undefined) => one === 'yes' || one === 'no';
    return isKnown(was) && isKnown(saying) && was !== saying ? [{ result, isNew: saying === 'yes' }] : [];
  });
  return { of: after.counted, before: before.right, after: after.right, grown, changed };
}

/** Questions asked in one go. */
export const SITTING = 5;

/** Whether somebody with this many answers has come to the end of a sitting. */
export function isRest(answered: number): boolean {
  return answered > 0 && answered % SITTING === 0;
}

/** How long after its end the test can be taken again: earlier it would measure memory. */
const AGAIN_DAYS = 60;

/** When somebody may take the test again. */
export function againAt(finishedAt: Temporal.Instant): Temporal.Instant {
  return finishedAt.add({ hours: AGAIN_DAYS * 24 });
}

/** The test that is under way: of several (accounts that were linked) the one with most answers. */
export function currentOf(taken: readonly Taken[]): Taken | undefined {
  return taken
    .filter(({ finishedAt }) => finishedAt === null)
    .sort((one, other) => other.answers.length - one.answers.length)[0];
}

/** The finished tests, the newest first. */
export function finishedOf(taken: readonly Taken[]): (Taken & { finishedAt: Temporal.Instant })[] {
  return taken
    .flatMap((one) => (one.finishedAt === null ? [] : [{ ...one, finishedAt: one.finishedAt }]))
    .sort((one, other) => Temporal.Instant.compare(other.finishedAt, one.finishedAt));
}

/** The sessions to put first, most often named first: of the signs that say "not yet". */
export function sessionsFirst(signs: readonly Sign[]): number[] {
  const named = signs.flatMap(({ result, saying }) => {
    const isLacking = saying === (result.kind === 'not-yet' ? 'yes' : 'no');
    return isLacking ? result.sessions : [];
  });
  const times = (session: number) => named.filter((other) => other === session).length;
  return [...new Set(named)].sort((one, other) => times(other) - times(one) || one - other);
}
