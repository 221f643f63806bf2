import type { Text } from '../../chat/text.ts';

/** The cohort that a thing is about. */
export interface Whose {
  id: string;
  name: string;
}

/** One thing that somebody could do now. Of what it says nothing is a secret: it names no answer and no cause. */
export type Thing =
  | { kind: 'present'; cohort: Whose; session: number; title: string; endsAt: Temporal.Instant }
  | { kind: 'mend'; cohort: Whose; failed: number; isTroubled: boolean }
  | {
      kind: 'round';
      cohort: Whose;
      round: string;
      session: number | null;
      of: number;
      left: number;
      closesAt: Temporal.Instant;
    }
  | {
      kind: 'incident';
      cohort: Whose;
      incident: string;
      title: string;
      /** Whether its teams meet where the person asks: the cohort has a home there. Elsewhere they can take it alone. */
      isHere: boolean;
      closesAt: Temporal.Instant;
    }
  | { kind: 'investigation'; run: string; of: 'solo' | 'team'; title: string; closesAt: Temporal.Instant | null }
  | { kind: 'answering'; cohort: Whose; taken: number; asker: string }
  | { kind: 'questions'; cohort: Whose; waiting: number; since: Temporal.Instant }
  | { kind: 'checkpoints'; cohort: Whose; waiting: number; since: Temporal.Instant }
  | { kind: 'confirm'; cohort: Whose; session: number; title: string; startsAt: Temporal.Instant }
  | { kind: 'prework'; cohort: Whose; session: number; title: string; minutes: number; startsAt: Temporal.Instant }
  | { kind: 'assess'; cohort: Whose; capstones: number }
  | { kind: 'asked'; area: string; title: string; mentor: string; since: Temporal.Instant }
  | { kind: 'milestone'; cohort: Whose; milestone: string; title: string; dueAt: Temporal.Instant }
  | { kind: 'submit'; cohort: Whose; title: string }
  | { kind: 'choose'; cohort: Whose }
  | { kind: 'meet'; cohort: Whose; round: string; names: Text; isAsked: boolean }
  | { kind: 'hours'; cohort: Whose }
  | { kind: 'post-mortem'; run: string; of: 'solo' | 'team'; title: string; isCommented: boolean }
  | { kind: 'review'; due: number }
  | { kind: 'stage'; month: number; of: number; stages: readonly string[]; hours: number }
  | { kind: 'lay' }
  | { kind: 'set'; round: string; cohortId: string | null; at: number; title: string; left: number; of: number }
  | { kind: 'selftest'; answered: number; of: number }
  | { kind: 'join'; cohorts: number }
  | { kind: 'practise'; session: number | undefined; skill: string | undefined };

/** What closes within so many hours is taken before what can wait. */
const SOON_HOURS = 24;

/**
 * What comes before what. First what is over in a moment, then what keeps others waiting, then what closes soon, then what
 * prepares the next session or milestone, then what was begun, and last what is good at any time.
 */
const ORDER = [
  'present',
  'mend',
  'closing',
  'answering',
  'questions',
  'checkpoints',
  'assess',
  'asked',
  'confirm',
  'prework',
  'milestone',
  'meet',
  'begun',
  'open',
  'submit',
  'choose',
  'post-mortem',
  'review',
  'selftest begun',
  'set',
  'join',
  'hours',
  'stage',
  'selftest',
  'lay',
  'practise',
] as const;

/** What things are, as far as the order goes. */
export type Place = (typeof ORDER)[number];

/** The things in the order in which they should be done: by what they are, then by when they end. */
export function inOrder(things: readonly Thing[], now: Temporal.Instant): Thing[] {
  const weighed = things.map((thing) => ({
    thing,
    place: ORDER.indexOf(placeOf(thing, now)),
    ends: endOf(thing)?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    name: JSON.stringify(thing),
  }));
  weighed.sort(
    (one, other) =>
      one.place - other.place ||
      compareEnds(one.ends, other.ends) ||
      Number(one.name > other.name) - Number(one.name < other.name),
  );
  return weighed.map(({ thing }) => thing);
}

/** Whether something that was found comes before all that may still be found, which is at best of this place. */
export function isBefore(found: readonly Thing[], best: Place, now: Temporal.Instant): boolean {
  return found.some((thing) => ORDER.indexOf(placeOf(thing, now)) < ORDER.indexOf(best));
}

function compareEnds(one: number, other: number): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

function placeOf(thing: Thing, now: Temporal.Instant): Place {
  switch (thing.kind) {
    case 'present':
    case 'mend':
    case 'answering':
    case 'questions':
    case 'checkpoints':
    case 'assess':
    case 'asked':
    case 'confirm':
    case 'prework':
    case 'milestone':
    case 'submit':
    case 'choose':
    case 'meet':
    case 'hours':
    case 'post-mortem':
    case 'review':
    case 'set':
    case 'join':
    case 'stage':
    case 'lay':
    case 'practise':
      return thing.kind;
    case 'round':
    case 'incident':
      return isSoon(thing.closesAt, now) ? 'closing' : 'open';
    case 'investigation':
      return thing.closesAt !== null && isSoon(thing.closesAt, now) ? 'closing' : 'begun';
    case 'selftest':
      return thing.answered > 0 ? 'selftest begun' : 'selftest';
  }
}

function isSoon(at: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(at, now.add({ hours: SOON_HOURS })) <= 0;
}

/** When it is too late for a thing. */
function endOf(thing: Thing): Temporal.Instant | undefined {
  switch (thing.kind) {
    case 'present':
      return thing.endsAt;
    case 'round':
    case 'incident':
      return thing.closesAt;
    case 'investigation':
      return thing.closesAt ?? undefined;
    case 'confirm':
    case 'prework':
      return thing.startsAt;
    case 'questions':
    case 'checkpoints':
    case 'asked':
      return thing.since;
    case 'milestone':
      return thing.dueAt;
    case 'mend':
    case 'answering':
    case 'assess':
    case 'submit':
    case 'choose':
    case 'meet':
    case 'hours':
    case 'post-mortem':
    case 'review':
    case 'set':
    case 'stage':
    case 'lay':
    case 'selftest':
    case 'join':
    case 'practise':
      return undefined;
  }
}
