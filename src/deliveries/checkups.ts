import type { Lack } from '../chat/platform.ts';
import type { Services } from '../context.ts';
import type { Db } from '../database/client.ts';
import type { Cohort, Home } from '../domain/cohorts/cohort.ts';
import { findCheckup, recordCheckup } from './checkups-store.ts';
import { recordAmissNotice, recordLackingNotice, recordLacksMendedNotice } from './notices.ts';
import { readRights } from './rights.ts';
import { recordMended, recordTrouble } from './troubles-store.ts';

/** Something of a cohort or of the program as a whole that somebody must see to; `tell` plans to tell it, in the transaction that keeps it. */
export interface Finding {
  /** What kind it is, without a slash: one of a kind at a time. */
  key: string;
  /** A clause, as `/cohort show` has it: told anew when it is another one. */
  what: string;
  tell(tx: Db): Promise<void>;
}

/** Told by what mends it, and so not here. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(['owner']);

/**
 * Looks at the rights in each home while there is time to give what lacks. The organisers are told of what is new, once, and
 * once more when it is there again; a home whose platform does not answer stays as it was. What else was found is told once, too, and
 * that it is over; left out, what was found of it before stays.
 */
export async function examine(
  services: Services,
  cohort: Cohort,
  now: Temporal.Instant,
  findings?: readonly Finding[],
): Promise<void> {
  const { db, mail } = services;
  const before = await findCheckup(db, cohort.id);
  const found: Record<string, string[]> = {};
  const news: { home: Home; lacks: readonly Lack[] }[] = [];
  const mended: Home[] = [];
  /** What mends the homes that can't be reached at all: told as what keeps posts from arriving, and not twice. */
  const closed: string[] = [];
  let isWhole = cohort.homes.length > 0;
  for (const home of cohort.homes) {
    const key = `${home.workspaceId}/${home.channel}`;
    const known = before?.found[key] ?? [];
    const rights = await readRights(services, home, cohort);
    if (rights.kind === 'closed') closed.push(rights.lacks[0].remedy);
    const lacks = rights.kind === 'known' ? rights.lacks.map(({ what }) => what) : known;
    if (rights.kind !== 'known' || lacks.length > 0) isWhole = false;
    if (lacks.length > 0) found[key] = lacks;
    if (rights.kind === 'known' && lacks.some((what) => !known.includes(what)))
      news.push({ home, lacks: rights.lacks });
    if (known.length > 0 && lacks.length === 0) mended.push(home);
  }
  const others = Object.entries(before?.found ?? {}).filter(([key]) => !key.includes('/'));
  if (findings === undefined) Object.assign(found, Object.fromEntries(others));
  for (const { key, what } of findings ?? []) found[key] = [what];
  const untold = (findings ?? []).filter(({ key, what }) => before?.found[key]?.includes(what) !== true);
  const over = others.filter(([key]) => !(key in found) && !TOLD_ELSEWHERE.has(key)).flatMap(([, whats]) => whats);
  await db.transaction(async (tx) => {
    if (!(await recordCheckup(tx, { cohortId: cohort.id, at: now, found }, before?.at))) return;
    for (const one of news) await recordLackingNotice(tx, cohort.id, one, now);
    for (const one of untold) await one.tell(tx);
    for (const what of over) await recordAmissNotice(tx, cohort.id, { kind: 'amiss-over', what }, now);
    for (const home of mended) await recordLacksMendedNotice(tx, cohort.id, home, now);
  });
  for (const remedy of closed) await recordTrouble(db, cohort.id, { remedy }, now);
  if (isWhole) await recordMended(db, cohort.id, now);
  if (closed.length + news.length + mended.length + untold.length + over.length > 0) await mail.wake();
}
