import type { Item } from '../../curriculum/schema.ts';
import { letteredLines } from './marking.ts';

/** How an item was answered by those who met it for the first time, in a closed round or in practice. */
export interface Tally {
  answered: number;
  right: number;
}

/** An item's label beside what its answers say. Shares are from 0 to 1. */
export interface ObservedDifficulty {
  item: Item;
  answered: number;
  share: number;
  /** Between these the share lies with 95 per cent, by Wilson's interval. */
  least: number;
  most: number;
  /** The label that fits what was answered. Undefined while there are too few answers, and where the label may well be right. */
  suggested?: number;
}

/** With fewer answers than this an item suggests nothing. */
const FEWEST_ANSWERS = 20;

/**
 * The least share of those who know, from which a label fits: label 1 is what nearly everybody knows, label 5 what most do not.
 * Label 5 is whatever is below.
 */
const LEAST_KNOWN = [0.85, 0.7, 0.5, 0.3] as const;

/** 1.96 standard deviations hold 95 per cent. */
const DEVIATIONS = 1.96;

/** Compares labels with answers: those items first whose label does not fit, the furthest off at the top; then by name. */
export function observedDifficulties(
  items: readonly Item[],
  tallies: ReadonlyMap<string, Tally>,
): ObservedDifficulty[] {
  return items
    .flatMap((item) => {
      const tally = tallies.get(item.slug);
      return tally === undefined || tally.answered === 0 ? [] : [observe(item, tally)];
    })
    .sort((one, other) => distance(other) - distance(one) || (one.item.slug < other.item.slug ? -1 : 1));
}

function observe(item: Item, { answered, right }: Tally): ObservedDifficulty {
  const { least, most } = wilson(right, answered);
  const observed = { item, answered, share: right / answered, least, most };
  const [hardest, easiest] = [labelOf(item, least), labelOf(item, most)];
  if (answered < FEWEST_ANSWERS || (item.difficulty >= easiest && item.difficulty <= hardest)) return observed;
  return { ...observed, suggested: labelOf(item, observed.share) };
}

function distance({ item, suggested }: ObservedDifficulty): number {
  return suggested === undefined ? 0 : Math.abs(suggested - item.difficulty);
}

/** The label that fits an item of which this share of answers is right: luck is taken out first. */
function labelOf(item: Item, share: number): number {
  const luck = luckOf(item);
  const known = (share - luck) / (1 - luck);
  const place = LEAST_KNOWN.findIndex((least) => known >= least);
  return place === -1 ? LEAST_KNOWN.length + 1 : place + 1;
}

/** How often a guess is right. */
function luckOf(item: Item): number {
  switch (item.kind) {
    case 'single':
    case 'prints':
    case 'fix':
    case 'line':
      return 1 / letteredLines(item, '').length;
    case 'multiple':
      return 1 / (2 ** item.options.length - 1);
    case 'order':
    case 'short':
      return 0;
  }
}

function wilson(right: number, answered: number): { least: number; most: number } {
  const share = right / answered;
  const square = DEVIATIONS ** 2 / answered;
  const middle = share + square / 2;
  const spread = DEVIATIONS * Math.sqrt((share * (1 - share)) / answered + square / (4 * answered));
  return { least: (middle - spread) / (1 + square), most: (middle + spread) / (1 + square) };
}
