import { Refused } from '../chat/errors.ts';
import type { Spending } from '../chat/route.ts';
import { markdown, text, time } from '../chat/text.ts';
import type { Context } from '../context.ts';
import { ALLOWANCES } from '../domain/allowances/allowances.ts';
import { recordSpent, recordUnspent, type Spent } from '../domain/allowances/store.ts';

type Asked = Pick<Context, 'db' | 'asker' | 'cohort' | 'eventKey' | 'now' | 'event'>;

/** Does what a route does out of an allowance. A refusal costs nothing, and a request that comes too early is not carried out. */
export async function within<Done>(
  what: Spending | undefined,
  context: Asked,
  act: () => Promise<Done> | Done,
): Promise<Done> {
  if (what === undefined) return act();
  const spent = bucketsOf(what, context);
  await spendAll(what, spent, context);
  try {
    return await act();
  } catch (error) {
    if (error instanceof Refused) for (const one of spent) await recordUnspent(context.db, one);
    throw error;
  }
}

function bucketsOf(what: Spending, { asker, cohort, eventKey }: Asked): Spent[] {
  const { person, cohort: ofCohort } = ALLOWANCES[what];
  const own = { owner: asker.memberId, what, rate: person, eventKey };
  return cohort === undefined || ofCohort === undefined
    ? [own]
    : [own, { owner: cohort.id, what, rate: ofCohort, eventKey }];
}

/** From all buckets or from none. */
async function spendAll(what: Spending, spent: readonly Spent[], context: Asked): Promise<void> {
  await context.db.transaction(async (tx) => {
    for (const one of spent) {
      const next = await recordSpent(tx, one, context.now);
      if (next !== undefined) throw tooEarly(what, one, next, context);
    }
  });
}

function tooEarly(what: Spending, { owner }: Spent, next: Temporal.Instant, { asker, cohort, event }: Asked): Refused {
  const { did, one, words } = ALLOWANCES[what];
  const who = owner === asker.memberId ? text`You have` : text`People of **${cohort?.name ?? ''}** have`;
  const typed = words === undefined ? '' : (event.action.state[words] ?? '');
  const kept = typed === '' ? text`` : text`${markdown('\n\n')}You wrote: ${typed}`;
  return new Refused(text`${who} ${did}. The next ${one} can come ${time(next)}.${kept}`);
}
