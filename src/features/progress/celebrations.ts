import { beliefsOf, type Learned, misconceptionsIn } from '../quizzes/learned.ts';

/** Something to be glad of, once; `about` tells it from others of its kind. */
export interface Celebration {
  kind: 'course' | 'incident' | 'round' | 'module' | 'belief';
  about: string;
  /** When it happened. */
  at: Temporal.Instant;
}

/** The rarest first. */
const ORDER: readonly Celebration['kind'][] = ['course', 'incident', 'round', 'module', 'belief'];

/** What happened longer ago is no news, and is let be. */
const FRESH_DAYS = 14;

/** Never more than one in this time, whatever there is. */
const APART_HOURS = 20;

/** Whether something was celebrated so lately that nothing is now, whatever there is. */
export function isTooSoon(told: readonly Celebration[], now: Temporal.Instant): boolean {
  const before = now.subtract({ hours: APART_HOURS });
  return told.some(({ at }) => Temporal.Instant.compare(at, before) > 0);
}

/** The one thing to celebrate now with somebody, or none. `told` is what was celebrated with them before. */
export function chooseCelebration(
  happened: readonly Celebration[],
  told: readonly Celebration[],
  now: Temporal.Instant,
): Celebration | undefined {
  if (isTooSoon(told, now)) return undefined;
  const isNew = ({ kind, about }: Celebration) => !told.some((one) => one.kind === kind && one.about === about);
  const from = now.subtract({ hours: 24 * FRESH_DAYS });
  const isFresh = ({ at }: Celebration) =>
    Temporal.Instant.compare(at, from) >= 0 && Temporal.Instant.compare(at, now) <= 0;
  return happened
    .filter((one) => isNew(one) && isFresh(one))
    .toSorted(
      (one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind) || Temporal.Instant.compare(one.at, other.at),
    )[0];
}

/** A belief is overcome that was given away twice at least and has been answered rightly twice since. */
const LEAST_TIMES = 2;

/** The beliefs that somebody has overcome, each when the last right answer was given. Takes answers newest first. */
export function overcomeBeliefs(learned: readonly Learned[]): Celebration[] {
  return beliefsOf(learned).flatMap(({ belief, times, isOvercome }) => {
    const last = learned.find(({ right, item }) => right && misconceptionsIn(item).includes(belief));
    if (!isOvercome || times < LEAST_TIMES || last === undefined) return [];
    return [{ kind: 'belief', about: belief, at: last.answeredAt }];
  });
}

/** A session of somebody's cohort: when it ended, and whether they were there or answered its round. */
export interface Walked {
  session: number;
  endedAt: Temporal.Instant;
  tookPart: boolean;
}

/** The modules of a cohort that somebody has done whole, and the course, once all of it is over; `walked` are the sessions that are. */
export function finishedParts(
  cohortId: string,
  walked: readonly Walked[],
  modules: readonly { slug: string; sessions: readonly number[] }[],
): Celebration[] {
  const partsOf = (sessions: readonly number[]) => walked.filter(({ session }) => sessions.includes(session));
  const lastOf = (parts: readonly Walked[]) =>
    parts
      .map(({ endedAt }) => endedAt)
      .sort(Temporal.Instant.compare)
      .at(-1);
  const done = modules.flatMap(({ slug, sessions }): Celebration[] => {
    const parts = partsOf(sessions);
    const at = lastOf(parts);
    const isWhole = parts.length === sessions.length && parts.every(({ tookPart }) => tookPart);
    return isWhole && at !== undefined ? [{ kind: 'module', about: `${cohortId}/${slug}`, at }] : [];
  });
  const all = modules.flatMap(({ sessions }) => sessions);
  const at = lastOf(walked);
  const isOver = partsOf(all).length === all.length && walked.some(({ tookPart }) => tookPart);
  return isOver && at !== undefined ? [...done, { kind: 'course', about: cohortId, at }] : done;
}
