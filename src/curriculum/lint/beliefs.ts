import type { Fault } from '../faults.ts';
import type { Item } from '../schema.ts';

/** From this many wrong answers on, one belief for all of them needs a reason. */
const MANY = 3;

/** Whether an item blames everything that is wrong on one belief, and does not say why. */
export function lintBeliefs(item: Item): Omit<Fault, 'file'>[] {
  const beliefs = wrongBeliefs(item);
  const isOne = beliefs.length >= MANY && new Set(beliefs).size === 1;
  if (isOne && item.one_belief === undefined) {
    const message =
      `blames all ${beliefs.length} wrong answers on ${beliefs[0]}: name another misconception where another belief leads there, ` +
      'or say in one_belief why it is one';
    return [{ path: '', message }];
  }
  if (!isOne && item.one_belief !== undefined) {
    return [{ path: 'one_belief', message: 'gives a reason for what is not so: take it out' }];
  }
  return [];
}

/** The misconception of each wrong answer that the author foresaw. */
function wrongBeliefs(item: Item): string[] {
  switch (item.kind) {
    case 'single':
    case 'multiple':
    case 'prints':
    case 'fix':
      return item.options.flatMap(({ right, misconception }) =>
        right || misconception === undefined ? [] : [misconception],
      );
    case 'line':
      return item.decoys.map(({ misconception }) => misconception);
    case 'short':
      return item.rejects.map(({ misconception }) => misconception);
    case 'order':
      return [];
  }
}
