import type { Services } from '../../context.ts';
import { orUnderway, tryEach } from '../../deliveries/posting.ts';
import { remindEach } from '../notify/reminding.ts';
import { monthAt } from './laying.ts';
import { readStanding } from './reading.ts';
import { type Begun, listBegunMonths, recordLooked } from './store.ts';
import { newMonthView } from './views.ts';

/** How many are told at one tick: what else a tick does must not wait for them. */
const MOST_AT_ONCE = 20;

/** Found later than that, a month is no news any more. */
const LATE_DAYS = 3;

/** Tells everybody whose roadmap has come to a new month, in private, if they want it. Called every few seconds. */
export async function sendMonths(services: Services, now: Temporal.Instant): Promise<void> {
  const look = async (begun: Begun) => recordLooked(services.db, begun, await tell(services, begun, now));
  // Another process may be writing to them at this moment.
  const lookOnce = (begun: Begun) => orUnderway(look(begun), undefined);
  await tryEach(
    await listBegunMonths(services.db, now, MOST_AT_ONCE),
    lookOnce,
    'people could not be told of a new month',
  );
}

/** Returns when to look again: at the next month, sooner if they can't be told now, never when the last one has begun. */
async function tell(
  services: Services,
  { memberId, roadmap }: Begun,
  now: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  const standing = await readStanding(services, memberId, now);
  const month = standing?.months.find((one) => one.month === standing.current);
  if (standing === undefined || standing.roadmap.id !== roadmap.id || month === undefined) return null;
  const next = month.month < standing.months.length ? monthAt(roadmap.laidAt, month.month + 1) : null;
  if (Temporal.Instant.compare(now, month.beginsAt.add({ hours: LATE_DAYS * 24 })) > 0) return next;
  const people = [{ memberId, reminder: newMonthView(standing, month) }];
  const key = `roadmap/${roadmap.id}/${month.month}`;
  const { laterAt } = await remindEach(services, key, people, (_, { months }) => months === 'on', now);
  return laterAt ?? next;
}
