import { z } from 'zod';
import { isStaff } from '../../access.ts';
import { Refused } from '../../chat/errors.ts';
import { choiceOption, idOption, numberOption, textOption } from '../../chat/input.ts';
import { command, markdown, text } from '../../chat/text.ts';
import { file, paragraph, view } from '../../chat/view.ts';
import { type Context, cohortRoute, type Route, route } from '../../context.ts';
import { findCheckup } from '../../deliveries/checkups-store.ts';
import { recordAnnouncement, recordMovedUp } from '../../deliveries/notices.ts';
import { replan } from '../../deliveries/replan.ts';
import { readRights } from '../../deliveries/rights.ts';
import { findTrouble } from '../../deliveries/troubles-store.ts';
import { listAbsentIn } from '../../domain/cohorts/absent-store.ts';
import { layOut } from '../../domain/cohorts/calendar.ts';
import { type Cohort, placeOf } from '../../domain/cohorts/cohort.ts';
import { isFirstHome, whereOf } from '../../domain/cohorts/homes.ts';
import {
  claimName,
  findCohort,
  isNameTaken,
  listCohorts,
  listEnrolled,
  recordStatus,
} from '../../domain/cohorts/store.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { idFrom } from '../../domain/ids.ts';
import { listNamed } from '../../domain/people/store.ts';
import { dateOption, suggestDays, timeOption, WHEN_LENGTH, weekdaysInput, zoneInput } from '../calendar/inputs.ts';
import { schedule } from '../calendar/routes.ts';
import { suggestZones } from '../calendar/zones.ts';
import { takeOutOfTeams } from '../scenarios/incidents/opening.ts';
import { listMentors } from '../staff/store.ts';
import { announceNow } from './announcing.ts';
import { answersSheet, peopleSheet } from './export.ts';
import { listAnswerFacts, listExportFacts } from './export-store.ts';
import { CERTAINTY_CHOICE, NAME_LENGTH, nameInput } from './inputs.ts';
import { rightsBlocks } from './rights-views.ts';
import { csvOf, fileName } from './sheets.ts';
import { listNeighbours, recordDraft, recordJoin, recordLeave, removeDraft } from './store.ts';
import {
  type Ailments,
  cohortView,
  joinedView,
  leavingView,
  leftView,
  listView,
  neighbourBlocks,
  previewView,
} from './views.ts';
import { workbookOf } from './workbook.ts';

const create = route({
  name: 'cohort create',
  summary: 'Start a cohort: see its twelve dates, then confirm',
  ack: 'private',
  who: 'organiser',
  did: 'drafted a cohort',
  spends: 'draft',
  cohort: 'none',
  input: z.object({
    name: textOption('What people call it, like "Autumn 2026"', NAME_LENGTH, nameInput),
    start: dateOption('The first day, like 2026-11-24'),
    days: textOption('The weekdays, like "Tue, Thu"', WHEN_LENGTH, weekdaysInput),
    time: timeOption('When a session begins, like 18:00'),
    zone: textOption('The time zone: type a city', WHEN_LENGTH, zoneInput),
    channel: idOption('channel', 'The home channel, where everything is posted'),
    mentors: idOption('role', 'The {role} of the mentors').optional(),
    pings: idOption('role', 'Who is notified of reminders, starts, rounds and results').optional(),
    capacity: numberOption('How many learners; the others wait', { min: 1, max: 500 }).optional(),
    certainty: choiceOption('Whether people may say how sure they are of an answer', CERTAINTY_CHOICE).optional(),
  }),
  complete: {
    zone: (typed, { now }) => suggestZones(typed, now),
    days: suggestDays,
  },
  async run(input, context) {
    const { db, now, curriculum, workspaceId, asker } = context;
    const cohort: Cohort = {
      id: idFrom(context.eventKey),
      workspaceId,
      name: input.name,
      status: 'draft',
      homes: [
        { workspaceId, channel: input.channel, mentorRole: input.mentors ?? null, pingRole: input.pings ?? null },
      ],
      startsOn: input.start,
      weekdays: input.days,
      startTime: input.time,
      zone: input.zone,
      capacity: input.capacity ?? null,
      certainty: input.certainty === 'on',
      createdBy: asker.memberId,
      createdAt: now,
    };
    await refuseBadDraft(context, cohort);
    await recordDraft(db, cohort);
    const remarks = await Promise.all(
      cohort.homes.map(async (home) => [
        ...neighbourBlocks(await listNeighbours(db, home)),
        ...rightsBlocks(home, await readRights(context, home)),
      ]),
    );
    return previewView(cohort, layOut(cohort, [], curriculum.sessions.length), curriculum, remarks.flat());
  },
});

async function refuseBadDraft({ db, now, curriculum }: Context, cohort: Cohort): Promise<void> {
  const first = layOut(cohort, [], curriculum.sessions.length)[0];
  if (first !== undefined && Temporal.Instant.compare(first.startsAt, now) <= 0) {
    throw new Refused(
      text`The first session would be in the past. Give a ${markdown('`start`')} that is still to come.`,
    );
  }
  if (await isNameTaken(db, nameOf(cohort))) throw nameTaken(cohort);
}

function nameOf({ id, name, workspaceId }: Cohort) {
  return { id, name, workspaceIds: [workspaceId] };
}

function nameTaken({ name }: Cohort): Refused {
  return new Refused(text`There is a cohort called **${name}** already. Give this one another ${markdown('`name`')}.`);
}

const draftInput = z.object({ draft: z.string().max(24) });

const confirm = route({
  name: 'cohort.confirm',
  ack: 'update',
  who: 'organiser',
  did: 'created a cohort',
  cohort: 'none',
  input: draftInput,
  async run({ draft }, context) {
    const { db, curriculum, now, mail } = context;
    const kept = await findDraft(context, draft);
    if (kept.status === 'draft') await refuseBadDraft(context, kept);
    const slots = await db.transaction(async (tx) => {
      if (kept.status === 'draft' && !(await claimName(tx, nameOf(kept)))) throw nameTaken(kept);
      // Pressed again: whatever has happened to the cohort since stays as it is.
      if (!(await recordStatus(tx, draft, ['draft'], 'active'))) return readSlots(tx, kept, curriculum);
      const cohort: Cohort = { ...kept, status: 'active' };
      await recordAnnouncement(tx, draft, now);
      return replan(tx, cohort, curriculum);
    });
    if (kept.status === 'archived') throw new Refused(text`**${kept.name}** has ended.`);
    await announceNow(context, kept, slots);
    await mail.wake();
    return view(
      paragraph`**${kept.name}** is created and announced in ${whereOf(kept)}. From here the calendar posts by itself.`,
    );
  },
});

const discard = route({
  name: 'cohort.discard',
  ack: 'update',
  who: 'organiser',
  did: 'threw a draft away',
  cohort: 'none',
  input: draftInput,
  async run({ draft }, context) {
    await findDraft(context, draft);
    const removed = await removeDraft(context.db, draft);
    return view(
      removed
        ? paragraph`Discarded. Nothing was created.`
        : paragraph`This cohort was created already. ${command('organise archive')} ends it.`,
    );
  },
});

/** A draft, or the cohort that became of it: of this workspace, whatever stands in the button. */
async function findDraft({ db, workspaceId }: Context, id: string): Promise<Cohort> {
  const kept = await findCohort(db, id);
  if (kept?.workspaceId === workspaceId) return kept;
  throw new Refused(text`That preview was discarded. Use ${command('cohort create')} again.`);
}

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
  create,
  confirm,
  discard,
  list,
  show,
  joinRoute,
  leave,
  exportRoute,
  schedule,
];
