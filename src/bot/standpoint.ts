import { directWorkspace, type Event } from '../chat/event.ts';
import { keepable } from '../chat/input.ts';
import type { CohortScope } from '../chat/route.ts';
import type { Asker } from '../context.ts';
import type { Ahead } from '../database/ahead.ts';
import type { Db } from '../database/client.ts';
import { type Cohort, type Place, placeAfter } from '../domain/cohorts/cohort.ts';
import { homeIn } from '../domain/cohorts/homes.ts';
import { memberIdOf, workspaceIdOf } from '../domain/people/ids.ts';
import { recordDirectAccount, recordMember } from '../domain/people/store.ts';
import { recordReturn } from '../features/workspaces/store.ts';
import { type About, findAbout, findMeantWorkspace } from './store.ts';

/** Where the asker stands and which cohort is meant. */
export interface Standpoint {
  workspaceId: string;
  asker: Asker;
  cohort: Cohort | undefined;
  /** The cohorts it could be, when it could be several. */
  candidates: readonly Cohort[];
  /** What the route had read or recorded in the statement that says all this. */
  ahead: unknown;
  /** Nothing can be done before the asker has said which: a cohort is needed, or they are in several. */
  mustChoose: boolean;
}

/** Which cohort a route is about. `named` is the id that its control carried, or nothing. */
export interface CohortQuestion {
  scope: CohortScope;
  named: string;
}

/**
 * Where the asker stands: one statement. Others follow only when the person is new, has another name than before, is
 * written to on another platform than the one they use now, or is the first to be heard of since the bot is back.
 */
export async function getStandpoint(
  db: Db,
  event: Event,
  { scope, named }: CohortQuestion,
  now: Temporal.Instant,
  ahead?: Ahead,
): Promise<Standpoint> {
  const { place, person } = event;
  const workspaceId = await getWorkspaceId(db, event, named);
  const memberId = memberIdOf(workspaceId, person.id);
  const { id: externalId } = person;
  // A direct message shows the name of the account, and not the one that somebody goes by in the workspace.
  const isUnsure = person.isUnsure === true || place.workspace === directWorkspace(person.id);
  const name = keepable(person.name);
  const about = await readKnown(db, { workspaceId, memberId, externalId, name, isUnsure, named, now }, ahead);
  const places = new Map(about.standings.map((standing) => [standing.cohort.id, standing]));
  const known = about.standings.map(({ cohort }) => cohort);
  const isMine = (cohort: Cohort) => (places.get(cohort.id)?.role ?? null) !== null;
  const isHere = (cohort: Cohort) => homeIn(cohort, workspaceId)?.channel === place.channel;
  const candidates = narrow(known, named, isHere, isMine);
  const cohort = scope === 'none' || candidates.length !== 1 ? undefined : candidates[0];
  const meant = cohort === undefined ? known : [cohort];
  const isPlaced = (kind: Place['kind'], candidate: Cohort) => {
    const row = places.get(candidate.id);
    return row?.role === 'learner' && placeAfter(row.ahead, candidate.capacity).kind === kind;
  };
  // By the role as it is now: a place as staff is kept when the role is taken away, the rights are not.
  const has = (role: string | null | undefined) => typeof role === 'string' && person.roles.includes(role);
  const isMentor = (candidate: Cohort) =>
    has(homeIn(candidate, workspaceId)?.mentorRole) || (places.get(candidate.id)?.isNamedMentor ?? false);
  const isOrganiser = person.manages || has(about.organiserRole) || about.isNamedOrganiser;
  const asker = {
    memberId: about.personId,
    name: person.name,
    // A cohort whose home here was taken away is not theirs to change any more.
    organiser: isOrganiser && (cohort === undefined || homeIn(cohort, workspaceId) !== undefined),
    mentor: meant.some(isMentor),
    learner: meant.some((candidate) => isPlaced('in', candidate)),
    waiting: meant.some((candidate) => isPlaced('waiting', candidate)),
    hidden: about.hidden,
    theme: about.theme ?? 'dark',
  };
  const isTorn = scope === 'any' && candidates.length > 1 && candidates.every(isMine);
  const mustChoose = isTorn || (scope === 'one' && cohort === undefined);
  return { workspaceId, asker, cohort, candidates, mustChoose, ahead: about.ahead };
}

/** Where somebody is; for who writes from no workspace, the one of theirs that is meant. */
async function getWorkspaceId(db: Db, { place, person }: Event, named: string): Promise<string> {
  const { platform, workspace } = place;
  const here = workspaceIdOf(platform, workspace);
  if (workspace !== directWorkspace(person.id)) return here;
  const meant = await findMeantWorkspace(db, { platform, externalId: person.id, named, direct: here });
  return meant ?? here;
}

interface Wanted {
  workspaceId: string;
  memberId: string;
  /** What the platform calls the member. */
  externalId: string;
  name: string;
  /** Not the name that the platform shows: used only while there is no other name yet. */
  isUnsure: boolean;
  /** The id of a cohort, or nothing. */
  named: string;
  now: Temporal.Instant;
}

/** An event that was under way when the bot was removed can still come in; one that comes later says that it is back. */
const LATE_MINUTES = 1;

/** Reads what is known, and writes down what the event itself tells about the person. */
async function readKnown(db: Db, wanted: Wanted, ahead: Ahead | undefined): Promise<About> {
  const { workspaceId, memberId, externalId, name, isUnsure, named, now } = wanted;
  const about = await findAbout(db, { memberId, workspaceId, named }, ahead);
  const isNew = about === undefined || (about.name !== name && !isUnsure);
  if (isNew) await recordMember(db, { id: memberId, workspaceId, externalId, name, seenAt: now });
  const leftAt = about?.leftAt ?? null;
  const isBack = leftAt !== null && Temporal.Instant.compare(leftAt.add({ minutes: LATE_MINUTES }), now) < 0;
  if (isBack) await recordReturn(db, workspaceId, now);
  if (about !== undefined && (about.directId ?? about.personId) !== memberId) {
    await recordDirectAccount(db, about.personId, memberId);
  }
  if (about !== undefined && !isNew && !isBack) return about;
  const again = await findAbout(db, { memberId, workspaceId, named });
  if (again === undefined) throw new Error('a member was not kept');
  return { ...again, ahead: about?.ahead };
}

/** The cohort that was named; else the one at home in this channel; else the one the asker is in; else all. */
function narrow(
  known: readonly Cohort[],
  named: string,
  isHere: (cohort: Cohort) => boolean,
  enrolledIn: (cohort: Cohort) => boolean,
): readonly Cohort[] {
  if (named !== '') return known.filter((cohort) => cohort.id === named);
  const here = known.filter(isHere);
  const pool = here.length > 0 ? here : known;
  if (pool.length === 1) return pool;
  const mine = pool.filter(enrolledIn);
  return mine.length > 0 ? mine : pool;
}
