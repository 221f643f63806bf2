import { type RowJson, rowFrom } from '../../database/rows.ts';
import { Response } from './marking.ts';
import type { GivenAnswer, Round } from './rounds.ts';
import { answers, rounds } from './tables.ts';

export function roundFrom(json: RowJson): Round {
  return rowFrom(rounds, json);
}

export function answerFrom(json: RowJson): GivenAnswer {
  const { id, item, right, response, certainty, answeredAt } = rowFrom(answers, json);
  return { id, item, right, response: Response.parse(response), certainty, answeredAt };
}
