import { shuffled } from '../../domain/seed.ts';
import { growMatching } from './blossom.ts';
import { ENOUGH_QUARTERS, longestShared, QUARTERS } from './hours.ts';

/** Somebody who takes part in a round of pairs. */
export interface Candidate {
  id: string;
  /** How much of what they answered lately was right, from 0 to 1. */
  level: number;
  /** The quarters of an hour of the day, in UTC, in which they are free; undefined where they never said. */
  free: Uint8Array | undefined;
}

/** People who meet. `odd` is the one whom an odd number left over, and who joined these. */
export interface Group {
  ids: readonly string[];
  odd: readonly string[];
}

/** The groups of one round that has been. */
export type PastRound = readonly Group[];

/** How many people a group has, where the number of people allows it. */
export type GroupSize = 2 | 3;

interface Matching {
  people: readonly Candidate[];
  /** The oldest first. */
  past: readonly PastRound[];
  size: GroupSize;
  /** Decides between what is equally good. */
  seed: string;
}

/**
 * Puts people into pairs, or threes, so that, in this order: nobody meets somebody again while others are new to them; they have
 * an hour of the day in common; they are near each other in what they know. Nobody is left over: an odd one joins a pair, and
 * of those who did so least often somebody else each time. A single person gets no group.
 *
 * In pairs of an even number, as many are new to each other as can be, by an exact matching. Threes, which no fast
 * method matches exactly, are improved by exchange until no exchange helps.
 */
export function matchPeople({ people, past, size, seed }: Matching): Group[] {
  const order = shuffled(
    [...people].sort((one, other) => (one.id < other.id ? -1 : 1)),
    seed,
  );
  if (order.length < 2) return [];
  const costs = createCosts(order, past);
  const oddTimes = timesOdd(past);
  const timesOf = (index: number) => oddTimes.get(order[index]?.id ?? '') ?? 0;
  const all = order.map((_, index) => index);
  // A stable sort: who was odd least often comes first, and the seed decides between equals.
  const turn = all.toSorted((one, other) => timesOf(one) - timesOf(other));
  const groups = size === 2 ? matchPairs(all, turn, timesOf, costs) : matchThrees(all, turn, timesOf, costs);
  const idOf = (index: number) => order[index]?.id ?? '';
  return groups.map(({ members, odd }) => ({ ids: members.map(idOf), odd: odd.map(idOf) }));
}

/** Members of a group by their places in the order. */
interface Places {
  members: number[];
  odd: number[];
}

/** What it costs that two meet: 0 is best. */
interface Costs {
  of(one: number, other: number): number;
  isNew(one: number, other: number): boolean;
  canMeet(one: number, other: number): boolean;
}

/** So much that no gain in anything else makes up for one meeting again. */
const AGAIN = 1e6;

/** So much that no nearness makes up for having no hour in common. */
const APART = 1e3;

/** Hours that nobody said are better than none in common, and worse than some. */
const UNKNOWN = 50;

function createCosts(order: readonly Candidate[], past: readonly PastRound[]): Costs {
  const count = order.length;
  const placeOf = new Map(order.map(({ id }, index) => [id, index]));
  const again = new Float64Array(count * count);
  for (const [round, groups] of past.entries()) {
    for (const { ids } of groups) {
      const places = ids.flatMap((id) => placeOf.get(id) ?? []);
      for (const one of places) {
        for (const other of places) {
          if (one === other) continue;
          const at = one * count + other;
          // Of two who met before, those who met longest ago meet first.
          again[at] = (again[at] ?? 0) + AGAIN + (round * AGAIN) / (4 * past.length);
        }
      }
    }
  }
  const apart = new Float64Array(count * count);
  for (const [one, { free, level }] of order.entries()) {
    for (const [other, candidate] of order.entries()) {
      if (other <= one) continue;
      const cost = timeCost(free, candidate.free) + 100 * Math.abs(level - candidate.level);
      apart[one * count + other] = cost;
      apart[other * count + one] = cost;
    }
  }
  const at = (table: Float64Array, one: number, other: number) => table[one * count + other] ?? 0;
  return {
    of: (one, other) => at(again, one, other) + at(apart, one, other),
    isNew: (one, other) => at(again, one, other) === 0,
    canMeet: (one, other) => at(apart, one, other) < APART,
  };
}

function timeCost(one: Uint8Array | undefined, other: Uint8Array | undefined): number {
  if (one === undefined || other === undefined) return UNKNOWN;
  let shared = 0;
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) shared += (one[quarter] ?? 0) & (other[quarter] ?? 0);
  if (shared < ENOUGH_QUARTERS) return APART + ENOUGH_QUARTERS - shared;
  // From two hours on more is no better.
  return Math.max(0, 2 * ENOUGH_QUARTERS - shared);
}

function timesOdd(past: readonly PastRound[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const id of past.flat().flatMap(({ odd }) => odd)) times.set(id, (times.get(id) ?? 0) + 1);
  return times;
}

/** How many choices of who is odd are tried before the best so far is taken. */
const TRIES = 12;

function matchPairs(
  all: readonly number[],
  turn: readonly number[],
  timesOf: (index: number) => number,
  costs: Costs,
): Places[] {
  if (all.length % 2 === 0) return pairUp(all, costs).map((members) => ({ members, odd: [] }));
  const [first = 0] = turn;
  const candidates = turn.filter((index) => timesOf(index) === timesOf(first)).slice(0, TRIES);
  let best: { groups: Places[]; cost: number } | undefined;
  for (const odd of candidates) {
    const groups = joined(
      odd,
      pairUp(
        all.filter((index) => index !== odd),
        costs,
      ),
      costs,
    );
    const cost = groups.reduce((sum, { members }) => sum + groupCost(members, costs), 0);
    if (best === undefined || cost < best.cost) best = { groups, cost };
    if (cost < AGAIN) break;
  }
  return best?.groups ?? [];
}

/** Puts somebody into the pair where they fit best. */
function joined(odd: number, pairs: readonly number[][], costs: Costs): Places[] {
  const costIn = (members: readonly number[]) => members.reduce((sum, member) => sum + costs.of(odd, member), 0);
  const where = pairs.reduce((best, members) => (costIn(members) < costIn(best) ? members : best), pairs[0] ?? []);
  return pairs.map((members) =>
    members === where ? { members: [...members, odd], odd: [odd] } : { members, odd: [] },
  );
}

/** Pairs an even number of people. */
function pairUp(among: readonly number[], costs: Costs): number[][] {
  const vertex = (index: number) => among[index] ?? 0;
  const isGood = (one: number, other: number) =>
    costs.isNew(vertex(one), vertex(other)) && costs.canMeet(vertex(one), vertex(other));
  const isNew = (one: number, other: number) => costs.isNew(vertex(one), vertex(other));
  const begun = begin(among, costs, isGood);
  const mate = growMatching(growMatching(growMatching(begun, isGood), isNew), () => true);
  const pairs = mate.flatMap((other, one) => (one < other ? [[vertex(one), vertex(other)]] : []));
  return exchanged(pairs, costs);
}

/** Whoever has the fewest good partners chooses first, the one who costs least. */
function begin(among: readonly number[], costs: Costs, isGood: (one: number, other: number) => boolean): number[] {
  const all = among.map((_, index) => index);
  const choices = all.map((one) => all.filter((other) => other !== one && isGood(one, other)));
  const mate = all.map(() => -1);
  const order = all.toSorted((one, other) => (choices[one]?.length ?? 0) - (choices[other]?.length ?? 0));
  for (const one of order) {
    if (mate[one] !== -1) continue;
    let best = -1;
    for (const other of choices[one] ?? []) {
      if (mate[other] !== -1) continue;
      const isBetter =
        best === -1 || costs.of(among[one] ?? 0, among[other] ?? 0) < costs.of(among[one] ?? 0, among[best] ?? 0);
      if (isBetter) best = other;
    }
    if (best === -1) continue;
    mate[one] = best;
    mate[best] = one;
  }
  return mate;
}

function matchThrees(
  all: readonly number[],
  turn: readonly number[],
  timesOf: (index: number) => number,
  costs: Costs,
): Places[] {
  // One too many makes two pairs, two too many make one: those are the odd ones, in turn.
  const pairs = oddPairs([0, 2, 1][all.length % 3] ?? 0, turn, timesOf, costs);
  const odd = pairs.flatMap(({ members }) => members);
  const rest = all.filter((index) => !odd.includes(index));
  const threes = exchanged(trioUp(rest, costs), costs);
  return [...threes.map((members) => ({ members, odd: [] })), ...pairs];
}

/** Pairs of whoever was odd least often; of several, those who fit each other. */
function oddPairs(count: number, turn: readonly number[], timesOf: (index: number) => number, costs: Costs): Places[] {
  const left = [...turn];
  return Array.from({ length: count }, () => {
    const one = left.shift() ?? 0;
    const least = timesOf(left[0] ?? 0);
    const candidates = left.filter((index) => timesOf(index) === least);
    const other = candidates.reduce((best, index) => (costs.of(one, index) < costs.of(one, best) ? index : best));
    left.splice(left.indexOf(other), 1);
    return { members: [one, other], odd: [one, other] };
  });
}

/** Threes as they come: each next one takes the two who fit best. */
function trioUp(among: readonly number[], costs: Costs): number[][] {
  const left = new Set(among);
  const threes: number[][] = [];
  for (const one of among) {
    if (!left.delete(one)) continue;
    const others = [...left].sort((a, b) => costs.of(one, a) - costs.of(one, b)).slice(0, NEAREST);
    let best: number[] = [];
    let least = Number.POSITIVE_INFINITY;
    for (const [index, second] of others.entries()) {
      for (const third of others.slice(index + 1)) {
        const cost = groupCost([one, second, third], costs);
        if (cost < least) [best, least] = [[second, third], cost];
      }
    }
    for (const member of best) left.delete(member);
    threes.push([one, ...best]);
  }
  return threes;
}

/** Among how many of the best partners a three is looked for. */
const NEAREST = 12;

function groupCost(members: readonly number[], costs: Costs): number {
  let sum = 0;
  for (const [index, one] of members.entries()) {
    for (const other of members.slice(index + 1)) sum += costs.of(one, other);
  }
  return sum;
}

/** How often all groups are gone through at most. */
const PASSES = 20;

/** Lets members of two groups change places as long as that is better for both together. */
function exchanged(groups: readonly number[][], costs: Costs): number[][] {
  const changed = groups.map((members) => [...members]);
  for (let pass = 0; pass < PASSES; pass += 1) {
    let isBetter = false;
    for (const [index, one] of changed.entries()) {
      for (const other of changed.slice(index + 1)) isBetter = exchange(one, other, costs) || isBetter;
    }
    if (!isBetter) break;
  }
  return changed;
}

/** Makes the best exchange between two groups, if one helps. */
function exchange(one: number[], other: number[], costs: Costs): boolean {
  const costBeside = (member: number, group: readonly number[], without: number) => {
    let sum = 0;
    for (const [index, beside] of group.entries()) if (index !== without) sum += costs.of(member, beside);
    return sum;
  };
  let best = { gain: 1e-6, from: -1, to: -1 };
  for (const [from, leaving] of one.entries()) {
    for (const [to, coming] of other.entries()) {
      const before = costBeside(leaving, one, from) + costBeside(coming, other, to);
      const after = costBeside(coming, one, from) + costBeside(leaving, other, to);
      if (before - after > best.gain) best = { gain: before - after, from, to };
    }
  }
  const [leaving, coming] = [one[best.from], other[best.to]];
  if (leaving === undefined || coming === undefined) return false;
  one[best.from] = coming;
  other[best.to] = leaving;
  return true;
}

/** Why these people are together: what whoever asks is told. */
export interface Reason {
  /** Some of them have been together before. */
  isAgain: boolean;
  /** The longest time in which all are free, in quarters of the day in UTC; `unknown` where somebody never said when they are. */
  shared: { from: number; until: number } | 'none' | 'unknown';
  /** Whether they are near each other in what they know. */
  isNear: boolean;
  /** Whether an odd number of people made this group another size than the rest. */
  isOdd: boolean;
}

/** How far apart two levels may be to be called near. */
const NEAR = 0.15;

/** The reason for a group, from what the matching knew. */
export function reasonFor({ ids, odd }: Group, people: readonly Candidate[], past: readonly PastRound[]): Reason {
  const members = people.filter(({ id }) => ids.includes(id));
  const free = members.map((member) => member.free);
  const known = free.filter((one) => one !== undefined);
  const levels = members.map(({ level }) => level);
  return {
    isAgain: past.flat().some((group) => group.ids.filter((id) => ids.includes(id)).length > 1),
    shared: known.length < free.length ? 'unknown' : (longestShared(known) ?? 'none'),
    isNear: Math.max(...levels) - Math.min(...levels) <= NEAR,
    isOdd: odd.length > 0,
  };
}
