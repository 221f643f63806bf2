import type { View } from '../../chat/view.ts';
import { type Context, type Route, route } from '../../context.ts';
import { sessionOf, sessionTitle } from '../../curriculum/sessions.ts';
import { type Cohort, placeOf } from '../../domain/cohorts/cohort.ts';
import { homeIn } from '../../domain/cohorts/homes.ts';
import { listCohortsOf, listLearnerIds } from '../../domain/cohorts/store.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { readThings } from '../next/looking.ts';
import { rankEntries } from './boards.ts';
import { type OwnCohort, pageView } from './page-views.ts';
import { listEntries, readRecord } from './store.ts';

const page = route({
  name: 'home',
  formerly: ['home.show'],
  page: true,
  menu: 'My page',
  summary: 'Your page: what comes next, and where you stand, in all your cohorts',
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  run: (_, context) => showPage(context),
});

/** All cohorts of the person, wherever they live: nothing here gives a right in one of them. */
async function showPage(context: Context): Promise<View> {
  const cohorts = await listCohortsOf(context.db, context.asker.memberId);
  const own = await Promise.all(cohorts.map((cohort) => readOwn(context, cohort)));
  const isStaff = context.asker.mentor || context.asker.organiser;
  return pageView(own, await readThings(context), isStaff);
}

async function readOwn({ db, curriculum, asker, workspaceId, now }: Context, cohort: Cohort): Promise<OwnCohort> {
  const { memberId } = asker;
  const { over, running, coming } = progressing(await readSlots(db, cohort, curriculum), curriculum, now);
  const slot = running ?? coming[0];
  const entries = await listEntries(db, cohort.id, 'learners');
  const ranked = rankEntries(entries);
  const rank = ranked.find((entry) => entry.memberId === memberId)?.rank;
  return {
    cohort,
    isHere: homeIn(cohort, workspaceId) !== undefined,
    place: placeOf(await listLearnerIds(db, cohort.id), cohort.capacity, memberId),
    next:
      slot === undefined
        ? undefined
        : {
            slot,
            which: sessionOf(curriculum, slot.session),
            title: sessionTitle(curriculum, slot.session),
            isRunning: running !== undefined,
          },
    attended: await readRecord(db, cohort.id, memberId),
    held: over.length,
    points: entries.find((entry) => entry.memberId === memberId)?.points ?? 0,
    rank: rank === undefined ? undefined : { rank, of: ranked.length },
  };
}

export const pageRoutes: readonly Route[] = [page];
