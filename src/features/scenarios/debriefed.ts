import type { Services } from '../../context.ts';
import type { Scenario } from '../../curriculum/scenario.ts';
import { parseMemberId } from '../../domain/people/ids.ts';
import { type Debrief, debrief } from './debrief.ts';
import { heldBack } from './held.ts';
import { readNearby } from './held-store.ts';
import { investigationOf, isDebriefOpen } from './investigation.ts';
import { listEndedLogs } from './store.ts';

/** An investigation that is over, with everything that its debrief tells. */
export interface Debriefed {
  scenario: Scenario;
  told: Debrief;
  isFixed: boolean;
  endedAt: Temporal.Instant;
}

/** What somebody has been told in debriefs, alone and in teams, newest first: only of scenarios of which they may be told now. */
export async function readDebriefed(
  { db, curriculum }: Pick<Services, 'db' | 'curriculum'>,
  memberId: string,
  now: Temporal.Instant,
): Promise<Debriefed[]> {
  const { workspaceId } = parseMemberId(memberId);
  const held = new Map<string, boolean>();
  const found: Debriefed[] = [];
  for (const log of await listEndedLogs(db, memberId)) {
    const investigation = investigationOf(log, curriculum);
    const endedAt = log.row.closedAt;
    if (investigation === undefined || endedAt === null || !isDebriefOpen(log, now)) continue;
    const { scenario, at } = investigation;
    const { slug } = scenario;
    const isHeld =
      held.get(slug) ??
      heldBack(scenario, await readNearby(db, slug, { memberId, workspaceId }, now), curriculum) !== undefined;
    held.set(slug, isHeld);
    if (isHeld) continue;
    const isFixed = log.row.outcome === 'fixed';
    found.push({ scenario, told: debrief(scenario, at), isFixed, endedAt });
  }
  return found;
}
