/** A cohort as the tables keep it. */
export interface Cohort {
  id: string;
  workspaceId: string;
  name: string;
  status: 'draft' | 'active' | 'paused' | 'archived';
  /** The platform's id of the home channel. */
  channel: string;
  startsOn: Temporal.PlainDate;
  /** ISO weekdays, 1 is Monday; ascending, distinct. */
  weekdays: readonly number[];
  startTime: Temporal.PlainTime;
  /** IANA name. */
  zone: string;
  mentorRole: string | null;
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
