import { canonical } from '../../curriculum/matching.ts';
import type { Curriculum, Item } from '../../curriculum/schema.ts';
import type { Certainty } from './certainty.ts';
import { pointsFor } from './credit.ts';
import { isRight, letteredLines, misconceptionsOf, type Response } from './marking.ts';

/** A set of items as the table keeps it. */
export interface Round {
  id: string;
  kind: 'cohort' | 'practice';
  workspaceId: string;
  cohortId: string | null;
  memberId: string | null;
  session: number | null;
  title: string;
  /** Slugs, in the order they are asked. */
  items: readonly string[];
  openedAt: Temporal.Instant;
  closesAt: Temporal.Instant | null;
  closedAt: Temporal.Instant | null;
  shownFinished: number;
}

/** One answer as it was given; ids ascend. */
export interface GivenAnswer {
  id: number;
  item: string;
  response: Response;
  right: boolean;
  certainty?: Certainty | null;
  answeredAt: Temporal.Instant;
}

/** One question of a round with its place, counted from 0. */
export interface Asked {
  at: number;
  item: Item;
}

/** The questions of a round. One that has been withdrawn from the curriculum since is no longer asked. */
export function questionsOf(round: Pick<Round, 'items'>, curriculum: Curriculum): Asked[] {
  return round.items.flatMap((slug, at) => {
    const item = curriculum.items.get(slug);
    return item === undefined ? [] : [{ at, item }];
  });
}

/** Whether a cohort's round takes no answers any more, closed by the job or not yet. */
export function isOver(round: Round, now: Temporal.Instant): boolean {
  return round.closedAt !== null || (round.closesAt !== null && Temporal.Instant.compare(round.closesAt, now) <= 0);
}

/** What one person's answers come to, by item: in a cohort's round the last one counts, in practice the first. */
export function countingAnswers(given: readonly GivenAnswer[], kind: Round['kind']): Map<string, GivenAnswer> {
  const sorted = [...given].sort((one, other) => (kind === 'cohort' ? one.id - other.id : other.id - one.id));
  return new Map(sorted.map((answer) => [answer.item, answer]));
}

/** The next question without an answer, after `at` first, then from the start. */
export function nextQuestion(
  questions: readonly Asked[],
  answered: ReadonlyMap<string, unknown>,
  at = -1,
): Asked | undefined {
  const open = questions.filter(({ item }) => !answered.has(item.slug));
  return open.find((question) => question.at > at) ?? open[0];
}

/** Somebody who answered in a cohort's round, with the answers that count. */
export interface Taker {
  memberId: string;
  name: string;
  hidden: boolean;
  /** What they want to be called on boards. */
  pseudonym?: string | null;
  answers: ReadonlyMap<string, GivenAnswer>;
}

/** Points of this round: only questions that still stand. */
export function pointsOf(taker: Taker, questions: readonly Asked[]): number {
  return questions.reduce((sum, { item }) => {
    const answer = taker.answers.get(item.slug);
    return answer === undefined ? sum : sum + pointsFor(item, answer);
  }, 0);
}

/** People who share a place. `names` are in the order in which they finished. */
export interface Place {
  rank: number;
  points: number;
  names: readonly string[];
}

/** The first three places. Equal points share one; hidden people and people without points take none. */
export function leadersOf(takers: readonly Taker[], questions: readonly Asked[]): Place[] {
  const scored = takers
    .filter((taker) => !taker.hidden)
    .map((taker) => ({
      name: taker.pseudonym ?? taker.name,
      points: pointsOf(taker, questions),
      done: finishedAt(taker, questions),
    }))
    .filter(({ points }) => points > 0)
    .sort((one, other) => other.points - one.points || one.done - other.done);
  const places: Place[] = [];
  for (const [index, { name, points }] of scored.entries()) {
    const last = places.at(-1);
    if (last?.points === points) places[places.length - 1] = { ...last, names: [...last.names, name] };
    else if (index < 3) places.push({ rank: index + 1, points, names: [name] });
    else break;
  }
  return places;
}

/** Somebody's own place by their points, among all who show themselves on boards. */
export function placeAmong(
  taker: Taker,
  takers: readonly Taker[],
  questions: readonly Asked[],
): { rank: number; of: number; points: number } {
  const points = pointsOf(taker, questions);
  const others = takers.filter(({ memberId, hidden }) => memberId !== taker.memberId && !hidden);
  const before = others.filter((other) => pointsOf(other, questions) > points).length;
  return { rank: before + 1, of: others.length + 1, points };
}

/** Milliseconds; anybody who left something open finished after everybody else. */
function finishedAt({ answers }: Taker, questions: readonly Asked[]): number {
  const moments = questions.map(({ item }) => answers.get(item.slug)?.answeredAt.epochMilliseconds ?? Infinity);
  return Math.max(...moments);
}

/** How often one thing was answered. */
export interface Choice {
  label: string;
  right: boolean;
  count: number;
  misconception?: string;
}

/** How an item was answered. */
export interface Tally {
  answered: number;
  right: number;
  choices: readonly Choice[];
}

/**
 * Counts the answers to an item: by letter where there are letters, else right, foreseen and other. What people typed is
 * not repeated: it was private.
 */
export function tally(item: Item, roundId: string, given: readonly GivenAnswer[]): Tally {
  const responses = given.filter((answer) => answer.item === item.slug);
  const right = responses.filter((answer) => answer.right).length;
  return { answered: responses.length, right, choices: countChoices(item, roundId, responses) };
}

function countChoices(item: Item, roundId: string, given: readonly GivenAnswer[]): Choice[] {
  switch (item.kind) {
    case 'single':
    case 'prints':
    case 'fix':
    case 'multiple':
    case 'line':
      return letteredLines(item, roundId).map(({ letter, value }) => {
        const alone: Response =
          item.kind === 'line' ? { kind: 'line', line: value } : { kind: 'option', option: value };
        const isKey = item.kind === 'line' ? isRight(item, alone) : item.options[value]?.right === true;
        const [misconception] = isKey ? [] : misconceptionsOf(item, alone);
        const count = given.filter(({ response }) => chose(response, value)).length;
        return { label: letter, right: isKey, count, ...(misconception === undefined ? {} : { misconception }) };
      });
    case 'order': {
      const right = given.filter((answer) => answer.right).length;
      return [
        { label: 'in order', right: true, count: right },
        // Which wrong order it was is not counted, so it shows no belief.
        { label: 'otherwise', right: false, count: given.length - right },
      ];
    }
    case 'short': {
      const wrong = given.filter((answer) => !answer.right);
      const same = (response: Response, text: string) =>
        response.kind === 'typed' && canonical(response.typed, item) === canonical(text, item);
      const foreseen = item.rejects.map(({ text, misconception }) => {
        const count = wrong.filter(({ response }) => same(response, text)).length;
        return { label: text, right: false, count, misconception };
      });
      const others = wrong.length - foreseen.reduce((sum, { count }) => sum + count, 0);
      return [
        { label: item.answer, right: true, count: given.length - wrong.length },
        ...foreseen,
        { label: 'other', right: false, count: others },
      ];
    }
  }
}

function chose(response: Response, value: number): boolean {
  switch (response.kind) {
    case 'option':
      return response.option === value;
    case 'options':
      return response.options.includes(value);
    case 'line':
      return response.line === value;
    case 'steps':
    case 'typed':
      return false;
  }
}

/** The wrong choice that drew most people, if any did. */
export function strongestDistractor({ choices }: Tally): Choice | undefined {
  const wrong = choices.filter((choice) => !choice.right && choice.count > 0);
  return wrong.reduce<Choice | undefined>(
    (best, choice) => (best && best.count >= choice.count ? best : choice),
    undefined,
  );
}
