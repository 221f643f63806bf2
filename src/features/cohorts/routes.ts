import { z } from 'zod';
import { isStaff } from '../../access.ts';
import { Refused } from '../../chat/errors.ts';
import { text } from '../../chat/text.ts';
import { file, paragraph, view } from '../../chat/view.ts';
import { type Context, cohortRoute, type Route, route } from '../../context.ts';
import { findCheckup } from '../../deliveries/checkups-store.ts';
import { recordMovedUp } from '../../deliveries/notices.ts';
import { findTrouble } from '../../deliveries/troubles-store.ts';
import { listAbsentIn } from '../../domain/cohorts/absent-store.ts';
import { placeOf } from '../../domain/cohorts/cohort.ts';
import { isFirstHome } from '../../domain/cohorts/homes.ts';
import { listCohorts, listEnrolled } from '../../domain/cohorts/store.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { listNamed } from '../../domain/people/store.ts';
import { schedule } from '../calendar/routes.ts';
import { takeOutOfTeams } from '../scenarios/incidents/opening.ts';
import { listMentors } from '../staff/store.ts';
import { creatingRoutes } from './creating-routes.ts';
import { answersSheet, peopleSheet } from './export.ts';
import { listAnswerFacts, listExportFacts } from './export-store.ts';
import { peopleRoutes } from './people-routes.ts';
import { csvOf, fileName } from './sheets.ts';
import { recordJoin, recordLeave } from './store.ts';
import { type Ailments, cohortView, joinedView, leavingView, leftView, listView } from './views.ts';
import { workbookOf } from './workbook.ts';

const list = route({
  name: 'cohort list',
  summary: 'The cohorts here, with a way to join',
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  async run(_, { db, workspaceId, curriculum, now, asker }) {
    const cohorts = await listCohorts(db, workspaceId);
    const entries = await Promise.all(
      cohorts.map(async (cohort) => {
        const enrolled = await listEnrolled(db, cohort.id);
        const slots = await readSlots(db, cohort, curriculum);
        const learners = enrolled.filter(({ role }) => role === 'learner');
        const waiting = learners.filter((one) => placeOf(learners, cohort.capacity, one)?.kind === 'waiting').length;
        const isIn = enrolled.some(({ memberId }) => memberId === asker.memberId);
        const next = progressing(slots, curriculum, now).coming[0];
        return { cohort, placed: learners.length - waiting, waiting, isIn, next };
      }),
    );
    return listView(entries);
  },
});

const show = cohortRoute({
  name: 'cohort show',
  summary: 'One cohort: its dates, its people, its places',
  ack: 'private',
  who: 'anyone',
  async run(_, { db, cohort, curriculum, asker, now }) {
    const slots = await readSlots(db, cohort, curriculum);
    const mentors = await listNamed(db, await listMentors(db, cohort.id));
    const enrolled = await listEnrolled(db, cohort.id);
    const about = { memberId: asker.memberId, showsHidden: isStaff(asker) };
    const ails = asker.organiser ? await readAilments(db, cohort.id) : undefined;
    return cohortView(cohort, slots, enrolled, mentors, curriculum, now, { ...about, ails });
  },
});

/** What needs a hand, as far as it is known without asking a platform. */
async function readAilments(db: Context['db'], cohortId: string): Promise<Ailments> {
  const [trouble, checkup, absent] = await Promise.all([
    findTrouble(db, cohortId),
    findCheckup(db, cohortId),
    listAbsentIn(db, cohortId),
  ]);
  return { trouble, lacks: Object.values(checkup?.found ?? {}).flat(), absent: await listNamed(db, absent) };
}

const joinRoute = cohortRoute({
  name: 'cohort join',
  once: true,
  summary: 'Join a cohort',
  ack: 'private',
  who: 'anyone',
  async run(_, { db, cohort, curriculum, asker, now }) {
    if (cohort.status === 'archived') throw new Refused(text`**${cohort.name}** is over.`);
    const role = isStaff(asker) ? 'mentor' : 'learner';
    const { joined, learners } = await recordJoin(db, cohort.id, asker.memberId, role, now);
    const next = progressing(await readSlots(db, cohort, curriculum), curriculum, now).coming[0];
    return joinedView(cohort, placeOf(learners, cohort.capacity, asker.memberId), joined, next);
  },
});

const leave = cohortRoute({
  name: 'cohort leave',
  once: true,
  summary: 'Leave a cohort; your answers and points are kept',
  ack: 'private',
  who: 'anyone',
  input: z.object({ first: z.literal('ask').optional() }),
  async run({ first }, { db, cohort, asker, now, mail }) {
    if (first === 'ask') return leavingView(cohort);
    // Before the leave itself: where a thread can't be reached now, nothing has happened yet.
    await takeOutOfTeams({ db, mail }, { cohortId: cohort.id, memberId: asker.memberId });
    const { left, movedUp } = await recordLeave(db, cohort.id, asker.memberId, now, (tx, up) =>
      recordMovedUp(
        tx,
        up.map((memberId) => ({ cohortId: cohort.id, memberId })),
        now,
      ),
    );
    if (movedUp.length > 0) await mail.wake();
    return leftView(cohort, left);
  },
});

const exportRoute = cohortRoute({
  name: 'organise export',
  formerly: ['cohort export'],
  summary: 'Everybody and every answer, as files only you see',
  ack: 'private',
  who: 'organiser',
  did: 'took everybody’s data as a file',
  async run(_, { db, cohort, curriculum, now, workspaceId }) {
    if (!isFirstHome(cohort, workspaceId)) {
      throw new Refused(
        text`Only organisers where **${cohort.name}** began can export it: the file holds the data of everybody, there as here.`,
      );
    }
    const exported = await listExportFacts(db, cohort.id);
    const answers = answersSheet(await listAnswerFacts(db, cohort.id));
    const people = peopleSheet(exported, cohort.capacity, curriculum.sessions.length);
    const day = now.toZonedDateTimeISO(cohort.zone).toPlainDate();
    const named = (what: string, ending: 'csv' | 'xlsx') => fileName(cohort.name, what, day, ending);
    return view(
      paragraph`**${cohort.name}**: ${exported.length} people, ${answers.rows.length} answers. The files hold personal data; keep them where only organisers read.`,
      file(named('', 'xlsx'), await workbookOf([people, answers])),
      file(named('', 'csv'), csvOf(people)),
      file(named('answers', 'csv'), csvOf(answers)),
    );
  },
});

export const membershipRoutes: readonly Route[] = [
  ...creatingRoutes,
  ...peopleRoutes,
  list,
  show,
  joinRoute,
  leave,
  exportRoute,
  schedule,
];
