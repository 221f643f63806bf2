import { Refused } from '../../chat/errors.ts';
import { text } from '../../chat/text.ts';
import type { CohortContext } from '../../context.ts';
import type { Db } from '../../database/client.ts';
import { findLastOf, recordDelivery } from '../../deliveries/store.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { callAt } from './calling.ts';
import { type Checked, checksOf } from './checks.ts';
import { type Happening, type Obstacle, reasonNot } from './help.ts';
import { listKnownMentors } from './hours-store.ts';
import type { HelpRequest } from './requests.ts';
import type { Told } from './rows.ts';
import { findHelpRequest, listOpenRequests, lockHelpRequest, recordHappening } from './store.ts';

/** What came of something that somebody wanted to happen: how it stands, and what was in the way. */
export interface Outcome {
  request: HelpRequest;
  obstacle: Obstacle | undefined;
}

/**
 * Makes something happen to a request of a cohort, once for its cause, if it can happen now. What everybody concerned hears of it is planned
 * in the same transaction. `also` is written with it.
 */
export async function happen(
  db: Db,
  cohort: Pick<Cohort, 'id' | 'zone'>,
  id: string,
  told: Told,
  also?: (tx: Db, request: HelpRequest) => Promise<void>,
): Promise<Outcome> {
  return db.transaction(async (tx) => {
    const before = await lockHelpRequest(tx, id);
    if (before === undefined || before.cohortId !== cohort.id) throw new Refused(GONE);
    const obstacle = reasonNot(before.help, told, before.memberId);
    if (obstacle !== undefined) return { request: before, obstacle };
    await also?.(tx, before);
    return { request: await follow(tx, cohort, before, told), obstacle };
  });
}

export const GONE = 'That question no longer exists.';

/** The same inside a transaction that holds the request, where it is known to be possible. */
export async function follow(
  tx: Db,
  cohort: Pick<Cohort, 'id' | 'zone'>,
  before: HelpRequest,
  told: Told,
): Promise<HelpRequest> {
  const { id } = before;
  const event = await recordHappening(tx, id, told);
  const request = (await findHelpRequest(tx, id)) ?? before;
  // This very cause made it happen already.
  if (event === undefined) return request;
  const { at } = told;
  const detail = { request: id, event };
  await recordDelivery(tx, { key: `ask/${id}/e${event}`, cohortId: cohort.id, kind: 'help', detail, dueAt: at });
  await planChecks(tx, cohort, request);
  const isNewInLine = request.help.state === 'waiting' && before.help.state !== 'waiting';
  if (isNewInLine) await planCall(tx, cohort.id, at);
  return request;
}

/** Plans anew when the open questions of a cohort are looked at: the hours that count there are others. */
export async function planAllChecks(tx: Db, cohort: Pick<Cohort, 'id' | 'zone'>): Promise<void> {
  for (const request of await listOpenRequests(tx, cohort.id)) await planChecks(tx, cohort, request);
}

/** Plans when a request is looked at again, as it stands now. What was planned for how it stood before finds that out and does nothing. */
async function planChecks(tx: Db, cohort: Pick<Cohort, 'id' | 'zone'>, request: HelpRequest): Promise<void> {
  const mentors = await listKnownMentors(tx, cohort.id);
  for (const check of checksOf(request, mentors, cohort.zone)) await recordCheck(tx, cohort.id, request.id, check);
}

export async function recordCheck(
  tx: Db,
  cohortId: string,
  id: string,
  { check, name, dueAt }: Checked,
): Promise<void> {
  const detail = { request: id, check };
  await recordDelivery(tx, { key: `ask/${id}/${name}`, cohortId, kind: 'help-check', detail, dueAt });
}

/** Plans that mentors hear of what waits: at once, or together with what else came in a rush. */
async function planCall(tx: Db, cohortId: string, now: Temporal.Instant): Promise<void> {
  const dueAt = callAt(await findLastOf(tx, cohortId, 'help-call'), now);
  const key = `${cohortId}/call/${dueAt.epochMilliseconds}`;
  await recordDelivery(tx, { key, cohortId, kind: 'help-call', detail: { member: null }, dueAt });
}

/** The same for what somebody did with a command or a button. What is in the way is said, unless `isFine` has it for as good as done. */
export async function act(
  context: CohortContext,
  id: string,
  what: Happening,
  isFine: readonly Obstacle[] = [],
): Promise<HelpRequest> {
  const { db, cohort, asker, now, eventKey, mail } = context;
  const told: Told = { ...what, at: now, by: asker.memberId, cause: `${eventKey}/${what.kind}` };
  const { request, obstacle } = await happen(db, cohort, id, told);
  if (obstacle !== undefined && !isFine.includes(obstacle)) throw new Refused(explain(obstacle, request));
  if (obstacle === undefined) await mail.wake();
  return request;
}

/** What stands in the way, as it is now. */
export function explain(obstacle: Obstacle, { mentor, asker }: HelpRequest) {
  const who = mentor ?? 'Somebody';
  switch (obstacle) {
    case 'draft':
      return text`That question has not been asked yet.`;
    case 'asked':
      return text`That question has been asked already.`;
    case 'waiting':
      return text`Nobody has that question now: it waits in the queue.`;
    case 'taken':
      return text`**${who}** has it already.`;
    case 'yours':
      return text`It is yours already.`;
    case 'not-yours':
      return text`**${who}** has it, not you.`;
    case 'resolved':
      return text`That question has been answered.`;
    case 'withdrawn':
      return text`**${asker}** has taken that question back.`;
    case 'closed':
      return text`That question was closed: nobody had said a word for four weeks.`;
    case 'rated':
      return text`You have said how it went already.`;
  }
}
