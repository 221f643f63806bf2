import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { choiceOption, idOption, numberOption, textOption } from '../../chat/input.ts';
import { nearest } from '../../chat/nearest.ts';
import { command, markdown, text } from '../../chat/text.ts';
import { type CohortContext, cohortRoute, type Route } from '../../context.ts';
import type { Db } from '../../database/client.ts';
import { recordEditedNotice, recordHomeNotice, recordMovedUp } from '../../deliveries/notices.ts';
import { replan } from '../../deliveries/replan.ts';
import { readRights } from '../../deliveries/rights.ts';
import { findAlumni, recordAlumni } from '../../domain/cohorts/alumni-store.ts';
import type { Cohort, Home } from '../../domain/cohorts/cohort.ts';
import { homeIn } from '../../domain/cohorts/homes.ts';
import { claimName, isNameTaken, listCohorts, listLearnerIds, lockCohort } from '../../domain/cohorts/store.ts';
import { idFrom } from '../../domain/ids.ts';
import { TRACK_CHOICE, type TrackSlug } from '../../domain/tracks/choice.ts';
import { findCohortTrack, recordCohortTrack } from '../../domain/tracks/store.ts';
import { proposeChange, recordCalendarChange } from '../calendar/changing.ts';

import { suggestDays, timeOption, WHEN_LENGTH, weekdaysInput, zoneInput } from '../calendar/inputs.ts';
import { suggestZones } from '../calendar/zones.ts';
import { moveIn, takeBack } from '../cohorts/announcing.ts';
import { CERTAINTY_CHOICE, EVENTS_CHOICE, NAME_LENGTH, nameInput } from '../cohorts/inputs.ts';

import { listOwnZones } from '../cohorts/own-zones.ts';
import { rightsBlocks } from '../cohorts/rights-views.ts';
import { findAtHome } from '../linking/homes-store.ts';
import { editedView, editPreviewView } from './edit-views.ts';
import { type Edit, renewedRhythm, rhythmChange } from './edits.ts';
import { findLookedAt, recordEdit, recordLookedAt, recordLookedAtDone } from './edits-store.ts';
import { recordHomeMoved } from './store.ts';

/** Whatever was said at a cohort's creation can be said anew: looked at first, then changed. */

const edit = cohortRoute({
  name: 'organise edit',
  summary: 'Change a cohort: name, places, days, time, zone, {role}s, track. You see first what moves',
  ack: 'private',
  who: 'organiser',
  did: 'looked at a change of the cohort',
  input: z.object({
    name: textOption('A new name', NAME_LENGTH, nameInput).optional(),
    channel: idOption('channel', 'Another home channel here').optional(),
    capacity: numberOption('How many learners; the others wait. 0 for as many as come', {
      min: 0,
      max: 500,
    }).optional(),
    days: textOption('Other weekdays, like "Mon, Wed"', WHEN_LENGTH, weekdaysInput).optional(),
    time: timeOption('When a session begins, like 18:00').optional(),
    zone: textOption('The time zone: type a city', WHEN_LENGTH, zoneInput).optional(),
    mentors: idOption('role', 'The {role} of the mentors here').optional(),
    pings: idOption('role', 'Who is notified of reminders, starts, rounds and results here').optional(),
    certainty: choiceOption('Whether people may say how sure they are of an answer', CERTAINTY_CHOICE).optional(),
    events: choiceOption('Whether sessions stand among the events that Discord shows', EVENTS_CHOICE).optional(),
    track: choiceOption('What practice, reviews and incidents put first for its people', TRACK_CHOICE).optional(),
    alumni: textOption(
      'The cohort that people may join after the course; "none" for none',
      NAME_LENGTH,
      nameInput,
    ).optional(),
    without: choiceOption('Take a {role} away', { mentors: 'who mentors', pings: 'notify nobody' }).optional(),
  }),
  complete: {
    zone: async (typed, context) => suggestZones(typed, context.now, await listOwnZones(context)),
    days: suggestDays,
    async alumni(typed, { db, workspaceId, cohort }) {
      const others = (await listCohorts(db, workspaceId)).filter(({ id }) => id !== cohort?.id);
      const fits = others.filter(({ name }) => name.toLowerCase().includes(typed.trim().toLowerCase()));
      return fits.slice(0, 25).map(({ name }) => ({ label: name, value: name }));
    },
  },
  async run(input, context) {
    const { name, channel, capacity, days, time, zone, mentors, pings, certainty, events, track, alumni, without } =
      input;
    const { db, cohort, workspaceId, now, asker, eventKey } = context;
    const rhythm = renewedRhythm(cohort, {
      ...(days === undefined ? {} : { weekdays: days }),
      ...(time === undefined ? {} : { startTime: time }),
      ...(zone === undefined ? {} : { zone }),
    });
    const proposed = rhythm === undefined ? undefined : await proposeChange(context, rhythmChange(cohort, rhythm));
    const places = capacity === 0 ? null : capacity;
    const wanted: Edit = {
      ...(name === undefined || name === cohort.name ? {} : { name }),
      ...(places === undefined || places === cohort.capacity ? {} : { capacity: places }),
      ...(rhythm === undefined || proposed === undefined ? {} : { rhythm, seen: proposed.seen }),
      ...channelTo(context, channel),
      ...roleOf('mentorRole', without === 'mentors' ? null : mentors),
      ...roleOf('pingRole', without === 'pings' ? null : pings),
      ...switchOf(cohort, 'certainty', certainty),
      ...switchOf(cohort, 'events', events),
      ...trackOf(await findCohortTrack(db, cohort.id), track),
      ...(alumni === undefined ? {} : await alumniOf(context, alumni)),
    };
    if (Object.keys(wanted).length === 0) {
      const given = Object.values(input).some((one) => one !== undefined);
      throw new Refused(given ? text`**${cohort.name}** is like that already.` : WHAT);
    }
    await refuseWhatCannotBe(context, wanted);
    const movesUp = await countMovingUp(context, wanted);
    const id = idFrom(eventKey);
    await recordLookedAt(db, { id, cohortId: cohort.id, edit: wanted, madeBy: asker.memberId, madeAt: now });
    const moved = movedHome(context, wanted);
    const lacks = moved === undefined ? [] : rightsBlocks(moved, await readRights(context, moved, cohort));
    return editPreviewView(cohort, { id, edit: wanted, workspaceId }, { proposed, movesUp, lacks });
  },
});

const WHAT = text`Say what to change: ${markdown('`name`, `channel`, `capacity`, `days`, `time`, `zone`, `mentors`, `pings`, `certainty`, `events`, `track` or `alumni`')}.`;

function switchOf(cohort: Cohort, name: 'certainty' | 'events', wanted: 'on' | 'off' | undefined): Edit {
  const isOn = cohort[name] ?? false;
  return wanted === undefined || (wanted === 'on') === isOn ? {} : { [name]: wanted === 'on' };
}

function trackOf(before: string | undefined, wanted: TrackSlug | undefined): Edit {
  if (wanted === undefined || wanted === before) return {};
  return { track: wanted, ...(before === undefined ? {} : { trackBefore: before }) };
}

/** The cohort of that name as the one for whoever has finished; nothing where it is that already. */
async function alumniOf({ db, cohort, workspaceId }: CohortContext, wanted: string): Promise<Edit> {
  const before = await findAlumni(db, cohort.id);
  if (/^none$/i.test(wanted)) return before === undefined ? {} : { alumni: null };
  const others = (await listCohorts(db, workspaceId)).filter(({ id }) => id !== cohort.id);
  const found = others.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (found === undefined) {
    const like = nearest(
      wanted,
      others.map(({ name }) => ({ slug: name })),
    );
    throw new Refused(
      text`There is no other cohort **${wanted}** here.${like.length === 0 ? '' : ` Did you mean ${like.join(' or ')}?`} ${command('cohort create')} makes one.`,
    );
  }
  return found.id === before?.id ? {} : { alumni: { id: found.id, name: found.name } };
}

function channelTo({ cohort, workspaceId }: CohortContext, channel: string | undefined): Edit {
  return channel === undefined || homeIn(cohort, workspaceId)?.channel === channel ? {} : { channel };
}

/** The home as an edit would have it, where that gives it another channel. */
function movedHome({ cohort, workspaceId }: CohortContext, { channel }: Edit): Home | undefined {
  const home = homeIn(cohort, workspaceId);
  return home === undefined || channel === undefined ? undefined : { ...home, channel };
}

function roleOf(key: 'mentorRole' | 'pingRole', role: string | null | undefined): Edit {
  return role === undefined ? {} : { [key]: role };
}

async function refuseWhatCannotBe(context: CohortContext, wanted: Edit): Promise<void> {
  const { db, cohort, workspaceId } = context;
  if (wanted.name !== undefined && (await isNameTaken(db, { ...cohort, name: wanted.name }))) throw nameTaken(wanted);
  const needsHome = [wanted.mentorRole, wanted.pingRole, wanted.channel].some((one) => one !== undefined);
  if (needsHome && homeIn(cohort, workspaceId) === undefined) {
    throw new Refused(text`**${cohort.name}** has no home here.`);
  }
  const moved = movedHome(context, wanted);
  const other = moved === undefined ? undefined : await findAtHome(db, moved);
  if (other !== undefined) {
    throw new Refused(text`**${other}** lives in that channel. Choose one of its own for **${cohort.name}**.`);
  }
}

function nameTaken({ name = '' }: Edit): Refused {
  return new Refused(text`There is a cohort called **${name}** already.`);
}

async function countMovingUp({ db, cohort }: CohortContext, { capacity }: Edit): Promise<number> {
  if (capacity === undefined) return 0;
  const learners = (await listLearnerIds(db, cohort.id)).length;
  const placed = Math.min(learners, cohort.capacity ?? learners);
  if (capacity !== null && capacity < placed) throw tooSmall(placed);
  return Math.max(0, Math.min(learners, capacity ?? learners) - placed);
}

function tooSmall(placed: number): Refused {
  return new Refused(
    text`${placed} are in already, so there can't be fewer places. ${command('organise remove')} takes somebody out.`,
  );
}

const change = cohortRoute({
  name: 'organise.change',
  ends: true,
  ack: 'update',
  who: 'organiser',
  did: 'made the change that was looked at',
  input: z.object({ edit: z.string().max(24) }),
  async run({ edit: id }, context) {
    const { db, cohort, workspaceId, eventKey, now, mail } = context;
    const moved = await moveFirst(context, id);
    const carryOut = db.transaction(async (tx) => {
      const looked = await findLookedAt(tx, cohort.id, id);
      if (looked === undefined) throw new Refused(OLD);
      const { edit: wanted, doneBy } = looked;
      if (doneBy !== null && doneBy !== eventKey) throw new Refused(text`That is changed already.`);
      if (doneBy !== null) return { wanted, movedUp: [] };
      const { rhythm, seen = 0, track, trackBefore: _, alumni, channel: __, ...rest } = wanted;
      if (rest.name !== undefined && !(await claimName(tx, { ...cohort, name: rest.name })))
        throw new Refused(text`Another cohort has that name by now.`);
      const edited = await recordEdit(tx, cohort.id, workspaceId, rest);
      if (edited.outcome === 'gone') throw new Refused(text`**${cohort.name}** is over.`);
      if (edited.outcome === 'small') throw tooSmall(edited.placed);
      if (rest.events !== undefined) await replanLocked(tx, cohort.id, context);
      if (rhythm !== undefined) await recordCalendarChange(tx, context, rhythmChange(cohort, rhythm), { seen });
      if (track !== undefined) await recordCohortTrack(tx, cohort.id, track, now);
      if (alumni !== undefined) await recordAlumni(tx, cohort.id, alumni?.id ?? null);
      if (moved !== undefined) {
        if (!(await recordHomeMoved(tx, cohort.id, moved)))
          throw new Refused(text`**${cohort.name}** has no home here.`);
        await recordHomeNotice(tx, cohort.id, { kind: 'home-moved', workspaceId }, now);
      }
      const places = edited.movedUp.map((memberId) => ({ cohortId: cohort.id, memberId }));
      await recordMovedUp(tx, places, now);
      await recordEditedNotice(tx, cohort.id, eventKey, now);
      await recordLookedAtDone(tx, id, eventKey);
      return { wanted, movedUp: edited.movedUp };
    });
    const { wanted, movedUp } = await carryOut.catch(async (error: unknown) => {
      if (moved === undefined) throw error;
      return takeBack(context, cohort, id, error);
    });
    await mail.wake();
    return editedView(cohort, wanted, workspaceId, movedUp.length);
  },
});

/** Says in another channel that the cohort lives there, before anything changes: where it may not post, nothing does. */
async function moveFirst(context: CohortContext, id: string): Promise<Home | undefined> {
  const looked = await findLookedAt(context.db, context.cohort.id, id);
  const moved = looked === undefined || looked.doneBy !== null ? undefined : movedHome(context, looked.edit);
  if (moved !== undefined) await moveIn(context, context.cohort, moved, id);
  return moved;
}

async function replanLocked(tx: Db, cohortId: string, { curriculum }: CohortContext): Promise<void> {
  const cohort = await lockCohort(tx, cohortId);
  if (cohort !== undefined) await replan(tx, cohort, curriculum);
}

const OLD = text`That preview is too old. Use ${command('organise edit')} again.`;

export const editRoutes: readonly Route[] = [edit, change];
