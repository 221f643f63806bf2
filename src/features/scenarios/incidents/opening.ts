import { Refused, Unreachable } from '../../../chat/errors.ts';
import type { View } from '../../../chat/view.ts';
import type { Services } from '../../../context.ts';
import type { Scenario } from '../../../curriculum/scenario.ts';
import { followHome, postHome } from '../../../deliveries/posting.ts';
import type { Cohort } from '../../../domain/cohorts/cohort.ts';
import { homeIn } from '../../../domain/cohorts/homes.ts';
import { type Incident, type Investigation, isClosed } from '../investigation.ts';
import { plainly } from '../letters.ts';
import { recordThread } from '../store.ts';
import { deskView, teamView } from '../thread-views.ts';
import { teamKey, tellThread } from '../threads.ts';
import { listOpenIncidents, type Opening, recordIncident } from './store.ts';
import { openIncidentView } from './views.ts';

/** The key of an incident's message. */
export function incidentKey({ id }: Pick<Incident, 'id'>): string {
  return `incident/${id}`;
}

/**
 * Opens a scenario for a cohort: first the rows, with the delivery that will close it, then the message. After a
 * crash, a second call does only what is missing; when the scenario is open already, that incident is returned.
 */
export async function openIncident(
  services: Services,
  cohort: Cohort,
  scenario: Scenario,
  { id, now, closesAt }: { id: string; now: Temporal.Instant; closesAt: Temporal.Instant },
): Promise<Opening> {
  const wanted = { id, cohortId: cohort.id, scenario: scenario.slug, openedAt: now, closesAt, closedAt: null };
  const opening = await recordIncident(services.db, wanted, scenario.session);
  if (isClosed(opening.incident, now)) return opening;
  await postHome(services, cohort, openIncidentView(opening.incident, scenario), incidentKey(opening.incident));
  return opening;
}

/** Posts the incidents of a cohort that are open where they are not posted yet: in a home that they came to. */
export async function postOpenIncidents(services: Services, cohort: Cohort, now: Temporal.Instant): Promise<void> {
  for (const incident of await listOpenIncidents(services.db, cohort.id, now)) {
    const scenario = services.curriculum.scenarios.get(incident.scenario);
    if (scenario === undefined) continue;
    await followHome(services, cohort, openIncidentView(incident, scenario), incidentKey(incident));
  }
}

/**
 * Gives a team its message, its thread and the desk in it, whichever are missing, and brings the names up to date. Returns
 * the thread.
 */
export async function raiseTeam(services: Services, cohort: Cohort, investigation: Investigation): Promise<string> {
  const { db, mail } = services;
  const { row, scenario } = investigation;
  const home = homeIn(cohort, row.workspaceId);
  if (home === undefined) throw new Refused('The cohort has no channel here any more.');
  const key = teamKey(row);
  const shown = teamView(investigation);
  const before = await mail.find(key);
  const target = { kind: 'channel', channel: home.channel } as const;
  const posted = await mail.post(row.workspaceId, target, shown, key);
  if (before !== undefined) await mail.edit(key, shown);
  const thread =
    row.thread ??
    (await mail.openThread(row.workspaceId, posted, `Team ${row.number ?? 1}: ${plainly(scenario.title)}`));
  if (row.thread === null) await recordThread(db, row.id, thread);
  await postIn(services, row.workspaceId, thread, deskView(investigation), `${key}/desk`);
  await tellThread({ ...investigation, row: { ...row, thread } }, services);
  return thread;
}

async function postIn(
  { mail }: Services,
  workspaceId: string,
  channel: string,
  shown: View,
  key: string,
): Promise<void> {
  await mail.post(workspaceId, { kind: 'channel', channel }, shown, key);
}

/** Posts in a team's thread, unless somebody has deleted it: then there is nobody to read it. */
export async function postInThread(
  services: Services,
  { row }: Investigation,
  shown: View,
  key: string,
): Promise<void> {
  if (row.thread === null) return;
  try {
    await postIn(services, row.workspaceId, row.thread, shown, key);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
  }
}
