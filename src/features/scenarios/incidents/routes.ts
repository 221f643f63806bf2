import { z } from 'zod';
import { Refused, Unreachable } from '../../../chat/errors.ts';
import { textOption } from '../../../chat/input.ts';
import { command, join, text, time, word } from '../../../chat/text.ts';
import type { View } from '../../../chat/view.ts';
import { type CohortContext, cohortRoute, type Route } from '../../../context.ts';
import type { Scenario } from '../../../curriculum/scenario.ts';
import { SCENARIO_HOURS } from '../../../deliveries/plan.ts';
import { channelOf, homeIn, whereOf } from '../../../domain/cohorts/homes.ts';
import { idFrom } from '../../../domain/ids.ts';
import { PAGES, type Page } from '../debrief-views.ts';
import { heldText } from '../held.ts';
import {
  type Incident,
  type Investigation,
  type InvestigationRow,
  investigationOf,
  isClosed,
} from '../investigation.ts';
import { findHeld, newInvestigation } from '../playing.ts';
import { assertFirst, getScenario, goOn, suggestScenarios, takeAlone } from '../starting.ts';
import { findLog, findPlayed } from '../store.ts';
import { incidentDebriefView } from './debrief-views.ts';
import { openIncident, raiseTeam } from './opening.ts';
import {
  findIncident,
  findOwnRun,
  type Joined,
  listLogs,
  listRoomyTeams,
  recordTeam,
  recordTeammate,
} from './store.ts';
import { joinedTeamView, postedIncidentView, teamsView } from './views.ts';

const post = cohortRoute({
  name: 'debug post',
  summary: 'Open a scenario for the cohort: teams, a thread each, the debrief after 72 hours',
  ack: 'private',
  who: 'mentor',
  did: 'opened a scenario',
  spends: 'round',
  input: z.object({ scenario: textOption('Which scenario', 100, z.string().trim().min(1)) }),
  complete: { scenario: (typed, { curriculum }) => suggestScenarios(typed, curriculum) },
  async run({ scenario: typed }, context) {
    const { cohort, curriculum, eventKey, now } = context;
    if (cohort.status !== 'active') {
      throw new Refused(text`**${cohort.name}** is ${cohort.status}: scenarios are opened in active cohorts only.`);
    }
    const scenario = getScenario(typed, curriculum);
    const closesAt = now.add({ hours: SCENARIO_HOURS });
    const { outcome, incident } = await openIncident(context, cohort, scenario, {
      id: idFrom(eventKey),
      now,
      closesAt,
    });
    if (outcome === 'open-already') {
      throw new Refused(
        text`That scenario is open until ${time(incident.closesAt)}. You can post it again after that.`,
      );
    }
    return postedIncidentView(incident, scenario, join(cohort.homes.map(channelOf), ', '));
  },
});

const id = z.string().regex(/^[a-z0-9]{1,24}$/, { error: 'is not one of mine' });

const incidentInput = z.object({ incident: id });

const teamInput = z.object({ incident: id, team: id });

/** The teams to choose from; the first to come makes one at once. */
const joinTeam = cohortRoute({
  name: 'incident.join',
  ack: 'private',
  who: 'learner',
  input: incidentInput,
  async run({ incident: incidentId }, context) {
    const { db, asker, workspaceId } = context;
    const { incident, scenario } = await getOpen(incidentId, context);
    const own = await findOwnRun(db, incident.id, asker.memberId);
    if (own !== undefined) return elsewhere(own, context);
    await assertFirst(incident, context);
    assertHome(context);
    const teams = await listRoomyTeams(db, incident.id, workspaceId);
    return teams.length === 0 ? foundTeam(incident, scenario, context) : teamsView(incident, teams);
  },
});

const found = cohortRoute({
  name: 'incident.found',
  ack: 'update',
  who: 'learner',
  spends: 'team',
  input: incidentInput,
  async run({ incident: incidentId }, context) {
    const { incident, scenario } = await getOpen(incidentId, context);
    return foundTeam(incident, scenario, context);
  },
});

/** From one's own list of teams, or from a team's message in the channel. */
const pick = cohortRoute({
  name: 'incident.pick',
  formerly: ['incident.team'],
  ack: 'update',
  who: 'learner',
  input: teamInput,
  run: (input, context) => joinOne(input, context),
});

const alone = cohortRoute({
  name: 'incident.alone',
  ack: 'private',
  who: 'learner',
  spends: 'investigation',
  input: incidentInput,
  async run({ incident: incidentId }, context) {
    const { incident, scenario } = await getOpen(incidentId, context);
    const own = await findOwnRun(context.db, incident.id, context.asker.memberId);
    return own === undefined ? takeAlone(scenario, incident, context) : elsewhere(own, context);
  },
});

/** After the close: one's own result with the debrief. */
const mine = cohortRoute({
  name: 'incident.mine',
  ack: 'private',
  who: 'learner',
  input: incidentInput,
  async run({ incident: incidentId }, context) {
    const own = await findOwnRun(context.db, incidentId, context.asker.memberId);
    if (own !== undefined) return goOn(own, context);
    const incident = await findIncident(context.db, incidentId);
    const before = incident && (await findPlayed(context.db, incident, context.asker.memberId));
    if (before === undefined) throw new Refused('You took no part in it. **Debrief** below its message tells it all.');
    if (!before.isMine) {
      throw new Refused(
        text`You investigated this in another ${word('workspace')}, with ${before.score ?? 0} of 100. Your result is there.`,
      );
    }
    return goOn(before, context);
  },
});

async function joinOne({ incident: incidentId, team: teamId }: z.output<typeof teamInput>, context: CohortContext) {
  const { db, asker, now, eventKey } = context;
  const { incident } = await getOpen(incidentId, context);
  await assertFirst(incident, context);
  assertHome(context);
  const joining = { incident, memberId: asker.memberId, now, eventId: eventKey };
  return joined(await recordTeammate(db, teamId, joining), context, teamId);
}

async function foundTeam(incident: Incident, scenario: Scenario, context: CohortContext): Promise<View> {
  const { db, asker, workspaceId, cohort, now, eventKey } = context;
  await assertFirst(incident, context);
  assertHome(context);
  const { closesAt } = incident;
  const about = { workspaceId, cohortId: cohort.id, incidentId: incident.id, closesAt, openedAt: now };
  const row = { ...newInvestigation(idFrom(eventKey), scenario, about), kind: 'team', memberId: null } as const;
  const joining = { incident, memberId: asker.memberId, now, eventId: eventKey };
  return joined(await recordTeam(db, row, joining), context, row.id);
}

/** A team has its message and its thread in the cohort's channel: where it has none, nobody founds or joins one. */
function assertHome({ cohort, workspaceId }: CohortContext): void {
  if (homeIn(cohort, workspaceId) !== undefined) return;
  throw new Refused(
    text`Teams meet in ${whereOf(cohort)}: join one there. Here you can take the incident on alone: **Begin alone** in ${command('next')}.`,
  );
}

/** Brings the team's message and thread up to date, and shows the way in. Somebody already in the team sees the same again. */
async function joined(result: Joined, context: CohortContext, wanted: string): Promise<View> {
  switch (result.outcome) {
    case 'full':
      throw new Refused('That team is full. Press **Join a team** below the incident for the others.');
    case 'closed':
      throw new Refused('That is closed and takes nobody new.');
    case 'elsewhere':
      if (result.row.id !== wanted) return elsewhere(result.row, context);
      return inTeam(result.row, context, false);
    case 'joined':
      return inTeam(result.row, context, true);
  }
}

/** A thread is in nobody's list before they are in it, and a private one closed to them. */
async function bringInto(thread: string, { mail, workspaceId, event }: CohortContext): Promise<void> {
  try {
    await mail.bringIn(workspaceId, thread, [event.person.id]);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
  }
}

async function inTeam(row: InvestigationRow, context: CohortContext, fresh: boolean): Promise<View> {
  const investigation = await getOwn(row, context);
  const thread = await raiseTeam(context, context.cohort, investigation);
  if (context.workspaceId === row.workspaceId) await bringInto(thread, context);
  return joinedTeamView(
    { ...investigation, row: { ...investigation.row, thread } },
    { viewer: context.asker.memberId, fresh },
  );
}

async function getOwn(row: InvestigationRow, { db, asker, curriculum }: CohortContext): Promise<Investigation> {
  const log = await findLog(db, row.id, asker.memberId);
  const investigation = log && investigationOf(log, curriculum);
  if (investigation === undefined) throw new Refused('This scenario has been withdrawn.');
  return investigation;
}

/** Somebody who is at an incident already is shown where. */
async function elsewhere(row: InvestigationRow, context: CohortContext): Promise<View> {
  return row.kind === 'team' ? inTeam(row, context, false) : goOn(row, context);
}

async function getOpen(
  incidentId: string,
  { db, cohort, curriculum, now }: CohortContext,
): Promise<{ incident: Incident; scenario: Scenario }> {
  const incident = await findIncident(db, incidentId);
  if (incident === undefined || incident.cohortId !== cohort.id) throw new Refused('I don’t know this incident.');
  if (isClosed(incident, now)) {
    throw new Refused(
      text`It closed on ${time(incident.closesAt)}. **My result** below its message shows how it went.`,
    );
  }
  const scenario = curriculum.scenarios.get(incident.scenario);
  if (scenario === undefined) throw new Refused('This scenario has been withdrawn.');
  return { incident, scenario };
}

/** After the close: what it was and what follows, for everybody of the cohort. */
const debriefed = cohortRoute({
  name: 'incident.debrief',
  ack: 'update',
  who: 'learner',
  input: incidentInput.extend({ page: z.enum(PAGES).optional() }),
  async run({ incident: incidentId, page }, context) {
    const { db, cohort, curriculum, now } = context;
    const incident = await findIncident(db, incidentId);
    if (incident === undefined || incident.cohortId !== cohort.id) throw new Refused('I don’t know this incident.');
    const scenario = curriculum.scenarios.get(incident.scenario);
    if (scenario === undefined) throw new Refused('This scenario has been withdrawn.');
    if (!isClosed(incident, now)) {
      throw new Refused(text`The debrief comes when the incident closes, ${time(incident.closesAt)}.`);
    }
    const held = await findHeld(scenario, context);
    if (held !== undefined) throw new Refused(heldText(held));
    return debriefFor(incident, scenario, page, context);
  },
});

async function debriefFor(
  incident: Incident,
  scenario: Scenario,
  page: Page | undefined,
  { db, curriculum, asker }: CohortContext,
): Promise<View> {
  const own = await findOwnRun(db, incident.id, asker.memberId);
  const all = (await listLogs(db, incident.id)).flatMap((log) => investigationOf(log, curriculum) ?? []);
  const mine = all.find(({ row }) => row.id === own?.id);
  const others = all.filter(({ row }) => row.id !== own?.id);
  const first = page ?? (mine === undefined ? 'cause' : 'path');
  return incidentDebriefView(incident, scenario, first, { own: mine, others, curriculum });
}

export const incidentRoutes: readonly Route[] = [post, joinTeam, found, pick, alone, mine, debriefed];
