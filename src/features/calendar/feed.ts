import type { Services } from '../../context.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import { sessionMinutes, sessionTitle } from '../../curriculum/sessions.ts';
import { milestoneAt } from '../../deliveries/plan.ts';
import { countNotices, listBegun } from '../../deliveries/store.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { findCohort, listChanges } from '../../domain/cohorts/store.ts';
import { readSlots } from '../../domain/cohorts/timetable.ts';
import { tokenIn } from './feed-address.ts';
import { type FeedEvent, writeFeed } from './ics.ts';
import { findFeed } from './store.ts';

/** A calendar as it is served, and when it last became another. */
interface ServedFeed {
  text: string;
  changedAt: Temporal.Instant;
}

/** The calendar that is read at a path of the HTTP server: undefined where there never was one, null where there is none any more. */
export async function readFeed(services: Services, path: string): Promise<ServedFeed | null | undefined> {
  const token = tokenIn(path);
  const feed = token === undefined ? undefined : await findFeed(services.db, token);
  if (feed === 'gone') return null;
  const cohort = feed === undefined ? undefined : await findCohort(services.db, feed.cohortId);
  if (cohort === undefined || cohort.status === 'draft') return undefined;
  const events = await listEvents(services, cohort);
  const changedAt = events[0]?.changedAt ?? cohort.createdAt;
  return { text: writeFeed({ name: cohort.name, events }), changedAt };
}

/** What changes the calendar beside its changes: a cohort that ends or rests, another name, other rules of time zones. */
const ALSO_CHANGE = ['archived', 'edited', 'replanned', 'home-closed', 'home-back'] as const;

/**
 * The sessions of a cohort and the milestones of its capstones. Those that have begun were held; the others are off once the cohort has ended, and uncertain while it
 * rests. Every change of the calendar makes all of them newer, which does no harm to those that it left where they were.
 */
async function listEvents({ db, curriculum }: Services, cohort: Cohort): Promise<FeedEvent[]> {
  const slots = await readSlots(db, cohort, curriculum);
  const changes = await listChanges(db, cohort.id);
  const begun = new Set(await listBegun(db, cohort.id));
  const others = await countNotices(db, cohort.id, ALSO_CHANGE);
  const isOver = cohort.status === 'archived';
  const changedAt = [cohort.createdAt, changes.at(-1)?.madeAt, others.lastAt]
    .filter((at) => at !== undefined)
    .reduce((last, at) => (Temporal.Instant.compare(at, last) > 0 ? at : last));
  const sequence = changes.length + others.count;
  const sessions = slots.map(
    ({ session, startsAt }): FeedEvent => ({
      uid: `${cohort.id}-${session}@pythia`,
      sequence,
      status: begun.has(session)
        ? 'confirmed'
        : isOver
          ? 'cancelled'
          : cohort.status === 'paused'
            ? 'tentative'
            : 'confirmed',
      startsAt,
      endsAt: startsAt.add({ minutes: sessionMinutes(curriculum, session) }),
      title: sessionTitle(curriculum, session),
      description: `Session ${session} of ${slots.length}, ${cohort.name}`,
      changedAt,
    }),
  );
  const milestones = dueTogether(curriculum, slots, cohort.zone).map(({ uid, at, title, description }): FeedEvent => {
    const isPast = Temporal.Instant.compare(at, changedAt) <= 0;
    return {
      uid: `${cohort.id}-${uid}@pythia`,
      sequence,
      status: isPast || cohort.status === 'active' ? 'confirmed' : isOver ? 'cancelled' : 'tentative',
      startsAt: at,
      title,
      description: `${description}\n${cohort.name}`,
      changedAt,
    };
  });
  return [...sessions, ...milestones];
}

/** What of the capstones is due at the same moment, whichever option somebody chose, as one entry of the calendar. */
function dueTogether({ capstones }: Pick<Curriculum, 'capstones'>, slots: readonly Slot[], zone: string) {
  const all = capstones.flatMap(({ letter, milestones }) =>
    milestones.map(({ due, title }) => ({
      uid: 'session' in due ? `capstone-s${due.session}` : `capstone-w${due.weeksAfter}`,
      at: milestoneAt(due, slots, zone),
      letter,
      title,
    })),
  );
  return [...Map.groupBy(all, ({ uid }) => uid)].flatMap(([uid, due]) => {
    const [{ at } = { at: undefined }] = due;
    if (at === undefined) return [];
    const titles = [...new Set(due.map(({ title }) => title))];
    return {
      uid,
      at,
      title: titles.length === 1 ? `Capstone due: ${titles[0]}` : 'Capstone due',
      description: due.map(({ letter, title }) => `Option ${letter}: ${title}`).join('\n'),
    };
  });
}
