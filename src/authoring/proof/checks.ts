import type { Item } from '../../curriculum/schema.ts';
import { planMultiple, planPrints, planSingle } from './checks-choice.ts';
import { planFix } from './checks-fix.ts';
import { planLine } from './checks-line.ts';
import { planOrder, planShort } from './checks-typed.ts';
import type { Plan } from './plan.ts';

/** What must be run to prove an item's key. Pure. */
export function planProof(item: Item): Plan {
  switch (item.kind) {
    case 'prints':
      return planPrints(item);
    case 'multiple':
      return planMultiple(item);
    case 'single':
      return planSingle(item);
    case 'short':
      return planShort(item);
    case 'order':
      return planOrder(item);
    case 'line':
      return planLine(item);
    case 'fix':
      return planFix(item);
  }
}
