import { Unreachable } from '../chat/errors.ts';
import type { Mail } from '../chat/mail.ts';
import type { Lack, Wishes } from '../chat/platform.ts';
import type { Home } from '../domain/cohorts/cohort.ts';

/** What the bot may not do in a home; `closed` where it can't be reached at all, `unknown` where the platform did not say. */
export type Rights =
  | { kind: 'known'; lacks: readonly Lack[] }
  | { kind: 'closed'; lacks: readonly [Lack] }
  | { kind: 'unknown' };

/** Looks at what the bot may do in a home. Never rejects: what is asked for besides doesn't wait for a platform. */
export async function readRights(
  { mail }: { mail: Mail },
  { workspaceId, channel, pingRole = null }: Pick<Home, 'workspaceId' | 'channel' | 'pingRole'>,
  { events = false }: Pick<Wishes, 'events'> = {},
): Promise<Rights> {
  try {
    return {
      kind: 'known',
      lacks: await mail.findLacks(workspaceId, channel, { events, ...(pingRole === null ? {} : { pings: pingRole }) }),
    };
  } catch (error) {
    if (!(error instanceof Unreachable)) return { kind: 'unknown' };
    const lack = { what: 'I can’t post there', loss: 'nothing of the cohort arrives', remedy: error.remedy };
    return { kind: 'closed', lacks: [lack] };
  }
}
