import type { Job } from '../../deliveries/job.ts';
import { postHome, resultOf } from '../../deliveries/posting.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { drawPicture } from '../../pictures/draw.ts';
import { rankEntries, weekOf } from './boards.ts';
import { listEntries } from './store.ts';
import { digestPicture, digestView } from './views.ts';

/** Monday's digest looks back at the week before. */
const digest: Job<'digest'> = async ({ key, dueAt }, cohort, { db, curriculum, mail }, now) => {
  const lastWeek = weekOf(dueAt, cohort.zone, 1);
  const week = rankEntries(await listEntries(db, cohort.id, 'learners', lastWeek));
  const overall = rankEntries(await listEntries(db, cohort.id, 'learners'));
  const { over, coming } = progressing(await readSlots(db, cohort, curriculum), curriculum, now);
  const active = week.filter(({ points }) => points > 0).length;
  const facts = { cohort, curriculum, week, overall, held: over.length, coming, active };
  const drawing = digestPicture(facts);
  const view = digestView(facts, drawing === undefined ? undefined : await drawPicture(drawing));
  return resultOf(await postHome({ mail }, cohort, view, key));
};

export const progressJobs = { digest };
