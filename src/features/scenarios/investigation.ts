import { join, type Part, type Text, text } from '../../chat/text.ts';
import type { Scenario } from '../../curriculum/scenario.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import type { Made } from './moves.ts';
import { type Kind, type Position, position } from './position.ts';

/** A scenario that was posted to a cohort. */
export interface Incident {
  id: string;
  cohortId: string;
  /** The scenario's slug. */
  scenario: string;
  openedAt: Temporal.Instant;
  closesAt: Temporal.Instant;
  closedAt: Temporal.Instant | null;
}

/** How an investigation ended: with a right fix, by giving up, or because its incident closed. */
export type Outcome = 'fixed' | 'gave-up' | 'closed';

/** An investigation as the table keeps it. */
export interface InvestigationRow {
  id: string;
  kind: Kind;
  workspaceId: string;
  cohortId: string | null;
  incidentId: string | null;
  /** Whose it is, alone; null for a team's. */
  memberId: string | null;
  number: number | null;
  scenario: string;
  version: string;
  openedAt: Temporal.Instant;
  closesAt: Temporal.Instant | null;
  closedAt: Temporal.Instant | null;
  outcome: Outcome | null;
  score: number | null;
  thread: string | null;
  /** Whether only the team sees its thread. */
  isThreadPrivate: boolean;
}

/** A move in the log; ids ascend. */
export interface Logged extends Made {
  id: number;
  at: Temporal.Instant;
}

/** Somebody who investigates. */
export interface Investigator {
  memberId: string;
  name: string;
  hidden: boolean;
  /** What they want to be called on boards. */
  pseudonym?: string | null;
  /** With the cohort as staff. */
  isStaff?: boolean;
}

/** An investigation with everything that was done in it. */
export interface Log {
  row: InvestigationRow;
  /** Who takes part, in the order in which they joined. */
  people: readonly Investigator[];
  moves: readonly Logged[];
}

/** An investigation as it stands. */
export interface Investigation extends Log {
  scenario: Scenario;
  at: Position;
}

/** Where an investigation stands. Undefined when its scenario has been withdrawn from the curriculum. */
export function investigationOf(log: Log, { scenarios }: Pick<Curriculum, 'scenarios'>): Investigation | undefined {
  const scenario = scenarios.get(log.row.scenario);
  return scenario && { ...log, scenario, at: position(scenario, log.row.kind, log.moves) };
}

/** Whether an incident, or a run of one, no longer takes moves. */
export function isClosed(
  { closesAt, closedAt }: { closesAt: Temporal.Instant | null; closedAt: Temporal.Instant | null },
  now: Temporal.Instant,
): boolean {
  return closedAt !== null || (closesAt !== null && Temporal.Instant.compare(closesAt, now) <= 0);
}

/** The debrief of a cohort's incident waits for its close: others are still at it. */
export function isDebriefOpen({ row }: Pick<Log, 'row'>, now: Temporal.Instant): boolean {
  return row.closesAt === null ? row.closedAt !== null : Temporal.Instant.compare(row.closesAt, now) <= 0;
}

/** Whoever hides is named to nobody but themselves; `viewer` is left out where others read it, too. */
function isNamed({ hidden, memberId }: Investigator, viewer: string | undefined): boolean {
  return !hidden || memberId === viewer;
}

/** What somebody is called in their team. Undefined: they hide. */
export function findName({ people }: Pick<Log, 'people'>, memberId: string, viewer?: string): Part | undefined {
  const person = people.find((one) => one.memberId === memberId);
  return person !== undefined && isNamed(person, viewer) ? markedName(person) : undefined;
}

/** What somebody is called in their team, within a sentence. */
export function nameIn(log: Pick<Log, 'people'>, memberId: string, viewer?: string): Part {
  return findName(log, memberId, viewer) ?? 'a teammate';
}

/** Who is in a team: the names, and how many there are besides. */
export function namesOf(people: readonly Investigator[], viewer?: string): Text {
  const named = people.filter((person) => isNamed(person, viewer)).map(markedName);
  const more = people.length - named.length;
  if (named.length === 0) return more === 1 ? text`one person` : text`${more} people`;
  const names = join(named, ', ');
  return more === 0 ? names : text`${names} and ${more === 1 ? 'one' : more} more`;
}

/** A name, and a mark on staff that nobody can type into a name of theirs: a name holds no mark-up. */
function markedName({ name, isStaff = false }: Pick<Investigator, 'name' | 'isStaff'>): Part {
  return isStaff ? text`${name} \`staff\`` : name;
}

/** How many a team can hold. */
export const TEAM_SIZE = 4;
