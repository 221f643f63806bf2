import { z } from 'zod';
import type { Happening, HelpEvent } from './help.ts';

/** Something that is about to be kept, with what made it happen. */
export type Told = { at: Temporal.Instant; by: string | null; cause: string } & Happening;

/** A row of what happened, as the table has it. */
interface HelpEventRow {
  id: number;
  kind: Happening['kind'];
  memberId: string | null;
  otherId: string | null;
  detail: unknown;
  at: Temporal.Instant;
}

/** What happened as a row: people stand in columns of their own, the rest in its detail. */
export function happeningRow(told: Told): Omit<HelpEventRow, 'id'> & { cause: string } {
  const { at, by, cause, ...what } = told;
  const otherId = what.kind === 'handed-over' ? what.to : null;
  return { kind: what.kind, memberId: by, otherId, detail: detailOf(what), at, cause };
}

function detailOf(what: Happening): Record<string, unknown> {
  const { kind: _, ...detail } = what;
  if (what.kind === 'handed-over') return {};
  return detail;
}

const DETAILS = {
  taken: z.object({ waited: z.number().default(0) }),
  opened: z.object({ workspaceId: z.string(), channel: z.string() }),
  spoke: z.object({ words: z.string().nullable().default(null), from: z.int().nullable().default(null) }),
  released: z.object({ isLapsed: z.boolean().default(false) }),
  reopened: z.object({ isQueued: z.boolean().default(false) }),
  nudged: z.object({ turn: z.enum(['asker', 'holder', 'mentors']) }),
  escalated: z.object({ to: z.enum(['mentors', 'organisers']) }),
  rated: z.object({ mark: z.enum(['solved', 'helped', 'not-yet']) }),
  thanked: z.object({ words: z.string(), isShown: z.boolean() }),
  kept: z.object({ words: z.string(), beliefs: z.array(z.string()).default([]) }),
  written: z.object({ words: z.string() }),
  saved: z.object({ event: z.int(), beliefs: z.array(z.string()).default([]) }),
} as const;

/** A row as what happened, or throws. */
export function happeningFrom({ id, kind, memberId: by, otherId, detail, at }: HelpEventRow): HelpEvent {
  const own = { id, at, by };
  switch (kind) {
    case 'handed-over':
      return { ...own, kind, to: otherId ?? '' };
    case 'taken':
      return { ...own, kind, ...DETAILS.taken.parse(detail) };
    case 'opened':
      return { ...own, kind, ...DETAILS.opened.parse(detail) };
    case 'spoke':
      return { ...own, kind, ...DETAILS.spoke.parse(detail) };
    case 'released':
      return { ...own, kind, ...DETAILS.released.parse(detail) };
    case 'reopened':
      return { ...own, kind, ...DETAILS.reopened.parse(detail) };
    case 'nudged':
      return { ...own, kind, ...DETAILS.nudged.parse(detail) };
    case 'escalated':
      return { ...own, kind, ...DETAILS.escalated.parse(detail) };
    case 'rated':
      return { ...own, kind, ...DETAILS.rated.parse(detail) };
    case 'thanked':
      return { ...own, kind, ...DETAILS.thanked.parse(detail) };
    case 'kept':
      return { ...own, kind, ...DETAILS.kept.parse(detail) };
    case 'written':
      return { ...own, kind, ...DETAILS.written.parse(detail) };
    case 'saved':
      return { ...own, kind, ...DETAILS.saved.parse(detail) };
    case 'asked':
    case 'extended':
    case 'reused':
    case 'resolved':
    case 'withdrawn':
    case 'closed':
      return { ...own, kind };
  }
}
