import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import type { Spending } from '../../chat/route.ts';
import { command, markdown, type Text, text, time } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type Context, type Route, route, type Services } from '../../context.ts';
import type { Scenario } from '../../curriculum/scenario.ts';
import { endedView } from './debrief-views.ts';
import { type Held, heldBack, heldText } from './held.ts';
import { readNearby } from './held-store.ts';
import {
  type Investigation,
  type InvestigationRow,
  investigationOf,
  isClosed,
  isDebriefOpen,
  nameIn,
} from './investigation.ts';
import type { Move } from './moves.ts';
import { mayDecide, type Position, position, possibleActions, step } from './position.ts';
import { pointsFor, score } from './score.ts';
import { type Found, findLog, recordEnd, recordMove, recordTied } from './store.ts';

/** What the routes of an investigation share: finding it, moving in it, ending it. */

/** A control about an investigation as a whole. */
export const investigationInput = z.object({
  run: z.string().regex(/^[a-z0-9]{1,24}$/, { error: 'does not name an investigation' }),
  of: z.enum(['solo', 'team']).default('solo'),
});

type InvestigationInput = z.output<typeof investigationInput>;

/** Names an action, a cause or a fix in a control's id. */
export const tag = z.string().regex(/^[a-z0-9]{8}$/, { error: 'is not one of this scenario' });

/** The same for one that never was as for other people's: nobody learns which ids there are. */
const NOT_YOURS = text`That is no investigation of yours. ${command('debug start')} begins one; teams are joined below their incident.`;

const WITHDRAWN = text`This scenario has been withdrawn. ${command('debug list')} shows the others.`;

function investigationIn(found: Found | undefined, { curriculum }: Pick<Services, 'curriculum'>): Investigation {
  if (found?.isMine !== true) throw new Refused(NOT_YOURS);
  const investigation = investigationOf(found, curriculum);
  if (investigation === undefined) throw new Refused(WITHDRAWN);
  return investigation;
}

/** The asker's own investigation as it stands, unless its scenario is held back from them. */
export async function getInvestigation({ run }: InvestigationInput, context: Context): Promise<Investigation> {
  const found = await findLog(context.db, run, context.asker.memberId);
  return released(investigationIn(found, context), context);
}

/** Whether a scenario is held back from the asker, anywhere near them, and why. */
export async function findHeld(scenario: Scenario, context: Context): Promise<Held | undefined> {
  const { db, asker, workspaceId, curriculum, now } = context;
  return heldBack(
    scenario,
    await readNearby(db, scenario.slug, { memberId: asker.memberId, workspaceId }, now),
    curriculum,
  );
}

/**
 * The one gate before everything that an investigation shows. While its scenario is open near the asker, or about to be,
 * only a run of that incident goes on; one of their own that they began before becomes it.
 */
export async function released(investigation: Investigation, context: Context): Promise<Investigation> {
  const { row, scenario } = investigation;
  const { db, asker, now } = context;
  // A run of an open incident decides for itself what it may show.
  if (row.incidentId !== null && !isDebriefOpen(investigation, now)) return investigation;
  const held = await findHeld(scenario, context);
  if (held === undefined) return investigation;
  const tied = held.kind === 'own' ? await recordTied(db, row, held.incident, asker.memberId) : undefined;
  if (tied === undefined) throw new Refused(heldText(held));
  return { ...investigation, row: tied };
}

/** What became of a move: the position before it where it changed something; else why it did not. */
export interface Moved {
  investigation: Investigation;
  /** Undefined when the move changed nothing. */
  before: Position | undefined;
  /** Whether this very event did it: a repeated delivery changes nothing, and gets what it did the first time. */
  isFresh: boolean;
}

/** Writes a move down and folds. Refuses with a sentence where it is not possible; nothing is changed then. */
export async function makeMove({ row: { id, kind } }: Investigation, move: Move, context: Context): Promise<Moved> {
  const { db, asker, now, eventKey } = context;
  const entry = { investigationId: id, memberId: asker.memberId, move, at: now, eventId: eventKey };
  const recorded = await recordMove(db, entry, kind);
  const investigation = investigationIn(recorded, context);
  if (recorded === undefined || recorded.outcome === 'closed')
    return { investigation, before: undefined, isFresh: false };
  if (recorded.outcome === 'kept') return { investigation, before: undefined, isFresh: false };
  const { scenario, row, moves } = investigation;
  const index = moves.findIndex(({ id }) => id === recorded.added);
  const before = position(scenario, row.kind, moves.slice(0, index));
  const made = moves[index];
  const isChanged = made !== undefined && step(scenario, before, made) !== before;
  if (!isChanged) throw new Refused(reasonAgainst(investigation, before, move, asker.memberId));
  return { investigation, before, isFresh: true };
}

/** Why a move that was not possible changed nothing. */
function reasonAgainst(investigation: Investigation, before: Position, move: Move, by: string): Text {
  const { scenario, row } = investigation;
  if (before.ended !== undefined) return text`This investigation is over. ${command('debug list')} shows others.`;
  const lead = before.roles.get('lead');
  switch (move.kind) {
    case 'act': {
      if (before.done.some(({ action }) => action.id === move.action)) {
        return text`That has been done already: look at it again on the board, it costs nothing.`;
      }
      const action = scenario.actions.find(({ id }) => id === move.action);
      if (action === undefined) return CHANGED;
      if (possibleActions(scenario, before).length === 0 || before.spent + action.cost > scenario.budget) {
        return text`There is no time left for that: it takes ${action.cost} of the ${scenario.budget - before.spent} minutes that are left.`;
      }
      return text`That can't be done yet. Open the board again.`;
    }
    case 'mitigate': {
      const mitigation = scenario.mitigations.find(({ id }) => id === move.mitigation);
      if (mitigation === undefined) return CHANGED;
      if (before.mitigated.some((taken) => taken.mitigation === mitigation)) return text`That has been done already.`;
      if (before.spent + mitigation.cost > scenario.budget) {
        return text`There is no time left for that: it takes ${mitigation.cost} of the ${scenario.budget - before.spent} minutes that are left.`;
      }
      if (row.kind === 'team' && lead !== undefined && !mayDecide(before, by)) {
        return leadDecides(investigation, lead, by);
      }
      return text`The harm is stopped already. Find the cause now.`;
    }
    case 'hint':
    case 'diagnose':
    case 'commit':
    case 'fix':
    case 'give-up':
      if (row.kind === 'team' && lead !== undefined) {
        return leadDecides(investigation, lead, by);
      }
      return text`That was decided before. Open the board again to see where it stands.`;
    case 'relay':
      return text`That was relayed already, or it was not shown to you.`;
    case 'pin':
    case 'pin-look':
    case 'unpin':
    case 'suppose':
    case 'hypothesise':
    case 'role':
      return text`Nothing was left to change there. Open the board again to see where it stands.`;
  }
}

function leadDecides(investigation: Investigation, lead: string, viewer: string): Text {
  return text`Nothing is changed. Decisions are the lead's (${nameIn(investigation, lead, viewer)}), and what was decided stays. ${markdown('**Roles**')} on the board changes who leads.`;
}

/** For a choice that the scenario no longer has. */
export const CHANGED = text`This scenario has changed since that was shown. Open the board again.`;

/** Ends the investigation when it has come to its end, and pays. Doing it again changes nothing. */
export async function settle(
  investigation: Investigation,
  { db }: Pick<Services, 'db'>,
  now: Temporal.Instant,
  isClosing = false,
): Promise<{ investigation: Investigation; paid: ReadonlyMap<string, number> }> {
  const { row, at, scenario, people, moves } = investigation;
  const outcome = at.ended ?? (isClosing ? 'closed' : undefined);
  if (outcome === undefined || row.closedAt !== null) return { investigation, paid: new Map() };
  const { total } = score(scenario, at);
  const did = people
    .map(({ memberId }) => memberId)
    .filter((memberId) => moves.some(({ by, move }) => by === memberId && move.kind !== 'role'));
  const ended = await recordEnd(db, row, { outcome, score: total, at: now }, did);
  const paid = new Map(ended.paid.map((memberId) => [memberId, pointsFor(total)]));
  return { investigation: { ...investigation, row: ended.row }, paid };
}

/** What is shown in place of anything else once it is over: by its end, or because its incident closed. */
export async function overView(investigation: Investigation, context: Context, note?: Text): Promise<View | undefined> {
  const { now, asker } = context;
  const isTimeUp = isClosed(investigation.row, now);
  if (investigation.at.ended === undefined && !isTimeUp) return undefined;
  const settled = await settle(investigation, context, now, isTimeUp);
  const paid = settled.paid.get(asker.memberId) ?? 0;
  const isOpen = isDebriefOpen(settled.investigation, now);
  return endedView(settled.investigation, { paid, isDebriefOpen: isOpen, ...(note === undefined ? {} : { note }) });
}

/** Refuses what only a finished investigation shows. */
export function assertDebriefOpen(investigation: Investigation, now: Temporal.Instant): void {
  if (isDebriefOpen(investigation, now)) return;
  const { closesAt } = investigation.row;
  throw new Refused(
    closesAt === null
      ? text`The debrief comes when the investigation is over.`
      : text`The debrief comes when the incident closes, ${time(closesAt)}.`,
  );
}

/** A run of one person, before it is kept. */
export function newInvestigation(
  id: string,
  { slug, version }: Pick<Investigation['scenario'], 'slug' | 'version'>,
  about: Pick<InvestigationRow, 'workspaceId' | 'cohortId' | 'incidentId' | 'closesAt' | 'openedAt'>,
): Omit<InvestigationRow, 'kind' | 'memberId' | 'number'> {
  return {
    ...about,
    id,
    scenario: slug,
    version,
    closedAt: null,
    outcome: null,
    score: null,
    thread: null,
    isThreadPrivate: false,
  };
}

/** The head of a route about one investigation of the asker's, which is found before it runs. */
interface InvestigationRoute<More extends z.ZodRawShape> {
  name: string;
  formerly?: readonly string[];
  /** `update` where it is left out. */
  ack?: 'private' | 'update';
  /** Present where what was done stands in the team's thread, which is spent of an allowance; alone there is nobody to tell. */
  tells?: true;
  ends?: true;
  /** What its controls carry beyond which investigation it is. */
  more?: More;
  run(
    investigation: Investigation,
    input: z.output<z.ZodObject<typeof investigationInput.shape & More>>,
    context: Context,
  ): View | Promise<View>;
}

/** Declares a route about one investigation of the asker's: it is theirs and not held back from them, or it is refused. */
export function investigationRoute<More extends z.ZodRawShape = Record<never, never>>({
  more,
  run,
  tells,
  ack = 'update',
  ...head
}: InvestigationRoute<More>): Route {
  return route({
    ...head,
    ...(tells === undefined ? {} : { spends: lineOf }),
    ack,
    who: 'anyone',
    cohort: 'none',
    input: investigationInput.extend(more ?? {}),
    async run(input, context) {
      const read = input as z.output<z.ZodObject<typeof investigationInput.shape & More>>;
      return run(await getInvestigation(input, context), read, context);
    },
  });
}

function lineOf({ of }: { of?: unknown }): Spending | undefined {
  return of === 'team' ? 'line' : undefined;
}
