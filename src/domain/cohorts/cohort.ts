/** A channel where a cohort lives: everything it posts is posted in each of its homes. */
export interface Home {
  /** `discord:123`. A cohort has at most one home in each workspace. */
  workspaceId: string;
  /** The platform's id of the channel. */
  channel: string;
  /** Whoever has this role there is a mentor of the cohort. */
  mentorRole: string | null;
  /** Whoever has this role there is notified of reminders, starts, rounds and closes; nobody where it is absent. */
  pingRole?: string | null;
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
  /** Whether people may say how sure they are of an answer; not where it is absent. */
  certainty?: boolean;
  /** Whether its sessions stand among a workspace's own events, where the platform has some; not where it is absent. */
  events?: boolean;
  createdBy: string;
  createdAt: Temporal.Instant;
}

/** A learner's place: in the cohort, or on its waiting list, where the first is number 1. */
export type Place = { kind: 'in' } | { kind: 'waiting'; number: number };

/** The place of a learner with this many ahead of them. The one rule of who is in and who waits. */
export function placeAfter(ahead: number, capacity: number | null): Place {
  return capacity === null || ahead < capacity ? { kind: 'in' } : { kind: 'waiting', number: ahead - capacity + 1 };
}

/** The place of one of the present learners, who stand in the order in which they joined; undefined for anybody else. */
export function placeOf<Learner>(
  learners: readonly Learner[],
  capacity: number | null,
  learner: Learner,
): Place | undefined {
  const ahead = learners.indexOf(learner);
  return ahead < 0 ? undefined : placeAfter(ahead, capacity);
}

/** Who moved up from the waiting list between two moments. */
export function movedUp(before: readonly string[], after: readonly string[], capacity: number | null): string[] {
  const placed = (learners: readonly string[], member: string) => placeOf(learners, capacity, member)?.kind;
  return after.filter((member) => placed(after, member) === 'in' && placed(before, member) === 'waiting');
}
