import type { Services } from '../../context.ts';
import type { Track } from '../../curriculum/schema.ts';
import { parseMemberId } from '../../domain/people/ids.ts';
import { listSignOffs } from '../checkpoint/store.ts';
import { heldItems } from '../quizzes/held.ts';
import { readItemsNear } from '../quizzes/held-store.ts';
import { readLearned } from '../quizzes/learning.ts';
import { listTaken } from '../selftest/store.ts';
import { currentMonth, type LaidMonth, monthsOf, type Roadmap } from './laying.ts';
import { type Evidence, progressOf, type StageProgress, skillsShown } from './progress.ts';
import { findRoadmap, listFixed, readTicks } from './store.ts';

type Reading = Pick<Services, 'db' | 'curriculum'>;

/**
 * What somebody has shown: the last answer to each question, wherever it was asked, the incidents they fixed, and the checkpoints a mentor
 * signed. Answers that are held back from them now say nothing, or their roadmap would tell what is right.
 */
export async function readEvidence(
  { db, curriculum }: Reading,
  memberId: string,
  now: Temporal.Instant,
): Promise<Evidence> {
  const near = { memberId, workspaceId: parseMemberId(memberId).workspaceId };
  const held = heldItems(await readItemsNear(db, near, now), curriculum);
  const asked = (await readLearned({ db, curriculum }, memberId, now)).map(({ item, right, answeredAt }) => ({
    item: item.slug,
    right,
    at: answeredAt,
  }));
  const tested = (await listTaken(db, memberId)).flatMap(({ answers, begunAt, finishedAt }) =>
    answers.map(({ item, right }) => ({ item, right, at: finishedAt ?? begunAt })),
  );
  const all = [...asked, ...tested.filter(({ item }) => !held.has(item))];
  const newestFirst = all.sort((one, other) => Temporal.Instant.compare(other.at, one.at));
  return {
    skills: skillsShown(newestFirst, curriculum),
    fixed: await listFixed(db, memberId),
    signedOff: new Set((await listSignOffs(db, memberId)).map(({ area }) => area)),
  };
}

/** Somebody's roadmap as it stands now. */
export interface Standing {
  roadmap: Roadmap;
  track: Track;
  months: readonly LaidMonth[];
  /** The month that it is; one more than there are when all are over. */
  current: number;
  evidence: Evidence;
  /** By the title of each stage of the track. */
  progress: ReadonlyMap<string, StageProgress>;
}

/** Where somebody is on the roadmap that they laid last; undefined where they laid none, or its track is there no more. */
export async function readStanding(
  services: Reading,
  memberId: string,
  now: Temporal.Instant,
): Promise<Standing | undefined> {
  const { db, curriculum } = services;
  const roadmap = await findRoadmap(db, memberId);
  const track = curriculum.tracks.find(({ slug }) => slug === roadmap?.track);
  if (roadmap === undefined || track === undefined) return undefined;
  const evidence = await readEvidence(services, memberId, now);
  const byHand = await readTicks(db, memberId, track.slug);
  const progress = new Map(
    track.roadmap.map((stage) => [stage.title, progressOf(stage, evidence, byHand, curriculum)] as const),
  );
  const months = monthsOf(roadmap, track);
  return { roadmap, track, months, current: currentMonth(roadmap, now), evidence, progress };
}
