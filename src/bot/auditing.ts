import { Refused, Unreachable } from '../chat/errors.ts';
import type { AnyWorkRoute } from '../chat/route.ts';
import type { Context } from '../context.ts';
import { recordDeed, recordDeedDone, removeDeed } from '../domain/audit/store.ts';

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
  route: Pick<AnyWorkRoute<Context>, 'name' | 'did'>,
  input: Record<string, unknown>,
  context: Asked,
  act: () => Promise<Done> | Done,
): Promise<Done> {
  const did = typeof route.did === 'function' ? route.did(input) : route.did;
  if (did === undefined || did === null) return act();
  const { db, asker, cohort, eventKey, now, event, workspaceId } = context;
  await recordDeed(db, {
    workspaceId,
    cohortId: cohort?.id ?? null,
    memberId: asker.memberId,
    route: route.name,
    did,
    options: toldOf(event.action.state),
    at: now,
    eventId: eventKey,
  });
  try {
    const done = await act();
    await recordDeedDone(db, eventKey, now);
    return done;
  } catch (error) {
    if (error instanceof Refused || error instanceof Unreachable) await removeDeed(db, eventKey);
    throw error;
  }
}

function toldOf(state: Readonly<Record<string, string>>): Record<string, string> {
  const told = Object.entries(state).filter(([name]) => !UNTOLD.has(name));
  return Object.fromEntries(told.map(([name, value]) => [name, value.slice(0, LONGEST_TOLD).toWellFormed()]));
}
