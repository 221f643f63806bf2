import type { Services } from '../../context.ts';
import { getFeedToken, recordFeedRenewal } from './store.ts';

/** Long enough that nobody finds one by guessing. */
const TOKEN_BYTES = 24;

/** Where a cohort's calendar feed is read; undefined when the program is not told how it is reached from outside. */
export async function findFeedUrl(
  { db, publicUrl, random }: Pick<Services, 'db' | 'publicUrl' | 'random'>,
  cohortId: string,
): Promise<string | undefined> {
  if (publicUrl === undefined) return undefined;
  const offered = Buffer.from(random(TOKEN_BYTES)).toString('base64url');
  return `${publicUrl}${feedPath(await getFeedToken(db, cohortId, offered))}`;
}

/** Gives a cohort's feed another address; undefined as above. Calendars that had the one before read nothing any more. */
export async function renewFeedUrl(
  { db, publicUrl, random }: Pick<Services, 'db' | 'publicUrl' | 'random'>,
  cohortId: string,
): Promise<string | undefined> {
  if (publicUrl === undefined) return undefined;
  const token = Buffer.from(random(TOKEN_BYTES)).toString('base64url');
  await recordFeedRenewal(db, cohortId, token);
  return `${publicUrl}${feedPath(token)}`;
}

/** The path of a feed on the program's HTTP server. */
function feedPath(token: string): string {
  return `/calendar/${token}.ics`;
}

/** The token in such a path. */
export function tokenIn(path: string): string | undefined {
  return /^\/calendar\/([A-Za-z0-9_-]{16,64})\.ics$/.exec(path)?.[1];
}
