import { z } from 'zod';
import { Refused } from '../../chat/errors.ts';
import { choiceOption, numberOption } from '../../chat/input.ts';
import { command, text } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import { type Context, cohortRoute, type Route, route } from '../../context.ts';
import type { Track } from '../../curriculum/schema.ts';
import { idFrom } from '../../domain/ids.ts';
import { TRACK_CHOICE } from '../../domain/tracks/choice.ts';
import { findTrack, recordCohortTrack, recordTrack } from '../../domain/tracks/store.ts';
import { drawPicture } from '../../pictures/draw.ts';
import { readWishes } from '../notify/store.ts';
import { LEAST_A_WEEK, layRoadmap, MOST_A_WEEK } from './laying.ts';
import { doneStages, knownShares } from './progress.ts';
import { readEvidence, readStanding } from './reading.ts';
import { findRoadmap, readTicks, recordRoadmap, recordTick } from './store.ts';
import { cohortTrackView, hoursView, monthView, roadmapPicture, roadmapView, tracksView } from './views.ts';

const roadmap = route({
  name: 'roadmap',
  once: true,
  summary: 'Six to nine months of your own: by track, by hours a week, from what you have shown so far',
  ack: 'private',
  who: 'anyone',
  cohort: 'none',
  input: z.object({
    track: choiceOption('Which way: it decides what comes first', TRACK_CHOICE).optional(),
    hours: numberOption('Hours a week that you have', { min: LEAST_A_WEEK, max: MOST_A_WEEK }).optional(),
  }),
  async run({ track, hours }, context) {
    const { db, asker, now } = context;
    if (track !== undefined) await recordTrack(db, asker.memberId, track, now);
    if (hours !== undefined) return lay(hours, await getTrack(context), context);
    return track === undefined ? show(context) : chooseHours(context);
  },
});

const showAgain = route({
  name: 'roadmap.show',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  run: (_, context) => show(context),
});

/** The roadmap; without one, the tracks to choose from. */
async function show(context: Context): Promise<View> {
  const { db, asker, curriculum, now } = context;
  const standing = await readStanding(context, asker.memberId, now);
  if (standing === undefined)
    return tracksView(curriculum.tracks, (await findTrack(db, asker.memberId, curriculum))?.slug);
  const { months } = await readWishes(db, asker.memberId);
  return roadmapView(standing, await drawPicture(roadmapPicture(standing), asker.theme), {
    tellsMonths: months === 'on',
  });
}

const tracks = route({
  name: 'roadmap.tracks',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  run: async (_, { db, asker, curriculum }) =>
    tracksView(curriculum.tracks, (await findTrack(db, asker.memberId, curriculum))?.slug),
});

const trackInput = z.enum(Object.keys(TRACK_CHOICE) as [string, ...string[]]);

const chooseTrack = route({
  name: 'roadmap.track',
  once: true,
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ track: trackInput }),
  async run({ track }, context) {
    await recordTrack(context.db, context.asker.memberId, track, context.now);
    return chooseHours(context);
  },
});

const hours = route({
  name: 'roadmap.hours',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  run: (_, context) => chooseHours(context),
});

/** Hours a week that are offered; any other number can be typed. */
const OFFERED = [2, 3, 4, 5, 6, 8, 10, 12, 15, 20];

async function chooseHours(context: Context): Promise<View> {
  const { db, asker } = context;
  const track = await getTrack(context);
  const about = await readAbout(track, context);
  const paces = OFFERED.map((hoursAWeek) => {
    const { months, later } = layRoadmap(track, hoursAWeek, about);
    return { hoursAWeek, months, later: later.length };
  });
  return hoursView(track, paces, (await findRoadmap(db, asker.memberId)) !== undefined);
}

/** The track somebody is on: the one they chose, else their cohort's, else the first of the course. */
async function getTrack({ db, asker, curriculum }: Context): Promise<Track> {
  const track = (await findTrack(db, asker.memberId, curriculum)) ?? curriculum.tracks[0];
  if (track === undefined) throw new Refused('The course has no tracks.');
  return track;
}

async function readAbout(track: Track, context: Context) {
  const { db, asker, curriculum, now } = context;
  const evidence = await readEvidence(context, asker.memberId, now);
  const byHand = await readTicks(db, asker.memberId, track.slug);
  return {
    known: knownShares(evidence, curriculum),
    done: doneStages(track, evidence, byHand, curriculum),
    span: curriculum.pace.roadmapMonths,
  };
}

const layAnew = route({
  name: 'roadmap.lay',
  once: true,
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ track: trackInput, hours: z.coerce.number().int().min(LEAST_A_WEEK).max(MOST_A_WEEK) }),
  async run({ track: slug, hours: hoursAWeek }, context) {
    const track = context.curriculum.tracks.find((one) => one.slug === slug);
    return lay(hoursAWeek, track ?? (await getTrack(context)), context);
  },
});

/** Lays it from today, in place of the one before. */
async function lay(hoursAWeek: number, track: Track, context: Context): Promise<View> {
  const { db, asker, eventKey, now } = context;
  const laid = layRoadmap(track, hoursAWeek, await readAbout(track, context));
  await recordRoadmap(db, asker.memberId, { id: idFrom(`roadmap/${eventKey}`), laidAt: now, ...laid });
  return show(context);
}

const monthInput = z.coerce.number().int().min(1).max(24);

const month = route({
  name: 'roadmap.month',
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ month: monthInput }),
  run: ({ month: wanted }, context) => showMonth(wanted, context),
});

async function showMonth(wanted: number, context: Context): Promise<View> {
  const standing = await readStanding(context, context.asker.memberId, context.now);
  const found = standing?.months.find((one) => one.month === wanted);
  return standing === undefined || found === undefined ? show(context) : monthView(found, standing, context.curriculum);
}

const tick = route({
  name: 'roadmap.tick',
  once: true,
  ack: 'update',
  who: 'anyone',
  cohort: 'none',
  input: z.object({ month: monthInput, stage: z.coerce.number().int().min(0).max(20), done: z.enum(['yes', 'no']) }),
  async run({ month: at, stage: index, done }, context) {
    const { db, asker, now } = context;
    const standing = await readStanding(context, asker.memberId, now);
    const stage = standing?.track.roadmap[index];
    if (standing === undefined || stage === undefined) {
      throw new Refused(text`That stage is not on your roadmap any more. ${command('roadmap')} shows it as it is now.`);
    }
    const tick = { memberId: asker.memberId, track: standing.track.slug, stage: stage.title };
    await recordTick(db, { ...tick, done: done === 'yes', at: now });
    return showMonth(at, context);
  },
});

const cohortTrack = cohortRoute({
  name: 'organise track',
  summary: 'Which way a cohort goes: what practice, reviews and incidents put first for its people',
  ack: 'private',
  who: 'organiser',
  did: 'chose the track of the cohort',
  input: z.object({ track: choiceOption('Which track', TRACK_CHOICE) }),
  async run({ track }, { db, cohort, curriculum, now }) {
    await recordCohortTrack(db, cohort.id, track, now);
    return cohortTrackView(cohort, curriculum.tracks.find(({ slug }) => slug === track)?.title ?? track);
  },
});

export const roadmapRoutes: readonly Route[] = [
  roadmap,
  showAgain,
  tracks,
  chooseTrack,
  hours,
  layAnew,
  month,
  tick,
  cohortTrack,
];
