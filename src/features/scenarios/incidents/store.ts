import { and, asc, count, desc, eq, gt, isNull, max, sql } from 'drizzle-orm';
import { ROLES } from '../../../curriculum/scenario-schema.ts';
import { type Db, rows } from '../../../database/client.ts';
import { recordDelivery } from '../../../deliveries/store.ts';
import { lockCohort } from '../../../domain/cohorts/store.ts';
import { members } from '../../../domain/people/tables.ts';
import {
  type Incident,
  type InvestigationRow,
  type Investigator,
  isClosed,
  type Log,
  TEAM_SIZE,
} from '../investigation.ts';
import type { Move } from '../moves.ts';
import { type LogJson, logFrom } from '../rows.ts';
import { logColumns } from '../store.ts';
import { incidents, investigationMoves, investigations, investigators } from '../tables.ts';

/** `opened`: this incident is kept. `open-already`: the scenario is open in the cohort by another one, and this is it. */
export type Opening = { outcome: 'opened' | 'open-already'; incident: Incident };

/** Keeps an incident with the delivery that closes it, or returns the one that is open. One at a time per cohort. */
export async function recordIncident(db: Db, incident: Incident, session: number): Promise<Opening> {
  return db.transaction(async (tx) => {
    await lockCohort(tx, incident.cohortId);
    const kept = await findIncident(tx, incident.id);
    if (kept !== undefined) return { outcome: 'opened', incident: kept };
    const other = await findOpenIncident(tx, incident.cohortId, incident.scenario, incident.openedAt);
    if (other !== undefined) return { outcome: 'open-already', incident: other };
    await tx.insert(incidents).values(incident);
    await recordDelivery(tx, {
      key: `incident/${incident.id}/debrief`,
      cohortId: incident.cohortId,
      kind: 'debrief',
      session,
      detail: { incident: incident.id },
      dueAt: incident.closesAt,
    });
    return { outcome: 'opened', incident };
  });
}

export async function findIncident(db: Db, id: string): Promise<Incident | undefined> {
  const [found] = await db.select().from(incidents).where(eq(incidents.id, id));
  return found;
}

/** The incident of a scenario that runs in a cohort now. */
async function findOpenIncident(
  db: Db,
  cohortId: string,
  scenario: string,
  now: Temporal.Instant,
): Promise<Incident | undefined> {
  const [found] = await db
    .select()
    .from(incidents)
    .where(
      and(
        eq(incidents.cohortId, cohortId),
        eq(incidents.scenario, scenario),
        isNull(incidents.closedAt),
        gt(incidents.closesAt, now),
      ),
    )
    .orderBy(desc(incidents.openedAt))
    .limit(1);
  return found;
}

/** The incidents of a cohort that run now. */
export async function listOpenIncidents(db: Db, cohortId: string, now: Temporal.Instant): Promise<Incident[]> {
  return db
    .select()
    .from(incidents)
    .where(and(eq(incidents.cohortId, cohortId), isNull(incidents.closedAt), gt(incidents.closesAt, now)))
    .orderBy(asc(incidents.openedAt));
}

/** The slugs of the scenarios that a cohort has had, or is at. */
export async function listIncidentScenarios(db: Db, cohortId: string): Promise<Set<string>> {
  const found = await db
    .select({ scenario: incidents.scenario })
    .from(incidents)
    .where(eq(incidents.cohortId, cohortId));
  return new Set(found.map(({ scenario }) => scenario));
}

/** Closes an incident: no more moves and no more teams. Returns it as it is kept. */
export async function recordIncidentClosed(db: Db, id: string, now: Temporal.Instant): Promise<Incident | undefined> {
  await db
    .update(incidents)
    .set({ closedAt: now })
    .where(and(eq(incidents.id, id), isNull(incidents.closedAt)));
  return findIncident(db, id);
}

/** All investigations of an incident with their moves: teams by number, then people alone. */
export async function listLogs(db: Db, incidentId: string): Promise<Log[]> {
  const found = await rows<LogJson>(
    db,
    sql`select ${logColumns(sql`(select * from investigation_moves where investigation_id = r.id)`)}
      from investigations r where r.incident_id = ${incidentId} order by r.number nulls last, r.opened_at, r.id`,
  );
  return found.map(logFrom);
}

/** The run of an incident that somebody takes part in. */
export async function findOwnRun(db: Db, incidentId: string, memberId: string): Promise<InvestigationRow | undefined> {
  const [alone] = await db
    .select()
    .from(investigations)
    .where(and(eq(investigations.incidentId, incidentId), eq(investigations.memberId, memberId)));
  if (alone !== undefined) return alone;
  const [team] = await db
    .select({ row: investigations })
    .from(investigators)
    .innerJoin(investigations, eq(investigations.id, investigators.investigationId))
    .where(and(eq(investigators.incidentId, incidentId), eq(investigators.memberId, memberId)));
  return team?.row;
}

/** A team with its members. */
export interface Team {
  row: InvestigationRow;
  people: readonly Investigator[];
}

/** The teams of an incident in one workspace that have not ended and have room for one more. */
export async function listRoomyTeams(db: Db, incidentId: string, workspaceId: string): Promise<Team[]> {
  const found = await db
    .select({
      row: investigations,
      memberId: members.id,
      name: members.name,
      hidden: members.hidden,
      isStaff: sql<boolean>`exists (select 1 from enrolments e where e.cohort_id = ${investigations.cohortId}
        and e.member_id = ${members.id} and e.role = 'mentor' and e.left_at is null)`,
    })
    .from(investigations)
    .innerJoin(investigators, eq(investigators.investigationId, investigations.id))
    .innerJoin(members, eq(members.id, investigators.memberId))
    .where(
      and(
        eq(investigations.incidentId, incidentId),
        eq(investigations.workspaceId, workspaceId),
        isNull(investigations.closedAt),
      ),
    )
    .orderBy(asc(investigations.number), asc(investigators.joinedAt), asc(members.id));
  const byRun = Map.groupBy(found, ({ row }) => row.id);
  return [...byRun.values()].flatMap((places) => {
    const [first] = places;
    return first === undefined || places.length >= TEAM_SIZE ? [] : [{ row: first.row, people: places }];
  });
}

/** Who joins, by which event. */
interface Joining {
  incident: Incident;
  memberId: string;
  now: Temporal.Instant;
  eventId: string;
}

/** What became of joining: in the team; in another investigation of the incident already; or there is no room. */
export type Joined = { outcome: 'joined' | 'elsewhere'; row: InvestigationRow } | { outcome: 'full' | 'closed' };

/** Makes a team of one. One join at a time per incident, so that nobody is in two teams and no team has five. */
export async function recordTeam(db: Db, row: Omit<InvestigationRow, 'number'>, joining: Joining): Promise<Joined> {
  return inTurn(db, joining, async (tx) => {
    const [last] = await tx
      .select({ number: max(investigations.number) })
      .from(investigations)
      .where(eq(investigations.incidentId, joining.incident.id));
    const team = { ...row, number: (last?.number ?? 0) + 1 };
    await tx.insert(investigations).values(team);
    await addTo(tx, team, joining, 0);
    return { outcome: 'joined', row: team };
  });
}

/** Adds somebody to a team. */
export async function recordTeammate(db: Db, teamId: string, joining: Joining): Promise<Joined> {
  return inTurn(db, joining, async (tx) => {
    const [team] = await tx
      .select()
      .from(investigations)
      .where(and(eq(investigations.id, teamId), eq(investigations.incidentId, joining.incident.id)));
    if (team === undefined || team.kind !== 'team' || team.closedAt !== null) return { outcome: 'closed' };
    const [size] = await tx
      .select({ people: count() })
      .from(investigators)
      .where(eq(investigators.investigationId, teamId));
    const people = size?.people ?? 0;
    if (people >= TEAM_SIZE) return { outcome: 'full' };
    await addTo(tx, team, joining, people);
    return { outcome: 'joined', row: team };
  });
}

async function inTurn(
  db: Db,
  { incident, memberId, now }: Joining,
  join: (tx: Db) => Promise<Joined>,
): Promise<Joined> {
  return db.transaction(async (tx) => {
    const [locked] = await tx.select().from(incidents).where(eq(incidents.id, incident.id)).for('update');
    const own = await findOwnRun(tx, incident.id, memberId);
    if (own !== undefined) return { outcome: 'elsewhere', row: own };
    if (locked === undefined || isClosed(locked, now)) return { outcome: 'closed' };
    return join(tx);
  });
}

/** The first leads, the second investigates, the third writes; a role that somebody has taken by then stays theirs. */
async function addTo(
  tx: Db,
  team: InvestigationRow,
  { incident, memberId, now, eventId }: Joining,
  before: number,
): Promise<void> {
  await tx.insert(investigators).values({ investigationId: team.id, incidentId: incident.id, memberId, joinedAt: now });
  const role = ROLES[before];
  if (role === undefined) return;
  const taken = await rows(
    tx,
    sql`select 1 from investigation_moves where investigation_id = ${team.id} and move->>'role' = ${role} limit 1`,
  );
  if (taken.length > 0) return;
  const move = { kind: 'role', role } satisfies Move;
  await tx
    .insert(investigationMoves)
    .values({ investigationId: team.id, memberId, move, at: now, eventId: `${eventId}/role` })
    .onConflictDoNothing();
}
