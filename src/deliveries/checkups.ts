import type { Lack } from '../chat/platform.ts';
import type { Services } from '../context.ts';
import type { Cohort, Home } from '../domain/cohorts/cohort.ts';
import { findCheckup, recordCheckup } from './checkups-store.ts';
import { recordLackingNotice, recordLacksMendedNotice } from './notices.ts';
import { readRights } from './rights.ts';

/**
 * Looks at the rights in each home while there is time to give what lacks. The organisers are told of what is new, once, and
 * once more when it is there again; a home whose platform does not answer stays as it was.
 */
export async function examine(services: Services, cohort: Cohort, now: Temporal.Instant): Promise<void> {
  const { db, mail } = services;
  const before = await findCheckup(db, cohort.id);
  const found: Record<string, string[]> = {};
  const news: { home: Home; lacks: readonly Lack[] }[] = [];
  const mended: Home[] = [];
  for (const home of cohort.homes) {
    const key = `${home.workspaceId}/${home.channel}`;
    const known = before?.found[key] ?? [];
    const rights = await readRights(services, home);
    const lacks = rights.kind === 'known' ? rights.lacks.map(({ what }) => what) : known;
    if (lacks.length > 0) found[key] = lacks;
    if (rights.kind === 'known' && lacks.some((what) => !known.includes(what)))
      news.push({ home, lacks: rights.lacks });
    if (known.length > 0 && lacks.length === 0) mended.push(home);
  }
  await db.transaction(async (tx) => {
    if (!(await recordCheckup(tx, { cohortId: cohort.id, at: now, found }, before?.at))) return;
    for (const one of news) await recordLackingNotice(tx, cohort.id, one, now);
    for (const home of mended) await recordLacksMendedNotice(tx, cohort.id, home, now);
  });
  if (news.length > 0 || mended.length > 0) await mail.wake();
}
