import type { Job } from '../../../deliveries/job.ts';
import { SCENARIO_HOURS } from '../../../deliveries/plan.ts';
import { editHome, postHome, resultOf } from '../../../deliveries/posting.ts';
import { recordDelivery } from '../../../deliveries/store.ts';
import { idFrom } from '../../../domain/ids.ts';
import { nextScenario } from '../held.ts';
import { investigationOf } from '../investigation.ts';
import { settle } from '../playing.ts';
import { teamClosedView } from '../thread-views.ts';
import { teamKey } from '../threads.ts';
import { incidentKey, openIncident, postInThread } from './opening.ts';
import { findIncident, listIncidentScenarios, listLogs, recordIncidentClosed } from './store.ts';
import { closedIncidentView, incidentOutcomeView } from './views.ts';

/** Opens the first scenario of a session that the cohort has not had yet. */
const scenario: Job<'scenario'> = async ({ key, session }, cohort, services, now) => {
  const { db, curriculum } = services;
  const id = idFrom(key);
  // A second try goes on with what the first one chose.
  const kept = await findIncident(db, id);
  const had = await listIncidentScenarios(db, cohort.id);
  const chosen =
    kept === undefined ? nextScenario(curriculum, session ?? 0, had) : curriculum.scenarios.get(kept.scenario);
  if (chosen === undefined) {
    return { outcome: 'skipped', note: `there is no scenario of session ${session} that the cohort has not had` };
  }
  const closesAt = now.add({ hours: SCENARIO_HOURS });
  const opening = await openIncident(services, cohort, chosen, { id, now, closesAt });
  return opening.outcome === 'opened' ? resultOf(cohort.homes) : { outcome: 'skipped', note: 'it is open already' };
};

/**
 * Closes an incident: no more moves, then scores and points, then a word to each team, then the results as a new message. Each
 * step may be done already; nothing can change any more, so doing it again gives the same.
 */
const debrief: Job<'debrief'> = async ({ detail }, cohort, services, now) => {
  const { db, curriculum } = services;
  const closed = await recordIncidentClosed(db, detail.incident, now);
  if (closed === undefined) return { outcome: 'skipped', note: 'the incident is gone' };
  const about = curriculum.scenarios.get(closed.scenario);
  if (about === undefined) return { outcome: 'skipped', note: 'the scenario has been withdrawn' };
  const settled = [];
  for (const log of await listLogs(db, closed.id)) {
    const investigation = investigationOf(log, curriculum);
    if (investigation !== undefined) settled.push((await settle(investigation, services, now, true)).investigation);
  }
  for (const investigation of settled) {
    if (investigation.row.kind === 'solo') continue;
    await postInThread(services, investigation, teamClosedView(investigation), `${teamKey(investigation.row)}/debrief`);
  }
  const key = incidentKey(closed);
  await editHome(services, cohort, closedIncidentView(closed, about), key);
  // Nobody is pinged for nothing.
  const isEmpty = settled.every(({ moves }) => moves.every(({ move }) => move.kind === 'role'));
  if (isEmpty) return { outcome: 'posted' };
  const shown = await postHome(services, cohort, incidentOutcomeView(closed, about, settled), `${key}/results`);
  const results = { of: 'incident', id: closed.id } as const;
  await recordDelivery(db, { key: `${key}/told`, cohortId: cohort.id, kind: 'result', detail: results, dueAt: now });
  return resultOf(shown);
};

export const incidentJobs = { scenario, debrief };
