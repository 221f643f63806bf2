import { Response } from './marking.ts';
import type { GivenAnswer, Round } from './rounds.ts';

/** A row of `rounds` as Postgres writes it in JSON: moments are ISO 8601, whatever the driver. */
export interface RoundJson {
  id: string;
  kind: Round['kind'];
  workspace_id: string;
  cohort_id: string | null;
  member_id: string | null;
  session: number | null;
  title: string;
  items: string[];
  opened_at: string;
  closes_at: string | null;
  closed_at: string | null;
  shown_finished: number;
}

/** A row of `answers`, likewise. */
export interface AnswerJson {
  id: number;
  item: string;
  response: unknown;
  right: boolean;
  answered_at: string;
}

export function roundFrom(json: RoundJson): Round {
  return {
    id: json.id,
    kind: json.kind,
    workspaceId: json.workspace_id,
    cohortId: json.cohort_id,
    memberId: json.member_id,
    session: json.session,
    title: json.title,
    items: json.items,
    openedAt: Temporal.Instant.from(json.opened_at),
    closesAt: json.closes_at === null ? null : Temporal.Instant.from(json.closes_at),
    closedAt: json.closed_at === null ? null : Temporal.Instant.from(json.closed_at),
    shownFinished: json.shown_finished,
  };
}

export function answerFrom(json: AnswerJson): GivenAnswer {
  const { id, item, right } = json;
  return {
    id,
    item,
    right,
    response: Response.parse(json.response),
    answeredAt: Temporal.Instant.from(json.answered_at),
  };
}
