import type { Context } from '../../context.ts';
import { type Lens, topicsInOrder } from '../../curriculum/lenses.ts';
import type { Curriculum } from '../../curriculum/schema.ts';
import type { Cohort } from '../../domain/cohorts/cohort.ts';
import { progressing, readSlots } from '../../domain/cohorts/timetable.ts';
import { listWishes } from '../../domain/streaks/store.ts';
import { listSignOffs } from '../checkpoint/store.ts';
import { readCalibration, readLearned } from '../quizzes/learning.ts';
import { readScenarioRecord } from '../scenarios/store.ts';
import { listAttendance } from '../sessions/store.ts';
import { listLearnt } from '../streak/store.ts';
import { streakOf } from '../streak/streak.ts';
import { rankEntries } from './boards.ts';
import { masteryBy, weakSkills } from './mastery.ts';
import type { Seat, Skills } from './standing-picture.ts';
import { listEntries, readRecord } from './store.ts';
import { trendOf } from './trend.ts';
import type { OwnFacts } from './views.ts';

const WEEKS = 8;

/** Where somebody stands through a lens, as far as they and who asks may be told now. */
export async function readStanding(
  { db, curriculum, asker, workspaceId, now, cohort }: Context,
  memberId: string,
  lens: Lens,
): Promise<OwnFacts> {
  const reader = memberId === asker.memberId ? undefined : { memberId: asker.memberId, workspaceId };
  const learned = await readLearned({ db, curriculum }, memberId, now, reader);
  const counted = learned.map(({ item, right }) => ({ item: item.slug, right })).reverse();
  return {
    cohort: cohort === undefined ? undefined : await readOwnCohort({ db, curriculum, now }, cohort, memberId),
    answered: new Set(learned.map(({ item }) => item.slug)).size,
    skills: skillsBy(lens, counted, curriculum),
    trend: trendOf(learned, now, cohort?.zone ?? 'UTC', WEEKS),
    weak: weakSkills(counted, curriculum, 5),
    scenarios: await readScenarioRecord(db, memberId),
    calibration: await readCalibration({ db }, memberId),
    streak: streakOf(await listLearnt(db, memberId), await listWishes(db, memberId), now),
    signOffs: await listSignOffs(db, memberId),
    curriculum,
  };
}

function skillsBy(lens: Lens, counted: Parameters<typeof masteryBy>[1], curriculum: Curriculum): Skills {
  const masteries = masteryBy(lens, counted, curriculum);
  if (lens !== 'topic') return { lens, masteries };
  const found = new Map(masteries.map((mastery) => [mastery.slug, mastery]));
  return {
    lens,
    masteries: topicsInOrder(curriculum).flatMap(({ slug, after }) => {
      const mastery = found.get(slug);
      return mastery === undefined ? [] : [{ ...mastery, after }];
    }),
  };
}

async function readOwnCohort(
  { db, curriculum, now }: Pick<Context, 'db' | 'curriculum' | 'now'>,
  cohort: Cohort,
  memberId: string,
): Promise<OwnFacts['cohort']> {
  const entries = await listEntries(db, cohort.id, 'learners');
  const ranked = rankEntries(entries);
  const own = ranked.find((entry) => entry.memberId === memberId);
  const slots = await readSlots(db, cohort, curriculum);
  const over = new Set(progressing(slots, curriculum, now).over.map(({ session }) => session));
  const said = (await listAttendance(db, cohort.id)).filter((row) => row.memberId === memberId);
  const seats = slots.map(({ session }): Seat => {
    const word = said.find((row) => row.session === session)?.said;
    if (word === 'present' || word === 'excused') return word;
    // It counts, and the words below the picture mark it.
    if (word === 'made-up') return 'present';
    return over.has(session) ? 'missed' : 'ahead';
  });
  return {
    cohort,
    attended: await readRecord(db, cohort.id, memberId),
    held: over.size,
    seats,
    points: entries.find((entry) => entry.memberId === memberId)?.points ?? 0,
    place: own === undefined ? undefined : { rank: own.rank, of: ranked.length },
  };
}
