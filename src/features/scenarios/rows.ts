import { type RowJson, rowFrom } from '../../database/rows.ts';
import type { InvestigationRow, Investigator, Log, Logged } from './investigation.ts';
import { Move } from './moves.ts';
import { investigationMoves, investigations } from './tables.ts';

/** An investigation with its moves and its people, in one row. */
export interface LogJson extends Record<string, unknown> {
  row: RowJson;
  moves: RowJson[];
  people: Investigator[];
}

export function investigationFrom(json: RowJson): InvestigationRow {
  return rowFrom(investigations, json);
}

/** A move, if this version of the program knows its kind: a move of an unknown kind counts as none. */
function movesFrom(json: RowJson): Logged[] {
  const { id, memberId, move, at } = rowFrom(investigationMoves, json);
  const read = Move.safeParse(move);
  return read.success ? [{ id, by: memberId, move: read.data, at }] : [];
}

export function logFrom({ row, moves, people }: LogJson): Log {
  return {
    row: investigationFrom(row),
    people,
    moves: moves.flatMap(movesFrom).sort((one, other) => one.id - other.id),
  };
}
