/** How long after mentors were called what comes in is collected, in minutes. */
const RUSH_MINUTES = 30;

/** When mentors hear of what has just come in. `last` is when they were called, or will be. */
export function callAt(last: Temporal.Instant | undefined, now: Temporal.Instant): Temporal.Instant {
  if (last === undefined) return now;
  if (Temporal.Instant.compare(last, now) > 0) return last;
  const next = last.add({ minutes: RUSH_MINUTES });
  return Temporal.Instant.compare(next, now) > 0 ? next : now;
}

/** How a mentor wants to hear of questions. */
export type Reach = 'ping' | 'direct' | 'off';

/** How each mentor of a cohort is reached: never twice. */
export interface Reached<Mentor> {
  /** Whether the role is named as a whole: only while nobody wants it otherwise. */
  isRole: boolean;
  /** Whom to name one by one instead. */
  pinged: readonly Mentor[];
  direct: readonly Mentor[];
}

/** `mentors` are those of one home; a role that it has is named while all whom the bot knows to have it want a ping, or it knows nobody. */
export function reachedOf<Mentor extends { reach: Reach }>(
  mentors: readonly Mentor[],
  hasRole: boolean,
): Reached<Mentor> {
  const pinged = mentors.filter(({ reach }) => reach === 'ping');
  const isRole = hasRole && pinged.length === mentors.length;
  return { isRole, pinged: isRole ? [] : pinged, direct: mentors.filter(({ reach }) => reach === 'direct') };
}
