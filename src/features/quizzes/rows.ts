import { type RowJson, rowFrom } from '../../database/rows.ts';
import { CERTAINTIES } from './certainty.ts';
import { Response } from './marking.ts';
import type { GivenAnswer, Round } from './rounds.ts';
import { rounds } from './tables.ts';

export function roundFrom(json: RowJson): Round {
  return rowFrom(rounds, json);
}

/** What is read of an answer; a click reads several. */
export function answerFrom(json: RowJson): GivenAnswer {
  const { id, item, right, response, certainty, answered_at: at } = json;
  return {
    id: Number(id),
    item: String(item),
    right: right === true,
    response: Response.parse(response),
    certainty: CERTAINTIES.find((one) => one === certainty) ?? null,
    answeredAt: Temporal.Instant.from(String(at)),
  };
}
