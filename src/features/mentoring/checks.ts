import { type Help, isOpen } from './help.ts';
import { type Hours, usualHours, WORKING_DAY_HOURS, weekAfter, weekAtWorkAfter, workedAfter } from './hours.ts';
import type { HelpRequest } from './requests.ts';

/** When a request is looked at again. `name` says for which way it stands, so that a look is planned once. */
export interface Checked {
  check: 'lock' | 'waiting' | 'silent';
  name: string;
  dueAt: Temporal.Instant;
  /** Whoever's turn it is is away with no end in sight: that is looked at again, and nothing is said. */
  isAway?: true;
}

/** A mentor as far as their time goes. */
interface Working {
  memberId: string;
  hours: Hours | undefined;
}

const WORKING_DAY = WORKING_DAY_HOURS * 3_600_000;

/** The hours in which somebody of these mentors works; the usual ones where none has stated any. */
export function staffHours(mentors: readonly Working[], zone: string): Hours[] {
  return mentors.length === 0 ? [usualHours(zone)] : mentors.map(({ hours }) => hours ?? usualHours(zone));
}

/** When to look at a request again, by how it stands. */
export function checksOf({ help }: Pick<HelpRequest, 'help'>, mentors: readonly Working[], zone: string): Checked[] {
  const waiting = waitingCheck(help, mentors, zone);
  const silent = silentCheck(help, mentors, zone);
  return [...lockCheck(help), ...(waiting === undefined ? [] : [waiting]), ...(silent === undefined ? [] : [silent])];
}

function lockCheck({ heldUntil }: Help): Checked[] {
  return heldUntil === null ? [] : [{ check: 'lock', name: `lock/${heldUntil.epochMilliseconds}`, dueAt: heldUntil }];
}

/** To whom it goes next that nobody takes a request, and when: after a working day all mentors hear of it, after two the organisers. */
export function waitingCheck(help: Help, mentors: readonly Working[], zone: string): Checked | undefined {
  const { waitingSince, escalated } = help;
  if (waitingSince === null || escalated.length >= 2) return undefined;
  const days = escalated.length + 1;
  // Where nobody works, those who can change that hear of it all the same.
  const dueAt =
    workedAfter(staffHours(mentors, zone), waitingSince, days * WORKING_DAY) ?? waitingSince.add({ hours: 24 * days });
  // With the moment in its name: hours that are changed meanwhile move it.
  const name = `waiting/${waitingSince.epochMilliseconds}/${days}/${dueAt.epochMilliseconds}`;
  return { check: 'waiting', name, dueAt };
}

/**
 * When a silent request is nudged, or closed: a week after the last word, and a week after each nudge. An asker's week has seven
 * days; a mentor's, or that of all of them where nobody has the request, counts their working hours.
 */
export function silentCheck(help: Help, mentors: readonly Working[], zone: string): Checked | undefined {
  const { aliveAt, nudges, nudgedAt, turn, holder } = help;
  if (aliveAt === null || !isOpen(help)) return undefined;
  const from = nudgedAt ?? aliveAt;
  const plain = weekAfter(from, zone);
  const meant = turn === 'holder' ? mentors.filter(({ memberId }) => memberId === holder) : mentors;
  const found = turn === 'asker' ? plain : weekAtWorkAfter(staffHours(meant, zone), from, zone);
  const dueAt = found ?? plain;
  // With the moment in its name: hours that are changed meanwhile move it.
  const name = `silent/${aliveAt.epochMilliseconds}/${nudges}/${dueAt.epochMilliseconds}`;
  return { check: 'silent', name, dueAt, ...(found === undefined ? { isAway: true } : {}) };
}
