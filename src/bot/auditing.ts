import { wholeLetters } from '../chat/clip.ts';
import { Refused, Unreachable } from '../chat/errors.ts';
import type { AnyWorkRoute } from '../chat/route.ts';
import type { Context } from '../context.ts';
import { isDoneEvent, recordDeed, recordDeedDone, recordDoneEvent, removeDeed } from '../domain/audit/store.ts';

type Asked = Pick<Context, 'db' | 'asker' | 'cohort' | 'eventKey' | 'now' | 'event' | 'workspaceId'>;

/** What a control or a preview carries along that says nothing to a reader, and what is a secret. */
const UNTOLD: ReadonlySet<string> = new Set(['cohort', 'seen', 'sure', 'first', 'edit', 'code', 'as', 'page']);

/** The longest that one option is kept. */
const LONGEST_TOLD = 200;

/**
 * Does what a route does and keeps in the audit that it was done: written down before, so that a crash leaves a deed without
 * its end and never an end without its deed. What was refused has not happened.
 */
export async function audited<Done>(
  route: Pick<AnyWorkRoute<Context>, 'name' | 'who' | 'did' | 'once'>,
  input: Record<string, unknown>,
  context: Asked,
  act: () => Promise<Done> | Done,
): Promise<Done> {
  const did = typeof route.did === 'function' ? route.did(input) : route.did;
  if (did === undefined || did === null) return route.once === true ? actOnce(context, act) : act();
  const { db, asker, cohort, eventKey, now, event, workspaceId } = context;
  // What learners write and choose is theirs: organisers read that something was done, and not what.
  const isStaffs = route.who === 'organiser' || route.who === 'mentor';
  const isDone = await recordDeed(db, {
    workspaceId,
    cohortId: cohort?.id ?? null,
    memberId: asker.memberId,
    route: route.name,
    did,
    options: isStaffs ? toldOf(event.action.state) : {},
    at: now,
    eventId: eventKey,
  });
  // A learner's deed that comes again changes nothing by itself, unless its route says otherwise, and is answered as before.
  if (isDone && (isStaffs || route.once === true)) throw new Refused(CAME_AGAIN);
  try {
    const done = await act();
    await recordDeedDone(db, eventKey, now);
    return done;
  } catch (error) {
    if (error instanceof Refused || error instanceof Unreachable) await removeDeed(db, eventKey);
    throw error;
  }
}

/** What another event may have taken back since is not done again by the same one. */
async function actOnce<Done>({ db, eventKey, now }: Asked, act: () => Promise<Done> | Done): Promise<Done> {
  if (await isDoneEvent(db, eventKey)) throw new Refused(CAME_AGAIN);
  const done = await act();
  await recordDoneEvent(db, eventKey, now);
  return done;
}

const CAME_AGAIN = 'That was done when it came the first time. It came once more just now, and nothing was changed.';

function toldOf(state: Readonly<Record<string, string>>): Record<string, string> {
  const told = Object.entries(state).filter(([name]) => !UNTOLD.has(name));
  return Object.fromEntries(told.map(([name, value]) => [name, wholeLetters(value, LONGEST_TOLD).toWellFormed()]));
}
