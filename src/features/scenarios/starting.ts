import { clip } from '../../chat/clip.ts';
import { Refused } from '../../chat/errors.ts';
import type { Suggestion } from '../../chat/event.ts';
import { join, text, time, word } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import type { Context } from '../../context.ts';
import type { Scenario } from '../../curriculum/scenario.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import { idFrom } from '../../domain/ids.ts';
import { begunView } from './board-views.ts';
import { heldText } from './held.ts';
import { type Incident, type InvestigationRow, investigationOf, isClosed } from './investigation.ts';
import { plainly } from './letters.ts';
import { showBoard } from './play-routes.ts';
import { findHeld, newInvestigation, released } from './playing.ts';
import { findLog, findPlayed, listInvestigations, recordInvestigation, recordTied } from './store.ts';

/** The scenario of this slug or title: platforms let people type what they like instead of picking a suggestion. */
export function getScenario(typed: string, { scenarios }: Curriculum): Scenario {
  const wanted = typed.trim().toLowerCase();
  const all = [...scenarios.values()];
  const found = all.find(({ slug, title }) => slug === wanted || plainly(title).toLowerCase() === wanted);
  if (found !== undefined) return found;
  if (all.length === 0) throw new Refused('There are no scenarios yet. They come with the sessions.');
  const titles = all.map(({ title }) => plainly(title));
  throw new Refused(text`There is no scenario “${typed}”. Choose one of: ${join(titles, '; ')}.`);
}

/** Scenarios for what somebody has typed so far: a session's number, or words of the title. */
export function suggestScenarios(typed: string, { scenarios }: Curriculum): Suggestion[] {
  const wanted = typed.trim().toLowerCase();
  return [...scenarios.values()]
    .filter(
      ({ slug, title, session }) =>
        String(session) === wanted || slug.startsWith(wanted) || title.toLowerCase().includes(wanted),
    )
    .map(({ slug, title, session }) => ({ label: clip(`${session} · ${plainly(title)}`, 100), value: slug }));
}

/**
 * Begins an investigation alone, or goes on with the one that is open. A scenario that a cohort of the asker's is at counts
 * for its incident, wherever they ask: in the team, where they are in one. A scenario held back for another reason waits.
 */
export async function startAlone(scenario: Scenario, context: Context): Promise<View> {
  const { db, asker, now } = context;
  const held = await findHeld(scenario, context);
  if (held !== undefined && held.kind !== 'own') throw new Refused(heldText(held));
  const found = await listInvestigations(db, asker.memberId);
  const open = found.find((row) => row.scenario === scenario.slug && !isClosed(row, now));
  if (open !== undefined) return goOn(open, context);
  return held === undefined ? beginAlone(scenario, undefined, context) : takeAlone(scenario, held.incident, context);
}

/** Takes an incident on alone: with the run that was begun before it opened, where there is one. */
export async function takeAlone(scenario: Scenario, incident: Incident, context: Context): Promise<View> {
  const { db, asker, now } = context;
  await assertFirst(incident, context);
  const found = await listInvestigations(db, asker.memberId);
  const begun = found.find((row) => row.scenario === scenario.slug && row.incidentId === null && !isClosed(row, now));
  const tied = begun && (await recordTied(db, begun, incident, asker.memberId));
  return tied === undefined ? beginAlone(scenario, incident, context) : goOn(tied, context);
}

/**
 * Refuses a run of an incident to somebody who has finished its scenario before, for they know the solution, or who is at it
 * by another account.
 */
export async function assertFirst(incident: Pick<Incident, 'id' | 'scenario'>, { db, asker }: Context): Promise<void> {
  const played = await findPlayed(db, incident, asker.memberId);
  if (played === undefined) return;
  const where = played.isMine ? '' : text` in another ${word('workspace')}`;
  if (played.closedAt === null) throw new Refused(text`You are at this incident already${where}. Go on with it there.`);
  throw new Refused(
    text`You investigated this before${where}, ${time(played.closedAt)}, with ${played.score ?? 0} of 100. That counts as your run of it, and the others still have it before them.`,
  );
}

/** Begins a run of one's own, of a cohort's incident where there is one. */
async function beginAlone(scenario: Scenario, incident: Incident | undefined, context: Context): Promise<View> {
  const { db, asker, cohort, workspaceId, eventKey, now } = context;
  const row = await recordInvestigation(db, {
    ...newInvestigation(idFrom(eventKey), scenario, {
      workspaceId,
      cohortId: incident?.cohortId ?? (asker.learner ? (cohort?.id ?? null) : null),
      incidentId: incident?.id ?? null,
      closesAt: incident?.closesAt ?? null,
      openedAt: now,
    }),
    kind: 'solo',
    memberId: asker.memberId,
    number: null,
  });
  if (row.id !== idFrom(eventKey)) return goOn(row, context);
  const investigation = investigationOf({ row, people: [], moves: [] }, context.curriculum);
  if (investigation === undefined) throw new Refused('This scenario has been withdrawn.');
  return begunView(investigation);
}

/** An investigation where it stands. */
export async function goOn(row: InvestigationRow, context: Context): Promise<View> {
  const found = await findLog(context.db, row.id, context.asker.memberId);
  const investigation = found?.isMine === true ? investigationOf(found, context.curriculum) : undefined;
  if (investigation === undefined)
    throw new Refused('This investigation can’t be gone on with: its scenario has been withdrawn.');
  return showBoard(await released(investigation, context), context);
}
