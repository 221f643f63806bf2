import { Refused, Unreachable } from '../../../chat/errors.ts';
import type { View } from '../../../chat/view.ts';
import type { Services } from '../../../context.ts';
import type { Scenario } from '../../../curriculum/scenario.ts';
import { examine } from '../../../deliveries/checkups.ts';
import { followHome, postHome } from '../../../deliveries/posting.ts';
import type { Cohort, Home } from '../../../domain/cohorts/cohort.ts';
import { homeIn } from '../../../domain/cohorts/homes.ts';
import { findAccountIn } from '../../../domain/people/store.ts';
import { type Incident, type Investigation, isClosed } from '../investigation.ts';
import { plainly } from '../letters.ts';
import { listPrivateThreads, recordThread } from '../store.ts';
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
  const title = `Team ${row.number ?? 1}: ${plainly(scenario.title)}`;
  const hidden = row.thread === null ? await tryPrivate(services, cohort, { row, home, title }) : undefined;
  const kept = hidden && (await recordThread(db, row.id, { thread: hidden, isThreadPrivate: true }));
  const raised = { ...investigation, row: { ...row, ...kept } };
  const shown = teamView(raised);
  const before = await mail.find(key);
  const target = { kind: 'channel', channel: home.channel } as const;
  const posted = await mail.post(row.workspaceId, target, shown, key);
  if (before !== undefined) await mail.edit(key, shown);
  const { thread } =
    raised.row.thread === null
      ? await recordThread(db, row.id, {
          thread: await mail.openThread(row.workspaceId, posted, title),
          isThreadPrivate: false,
        })
      : { thread: raised.row.thread };
  await postIn(services, row.workspaceId, thread, deskView(raised), `${key}/desk`);
  await tellThread({ ...raised, row: { ...raised.row, thread } }, services);
  return thread;
}

/** Where the right to it is missing, the team's thread is one that everybody reads, and the organisers are told. */
async function tryPrivate(
  services: Services,
  cohort: Cohort,
  { row, home, title }: { row: Investigation['row']; home: Home; title: string },
): Promise<string | undefined> {
  try {
    // The mark keeps it apart from the thread of an earlier incident of the same scenario.
    const marked = { channel: home.channel, people: [], title: `${title} (${row.id.slice(0, 6)})` };
    return await services.mail.openPrivateThread(row.workspaceId, marked);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    await examine(services, cohort, services.clock());
    return undefined;
  }
}

/** Takes whoever is about to leave a cohort out of the threads that only its teams see. */
export async function takeOutOfTeams(
  { db, mail }: Pick<Services, 'db' | 'mail'>,
  who: { cohortId: string; memberId: string },
): Promise<void> {
  for (const { workspaceId, thread } of await listPrivateThreads(db, who)) {
    const account = await findAccountIn(db, who.memberId, workspaceId);
    if (account === undefined) continue;
    try {
      await mail.takeOut(workspaceId, thread, [account.externalId]);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
    }
  }
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
