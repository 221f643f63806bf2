import type { Services } from '../../context.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { memberIdOf } from '../../domain/people/ids.ts';
import { findPersonId } from '../../domain/people/store.ts';
import { happen } from './happening.ts';
import { type Help, isLapsed } from './help.ts';
import type { HelpRequest } from './requests.ts';

/**
 * Gives a question back whose time ran out, unless whoever has it has said something where it is talked about: that is looked for first, as far
 * as the platform lets us. Returns how it stands then.
 */
export async function lapse(
  services: Services,
  cohort: Cohort,
  request: HelpRequest,
  now: Temporal.Instant,
): Promise<HelpRequest> {
  if (!isLapsed(request.help, now)) return request;
  const heard = await listen(services, cohort, request, now);
  if (!isLapsed(heard.help, now)) return heard;
  const cause = `ask/${request.id}/lapsed/${heard.help.heldUntil?.epochMilliseconds}`;
  const told = { kind: 'released', isLapsed: true, at: now, by: null, cause } as const;
  return (await happen(services.db, cohort, request.id, told)).request;
}

/** Writes down who has said something in a question's talk since the last sign of life, without their words. Returns how it stands then. */
export async function listen(
  { db, mail }: Services,
  cohort: Cohort,
  request: HelpRequest,
  now: Temporal.Instant,
): Promise<HelpRequest> {
  const { talk, aliveAt } = request.help;
  if (talk === null || aliveAt === null) return request;
  const voices = await mail.listVoices(talk.workspaceId, talk.channel, aliveAt);
  let after = request;
  for (const { person, at } of voices ?? []) {
    const by = await findPersonId(db, memberIdOf(talk.workspaceId, person));
    if (by === undefined || !isConcerned(after, by)) continue;
    // A word that was said while the bot was down counts from when it was said; never later than now.
    const said = Temporal.Instant.compare(at, now) > 0 ? now : at;
    const cause = `ask/${request.id}/voice/${person}/${at.epochMilliseconds}`;
    const told = { kind: 'spoke', words: null, at: said, by, cause } as const;
    after = (await happen(db, cohort, request.id, told)).request;
  }
  return after;
}

function isConcerned({ help, memberId }: { help: Help; memberId: string }, by: string): boolean {
  return by === memberId || by === help.holder;
}
