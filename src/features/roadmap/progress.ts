import { topicsInOrder } from '../../curriculum/lenses.ts';
import type { Curriculum, Stage, Track } from '../../curriculum/schema.ts';

/** What somebody has shown so far, wherever they showed it. */
export interface Evidence {
  /** By skill: how many of its items were answered, and how many right the last time. */
  skills: ReadonlyMap<string, { answered: number; right: number }>;
  /** Scenarios (slugs) that they fixed. */
  fixed: ReadonlySet<string>;
  /** Competency areas (slugs) whose checkpoint a mentor signed off. */
  signedOff: ReadonlySet<string>;
}

/** An answer that counts to an item, from a round, from practice or from the self-test. */
export interface Shown {
  item: string;
  right: boolean;
}

/** Counts the last answer to each item by skill. Takes answers newest first. */
export function skillsShown(
  answers: readonly Shown[],
  { items }: Pick<Curriculum, 'items'>,
): Map<string, { answered: number; right: number }> {
  const seen = new Set<string>();
  const skills = new Map<string, { answered: number; right: number }>();
  for (const { item: slug, right } of answers) {
    const item = items.get(slug);
    if (item === undefined || seen.has(slug)) continue;
    seen.add(slug);
    const before = skills.get(item.skill) ?? { answered: 0, right: 0 };
    skills.set(item.skill, { answered: before.answered + 1, right: before.right + Number(right) });
  }
  return skills;
}

/** How much of each skill somebody shows, from 0 to 1; a mentor's signature counts as all of it. */
export function knownShares(
  { skills, signedOff }: Evidence,
  curriculum: Pick<Curriculum, 'skills'>,
): Map<string, number> {
  const known = new Map<string, number>();
  for (const { slug, areas } of curriculum.skills.values()) {
    const shown = skills.get(slug);
    const share = shown === undefined ? 0 : shown.right / shown.answered;
    const isSigned = areas.some((area) => signedOff.has(area));
    if (isSigned || share > 0) known.set(slug, isSigned ? 1 : share);
  }
  return known;
}

/** From this share on a skill is shown. */
const SHOWN = 0.6;

/** How far somebody is with a stage. */
export interface StageProgress {
  title: string;
  /** Skills that can be asked for, and those that are shown. */
  of: number;
  shown: number;
  /** The scenarios of the stage: all, and those they fixed. */
  scenarios: readonly { slug: string; title: string; isFixed: boolean }[];
  isDone: boolean;
  /** Said by the person, either way, whatever the answers show. */
  isByHand: boolean;
}

/**
 * How far somebody is with a stage. It is done when every skill that has questions is shown and, where the course has
 * incidents for it, one of them was fixed; or when they say so.
 */
export function progressOf(
  stage: Stage,
  evidence: Evidence,
  byHand: ReadonlyMap<string, boolean>,
  curriculum: Pick<Curriculum, 'items' | 'skills' | 'scenarios'>,
): StageProgress {
  const known = knownShares(evidence, curriculum);
  const asked = new Set([...curriculum.items.values()].map(({ skill }) => skill));
  const askable = stage.skills.filter((skill) => asked.has(skill));
  const shown = askable.filter((skill) => (known.get(skill) ?? 0) >= SHOWN).length;
  const scenarios = [...curriculum.scenarios.values()]
    .filter(({ skills }) => skills.some((skill) => stage.skills.includes(skill)))
    .map(({ slug, title }) => ({ slug, title, isFixed: evidence.fixed.has(slug) }));
  const isShown = askable.length > 0 && shown === askable.length;
  const isTicked = isShown && (scenarios.length === 0 || scenarios.some(({ isFixed }) => isFixed));
  const said = byHand.get(stage.title);
  return {
    title: stage.title,
    of: askable.length,
    shown,
    scenarios,
    isDone: said ?? isTicked,
    isByHand: said !== undefined,
  };
}

/** The titles of a track's stages that are done. */
export function doneStages(
  track: Track,
  evidence: Evidence,
  byHand: ReadonlyMap<string, boolean>,
  curriculum: Pick<Curriculum, 'items' | 'skills' | 'scenarios'>,
): Set<string> {
  const done = track.roadmap.filter((stage) => progressOf(stage, evidence, byHand, curriculum).isDone);
  return new Set(done.map(({ title }) => title));
}

/**
 * What a stage builds on by the arrows of the topic map, and comes neither before it on the track nor is shown: topics with the
 * session that teaches them first. A track may put its own work first; then these are its short way to what the arrows ask for.
 */
export function missingBefore(
  stage: Stage,
  track: Track,
  evidence: Evidence,
  curriculum: Curriculum,
): { title: string; session: number }[] {
  const before = track.roadmap.slice(0, track.roadmap.indexOf(stage));
  const met = new Set([...before, stage].flatMap((one) => topicsOf(one, MET, curriculum)));
  const known = knownShares(evidence, curriculum);
  const wanted = ancestors(mainTopics(stage, curriculum), curriculum);
  return topicsInOrder(curriculum).flatMap(({ slug, title }) => {
    if (!wanted.has(slug) || met.has(slug)) return [];
    const skills = [...curriculum.skills.values()].filter(({ topics }) => topics.includes(slug));
    const share = skills.reduce((total, skill) => total + (known.get(skill.slug) ?? 0), 0) / Math.max(1, skills.length);
    const [first] = skills.map(({ session }) => session).sort((one, other) => one - other);
    return share >= SHOWN || first === undefined ? [] : [{ title, session: first }];
  });
}

/** The topics that most of a stage's skills are of. */
export function mainTopics(stage: Stage, curriculum: Pick<Curriculum, 'skills'>): string[] {
  return topicsOf(stage, Number.POSITIVE_INFINITY, curriculum);
}

/** A topic of which a stage teaches so many skills is met there. */
const MET = 2;

/** The topics of which a stage teaches so many skills; where no topic has as many, those that have most. */
function topicsOf({ skills }: Stage, least: number, { skills: all }: Pick<Curriculum, 'skills'>): string[] {
  const counts = new Map<string, number>();
  for (const topic of skills.flatMap((slug) => all.get(slug)?.topics ?? [])) {
    counts.set(topic, (counts.get(topic) ?? 0) + 1);
  }
  const wanted = Math.min(least, Math.max(1, ...counts.values()));
  return [...counts].filter(([, count]) => count >= wanted).map(([topic]) => topic);
}

function ancestors(topics: readonly string[], { topics: all }: Pick<Curriculum, 'topics'>): Set<string> {
  const found = new Set<string>();
  const ahead = [...topics];
  for (let topic = ahead.pop(); topic !== undefined; topic = ahead.pop()) {
    for (const before of all.get(topic)?.after ?? []) {
      if (found.has(before)) continue;
      found.add(before);
      ahead.push(before);
    }
  }
  return found;
}
