import { Move } from './moves.ts';
import type { Investigator, Log, Logged, Run } from './runs.ts';

/** A row of `investigations` as Postgres writes it in JSON: moments are ISO 8601, whatever the driver. */
export interface RunJson {
  id: string;
  kind: Run['kind'];
  workspace_id: string;
  cohort_id: string | null;
  incident_id: string | null;
  member_id: string | null;
  number: number | null;
  scenario: string;
  version: string;
  opened_at: string;
  closes_at: string | null;
  closed_at: string | null;
  outcome: Run['outcome'];
  score: number | null;
  thread: string | null;
}

/** A row of `investigation_moves`, likewise. */
export interface MoveJson {
  id: number;
  member_id: string;
  move: unknown;
  at: string;
}

/** An investigation with its moves and its people, in one row. */
export interface LogJson extends Record<string, unknown> {
  run: RunJson;
  moves: MoveJson[];
  people: Investigator[];
}

export function runFrom(json: RunJson): Run {
  return {
    id: json.id,
    kind: json.kind,
    workspaceId: json.workspace_id,
    cohortId: json.cohort_id,
    incidentId: json.incident_id,
    memberId: json.member_id,
    number: json.number,
    scenario: json.scenario,
    version: json.version,
    openedAt: Temporal.Instant.from(json.opened_at),
    closesAt: json.closes_at === null ? null : Temporal.Instant.from(json.closes_at),
    closedAt: json.closed_at === null ? null : Temporal.Instant.from(json.closed_at),
    outcome: json.outcome,
    score: json.score,
    thread: json.thread,
  };
}

/** A kind of move that this version of the program does not know counts as none. */
function movesFrom(json: readonly MoveJson[]): Logged[] {
  return json
    .flatMap(({ id, member_id: by, move, at }) => {
      const read = Move.safeParse(move);
      return read.success ? [{ id, by, move: read.data, at: Temporal.Instant.from(at) }] : [];
    })
    .sort((one, other) => one.id - other.id);
}

export function logFrom({ run, moves, people }: LogJson): Log {
  return { run: runFrom(run), people, moves: movesFrom(moves) };
}
