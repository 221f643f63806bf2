import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { choiceOption, idOption, numberOption, textOption } from '../../chat/input.ts';
import { command, markdown, text } from '../../chat/text.ts';
import { type Block, paragraph, type View, view } from '../../chat/view.ts';
import { type Context, type Route, route } from '../../context.ts';
import { sessionMinutes } from '../../curriculum/sessions.ts';
import { recordAnnouncement } from '../../deliveries/notices.ts';
import { replan } from '../../deliveries/replan.ts';
import { readRights } from '../../deliveries/rights.ts';
import type { Slot } from '../../domain/cohorts/calendar.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { homeIn, whereOf } from '../../domain/cohorts/homes.ts';
import {
  claimName,
  findCohort,
  isNameTaken,
  listChanges,
  listCohorts,
  recordStatus,
} from '../../domain/cohorts/store.ts';
import { readSlots } from '../../domain/cohorts/timetable.ts';
import { idFrom } from '../../domain/ids.ts';
import {
  dateInput,
  dateOption,
  datesInput,
  suggestDays,
  timeInput,
  timeOption,
  WHEN_LENGTH,
  weekdaysInput,
  zoneInput,
} from '../calendar/inputs.ts';
import { suggestZones } from '../calendar/zones.ts';
import { announceNow } from './announcing.ts';
import { CERTAINTY_CHOICE, NAME_LENGTH, nameInput } from './inputs.ts';
import { listOwnZones } from './own-zones.ts';
import { clashBlocks, type Drafted, neighbourBlocks, PLACES, previewView } from './preview-views.ts';
import { rightsBlocks } from './rights-views.ts';
import { findByName, listNames, recordDraft, recordRedraft, removeDraft } from './store.ts';
import {
  clashesWith,
  isFeast,
  restsOf,
  TEMPLATE_CHOICE,
  TEMPLATE_NAMES,
  TEMPLATES,
  type TemplateName,
  usualStart,
} from './templates.ts';

/** A cohort is drafted, looked at and picked anew as often as one likes, then created. */

const create = route({
  name: 'cohort create',
  summary: 'Start a cohort: see its twelve dates, pick others, then confirm',
  ack: 'private',
  who: 'organiser',
  did: 'drafted a cohort',
  spends: 'draft',
  cohort: 'none',
  input: z.object({
    name: textOption('What people call it, like "Autumn 2026"', NAME_LENGTH, nameInput),
    start: dateOption('The first day, like 2026-11-24; about a week from now, if left out').optional(),
    days: textOption('The weekdays, like "Tue, Thu"', WHEN_LENGTH, weekdaysInput).optional(),
    time: timeOption('When a session begins, like 18:00').optional(),
    zone: textOption(
      'The time zone: type a city; yours, if I know it and this is left out',
      WHEN_LENGTH,
      zoneInput,
    ).optional(),
    channel: idOption('channel', 'The home channel, where everything is posted; this one, if left out').optional(),
    mentors: idOption('role', 'The {role} of the mentors').optional(),
    pings: idOption('role', 'Who is notified of reminders, starts, rounds and results').optional(),
    capacity: numberOption('How many learners; the others wait', { min: 1, max: 500 }).optional(),
    certainty: choiceOption('Whether people may say how sure they are of an answer', CERTAINTY_CHOICE).optional(),
    template: choiceOption('A usual rhythm, instead of days and time', TEMPLATE_CHOICE).optional(),
    like: textOption('An earlier cohort to be like', NAME_LENGTH, nameInput).optional(),
    skip: textOption('Days without a session, like 2026-12-24, 2026-12-31', 400, datesInput).optional(),
  }),
  complete: {
    zone: async (typed, context) => suggestZones(typed, context.now, await listOwnZones(context)),
    days: suggestDays,
    async like(typed, { db, workspaceId }) {
      const names = await listNames(db, workspaceId);
      const fits = names.filter((name) => name.toLowerCase().includes(typed.trim().toLowerCase()));
      return fits.slice(0, 25).map((name) => ({ label: name, value: name }));
    },
  },
  async run(input, context) {
    const { db, now, curriculum, workspaceId, asker, event } = context;
    const like = input.like === undefined ? undefined : await getLike(context, input.like);
    const home = like === undefined ? undefined : homeIn(like, workspaceId);
    const isOwn = input.days !== undefined || (input.template === undefined && like !== undefined);
    const template = isOwn ? undefined : (input.template ?? 'twice');
    const usual = template === undefined ? like : rhythmOf(template);
    const weekdays = input.days ?? usual?.weekdays ?? TEMPLATES.twice.weekdays;
    const zone = input.zone ?? like?.zone ?? (await listOwnZones(context))[0] ?? 'UTC';
    const today = now.toZonedDateTimeISO(zone).toPlainDate();
    const certainty = input.certainty === undefined ? (like?.certainty ?? false) : input.certainty === 'on';
    const cohort: Cohort = {
      id: idFrom(context.eventKey),
      workspaceId,
      name: input.name,
      status: 'draft',
      homes: [
        {
          workspaceId,
          // A cohort that has ended leaves its channel to the next one.
          channel: input.channel ?? (like?.status === 'archived' ? home?.channel : undefined) ?? event.place.channel,
          mentorRole: input.mentors ?? home?.mentorRole ?? null,
          pingRole: input.pings ?? home?.pingRole ?? null,
        },
      ],
      startsOn: input.start ?? usualStart(today, weekdays),
      weekdays,
      startTime: input.time ?? usual?.startTime ?? rhythmOf('twice').startTime,
      zone,
      capacity: input.capacity ?? like?.capacity ?? null,
      certainty,
      createdBy: asker.memberId,
      createdAt: now,
    };
    const skipped = [...(input.skip ?? []), ...restsOf(template, cohort, curriculum.sessions.length)];
    await db.transaction(async (tx) => {
      await recordDraft(tx, cohort);
      await recordRedraft(tx, cohort, skipped);
      await refuseBadDraft({ ...context, db: tx }, cohort);
    });
    return showDraft(context, cohort, template);
  },
});

/** The weekdays and the time of a template. */
function rhythmOf(name: TemplateName): Pick<Cohort, 'weekdays' | 'startTime'> {
  const { weekdays, startTime } = TEMPLATES[name];
  return { weekdays, startTime: Temporal.PlainTime.from(startTime) };
}

async function getLike({ db, workspaceId }: Context, name: string): Promise<Cohort> {
  const found = await findByName(db, workspaceId, name);
  if (found !== undefined) return found;
  throw new Refused(text`There was no cohort called **${name}** here. ${markdown('`like`')} takes the name of one.`);
}

async function showDraft(context: Context, cohort: Cohort, template: TemplateName | undefined): Promise<View> {
  const { db, curriculum, now } = context;
  const changes = await listChanges(db, cohort.id);
  const drafted: Drafted = {
    cohort,
    slots: await readSlots(db, cohort, curriculum),
    skipped: skippedIn(changes).sort(Temporal.PlainDate.compare),
    template,
    today: now.toZonedDateTimeISO(cohort.zone).toPlainDate(),
    zones: suggestZones('', now, [cohort.zone, ...(await listOwnZones(context))]),
  };
  return previewView(drafted, curriculum, await readRemarks(context, cohort, drafted.slots));
}

function skippedIn(changes: Awaited<ReturnType<typeof listChanges>>): Temporal.PlainDate[] {
  return changes.flatMap(({ change }) => (change.kind === 'skip' ? [change.date] : []));
}

/** What an organiser should know before the cohort is there: who lives in the channel, what clashes, what I may not do. */
async function readRemarks(context: Context, cohort: Cohort, slots: readonly Slot[]): Promise<Block[]> {
  const { db, curriculum, workspaceId } = context;
  const running = (await listCohorts(db, workspaceId)).filter(({ id }) => id !== cohort.id);
  const others = await Promise.all(
    running.map(async (other) => ({ name: other.name, slots: await readSlots(db, other, curriculum) })),
  );
  const [home] = cohort.homes;
  const neighbours = running.filter((other) => homeIn(other, workspaceId)?.channel === home?.channel);
  return [
    ...neighbourBlocks(neighbours.map(({ name }) => name)),
    ...clashBlocks(clashesWith(slots, others, (session) => sessionMinutes(curriculum, session))),
    ...(home === undefined ? [] : rightsBlocks(home, await readRights(context, home))),
  ];
}

/** Throws what keeps a draft from becoming a cohort. */
async function refuseBadDraft({ db, now, curriculum }: Context, cohort: Cohort): Promise<void> {
  const [first] = await readSlots(db, cohort, curriculum);
  if (first !== undefined && Temporal.Instant.compare(first.startsAt, now) <= 0) {
    throw new Refused(
      text`The first session would be in the past. Give a ${markdown('`start`')} that is still to come.`,
    );
  }
  if (await isNameTaken(db, cohort)) throw nameTaken(cohort);
}

function nameTaken({ name }: Cohort): Refused {
  return new Refused(text`There is a cohort called **${name}** already. Give this one another ${markdown('`name`')}.`);
}

const draftInput = z.object({ draft: z.string().max(24) });

const redraft = route({
  name: 'cohort.redraft',
  ack: 'update',
  who: 'organiser',
  did: 'changed a draft',
  cohort: 'none',
  input: draftInput.extend({
    /** The template that the draft has. */
    of: z.enum(TEMPLATE_NAMES).optional(),
    template: z.enum(TEMPLATE_NAMES).optional(),
    start: z.string().max(WHEN_LENGTH).pipe(dateInput).optional(),
    time: z.string().max(WHEN_LENGTH).pipe(timeInput).optional(),
    zone: z.string().max(WHEN_LENGTH).pipe(zoneInput).optional(),
    places: z.enum(PLACES).optional(),
    skip: z.literal('feasts').optional(),
    by: z.enum(['rhythm', 'day', 'time', 'zone', 'places']).optional(),
  }),
  async run({ draft, of, template, start, time, zone, places, skip }, context) {
    const { db, curriculum } = context;
    const kept = await findDraft(context, draft);
    if (kept.status !== 'draft') throw created();
    const count = curriculum.sessions.length;
    const feasts = (await readSlots(db, kept, curriculum)).map(({ date }) => date).filter(isFeast);
    const rests = restsOf(of, kept, count).map(String);
    const own = skippedIn(await listChanges(db, draft)).filter((day) => !rests.includes(day.toString()));
    const rhythm = template === undefined ? {} : rhythmOf(template);
    const cohort: Cohort = {
      ...kept,
      ...rhythm,
      ...(start === undefined ? {} : { startsOn: start }),
      ...(time === undefined ? {} : { startTime: time }),
      ...(zone === undefined ? {} : { zone }),
      ...(places === undefined ? {} : { capacity: places === 'all' ? null : Number(places) }),
    };
    const now = template ?? of;
    const skipped = [...own, ...(skip === undefined ? [] : feasts), ...restsOf(now, cohort, count)];
    await db.transaction(async (tx) => {
      if (!(await recordRedraft(tx, cohort, skipped))) throw created();
      await refuseBadDraft({ ...context, db: tx }, cohort);
    });
    return showDraft(context, cohort, now);
  },
});

function created(): Refused {
  return new Refused(text`That cohort was created already. ${command('organise edit')} changes it.`);
}

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
      if (kept.status === 'draft' && !(await claimName(tx, kept))) throw nameTaken(kept);
      // Pressed again: whatever has happened to the cohort since stays as it is.
      if (!(await recordStatus(tx, draft, ['draft'], 'active'))) return readSlots(tx, kept, curriculum);
      const cohort: Cohort = { ...kept, status: 'active' };
      await recordAnnouncement(tx, draft, now);
      return replan(tx, cohort, curriculum);
    });
    if (kept.status === 'archived') throw new Refused(text`**${kept.name}** has ended.`);
    const remedy = await announceNow(context, kept, slots);
    await mail.wake();
    if (remedy !== undefined) {
      return view(
        paragraph`**${kept.name}** is created, but I could not announce it in ${whereOf(kept)}: ${remedy}`,
        paragraph`I go on trying by myself: as soon as I may, the announcement is there, once. ${command('organise doctor')} in that channel says how it stands, ${command('organise home')} gives the cohort another one.`,
      );
    }
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

export const creatingRoutes: readonly Route[] = [create, redraft, confirm, discard];
