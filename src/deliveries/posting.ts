import { Underway, Unreachable } from '../chat/errors.ts';
import type { Posted } from '../chat/platform.ts';
import { pinging } from '../chat/text.ts';
import { paragraph, view as shownAs, type View } from '../chat/view.ts';
import type { Services } from '../context.ts';
import type { Cohort, Home } from '../domain/cohorts/cohort.ts';
import { channelOf, keyAt, notifiedOf } from '../domain/cohorts/homes.ts';
import { withWayOn } from '../domain/onward.ts';
import { findMember } from '../domain/people/store.ts';
import type { JobResult } from './job.ts';

/** What posting in a cohort's homes needs to know of it. */
type Housed = Pick<Cohort, 'workspaceId' | 'homes'>;

/** What stands in one home under a key. */
export interface PostedAt {
  home: Home;
  posted: Posted;
}

/**
 * Does one thing in every home at the same time. All are tried before a failure is reported, so that one unreachable
 * home does not hold up the others; a second try finds what is already there.
 */
export async function inHomes<T>({ homes }: Pick<Cohort, 'homes'>, work: (home: Home) => Promise<T>): Promise<T[]> {
  const settled = await Promise.allSettled(homes.map(work));
  const failed = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  // `Underway` matters less than any other failure: somebody else is posting there right now.
  const worst = failed.find((reason) => !(reason instanceof Underway)) ?? failed[0];
  if (worst !== undefined) throw worst;
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/**
 * Does one thing for each, one after the other. All are tried before failures are reported, together and under these words:
 * one person who can't be written to must not keep the others waiting.
 */
export async function tryEach<T>(
  items: readonly T[],
  carryOut: (item: T) => Promise<unknown>,
  words: string,
): Promise<void> {
  const failed: unknown[] = [];
  for (const item of items) await carryOut(item).catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw new AggregateError(failed, words);
}

/** Posts in each home channel of a cohort, once under this key. */
export function postHome(
  services: Pick<Services, 'mail'>,
  cohort: Housed,
  view: View,
  key: string,
): Promise<PostedAt[]> {
  return inHomes(cohort, async (home) => ({ home, posted: await postIn(services, cohort, home, view, key) }));
}

/** The same for what is not to be missed: each home's own role or group is notified, where it has one. */
export function postHomeAloud(
  services: Pick<Services, 'mail'>,
  cohort: Housed,
  view: View,
  key: string,
): Promise<PostedAt[]> {
  return inHomes(cohort, async (home) => ({
    home,
    posted: await postIn(services, cohort, home, aloud(view, home), key),
  }));
}

/** A view with a last line that notifies whoever a home notifies, and nobody else. */
export function aloud(shown: View, home: Home): View {
  const notified = notifiedOf(home).map(pinging);
  return notified.length === 0 ? shown : shownAs(...shown.blocks, paragraph`${notified}`);
}

/** Posts in one of a cohort's homes; `key` is the plain one. */
export function postIn(
  { mail }: Pick<Services, 'mail'>,
  cohort: Housed,
  home: Home,
  view: View,
  key: string,
): Promise<Posted> {
  const { workspaceId, channel } = home;
  return mail.post(workspaceId, { kind: 'channel', channel }, view, keyAt(key, cohort, home));
}

/**
 * Posts in each home what is open there, once under this key; where it stands in a channel that is no longer a home, it
 * says there where it went on.
 */
export function followHome(
  services: Pick<Services, 'mail'>,
  cohort: Housed,
  view: View,
  key: string,
): Promise<PostedAt[]> {
  const { mail } = services;
  return inHomes(cohort, async (home) => {
    const there = keyAt(key, cohort, home);
    const before = await mail.find(there);
    if (before !== undefined && before.channel !== home.channel) {
      // The old channel may be gone, or closed: then nobody reads it there.
      await mail.edit(there, movedView(home)).catch(() => false);
      await mail.forget(there);
    }
    return { home, posted: await postIn(services, cohort, home, view, key) };
  });
}

function movedView(home: Home): View {
  return shownAs(paragraph`This goes on in ${channelOf(home)}.`);
}

/** Rewrites what was posted under this key, in each home. Returns in how many: none when it is nowhere any more. */
export async function editHome(
  { mail }: Pick<Services, 'mail'>,
  cohort: Housed,
  view: View,
  key: string,
): Promise<number> {
  const edited = await inHomes(cohort, (home) => mail.edit(keyAt(key, cohort, home), view));
  return edited.filter((isThere) => isThere).length;
}

/** The same for what was posted aloud: the line with those who were notified stays, and an edit notifies nobody anew. */
export async function editHomeAloud(
  { mail }: Pick<Services, 'mail'>,
  cohort: Housed,
  view: View,
  key: string,
): Promise<number> {
  const edited = await inHomes(cohort, (home) => mail.edit(keyAt(key, cohort, home), aloud(view, home)));
  return edited.filter((isThere) => isThere).length;
}

/**
 * Writes to a person in private, where they were last, once under this key. False when their direct messages are closed
 * to me; a person who has left needs no telling. No such message is a dead end: one without any control leads to the next thing.
 */
export async function tellPerson(
  { db, mail }: Pick<Services, 'db' | 'mail'>,
  memberId: string,
  view: View,
  key: string,
): Promise<boolean> {
  const member = await findMember(db, memberId);
  if (member === undefined) return true;
  try {
    await mail.post(member.workspaceId, { kind: 'person', person: member.externalId }, withWayOn(view), key);
    return true;
  } catch (error) {
    if (error instanceof Unreachable) return false;
    throw error;
  }
}

/** For posts that a click makes at once: if another click or the queue is posting the same at this moment, that is as good. */
export async function orUnderway<T>(posting: Promise<T>, underway: T): Promise<T> {
  try {
    return await posting;
  } catch (error) {
    if (error instanceof Underway) return underway;
    throw error;
  }
}

/** The outcome of a delivery that was posted in these homes. */
export function resultOf(posted: readonly unknown[]): JobResult {
  return posted.length === 0 ? { outcome: 'skipped', note: HOMELESS } : { outcome: 'posted' };
}

export const HOMELESS = 'the cohort has no home: I was removed from everywhere it lived';
