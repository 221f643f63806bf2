/** A channel where a cohort lives: everything it posts is posted in each of its homes. */
export interface Home {
  /** `discord:123`. A cohort has at most one home in each workspace. */
  workspaceId: string;
  /** The platform's id of the channel. */
  channel: string;
  /** Whoever has this role there is a mentor of the cohort. */
  mentorRole: string | null;
}

/** A cohort as the tables keep it. */
export interface Cohort {
  id: string;
  /** Where it was created; it need not live there any more. */
  workspaceId: string;
  name: string;
  status: 'draft' | 'active' | 'paused' | 'archived';
  /** Where it lives, the first home first. Empty when the bot was removed from all of them. */
  homes: readonly Home[];
  startsOn: Temporal.PlainDate;
  /** ISO weekdays, 1 is Monday; ascending, distinct. */
  weekdays: readonly number[];
  startTime: Temporal.PlainTime;
  /** IANA name. */
  zone: string;
  capacity: number | null;
  createdBy: string;
  createdAt: Temporal.Instant;
}

/** A learner's place: in the cohort, or waiting for one. */
export type Standing = 'in' | 'waiting';

/** Where each present learner stands, first come first served. `present` is ordered by when they joined. */
export function standings(present: readonly string[], capacity: number | null): Map<string, Standing> {
  return new Map(present.map((member, index) => [member, capacity === null || index < capacity ? 'in' : 'waiting']));
}

/** Who moved up from the waiting list between two moments. */
export function movedUp(before: readonly string[], after: readonly string[], capacity: number | null): string[] {
  const stoodBefore = standings(before, capacity);
  return [...standings(after, capacity)]
    .filter(([member, standing]) => standing === 'in' && stoodBefore.get(member) === 'waiting')
    .map(([member]) => member);
}
