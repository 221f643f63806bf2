import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { type Text, text } from '../../chat/text.ts';
import type { CohortContext } from '../../context.ts';
import type { EntryKind } from './standing.ts';
import { type CheckpointRequest, recordEntry } from './store.ts';
import { objectionText } from './texts.ts';

export const requestInput = { request: z.string().max(24) };

/** Does something about a request, or refuses with the reason and gives back what was typed. Returns it as it stands then. */
export async function act(
  { db, cohort, asker, now, eventKey, mail }: CohortContext,
  id: string,
  kind: Exclude<EntryKind, 'requested'>,
  { words = '', links = [], runs = [] }: { words?: string; links?: readonly string[]; runs?: readonly string[] } = {},
  typed: Text = text``,
): Promise<CheckpointRequest> {
  const entry = { memberId: asker.memberId, words, links, runs, at: now, eventId: eventKey };
  const done = await recordEntry(db, cohort, id, kind, entry);
  if (done === undefined) throw new Refused(text`There is no such request in **${cohort.name}**.${typed}`);
  if (done.kind === 'refused') throw new Refused(text`${objectionText(done.objection, done.request)}${typed}`);
  await mail.wake();
  return done.request;
}
