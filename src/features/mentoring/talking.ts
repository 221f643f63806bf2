import { clip } from '../../chat/clip.ts';
import { Unreachable } from '../../chat/errors.ts';
import { mention, type Part } from '../../chat/text.ts';
import type { View } from '../../chat/view.ts';
import type { Services } from '../../context.ts';
import { orUnderway, tellPerson } from '../../deliveries/posting.ts';
import type { Cohort, Home } from '../../domain/cohorts/cohort.ts';
import { homeIn, keyAt } from '../../domain/cohorts/homes.ts';
import type { Named } from '../../domain/people/names.ts';
import { findAccountIn } from '../../domain/people/store.ts';
import { threadView } from './asking-views.ts';
import type { Help } from './help.ts';
import type { HelpRequest } from './requests.ts';
import { recordHappening } from './store.ts';

/** Where a question is talked about, and who is brought there. */

type Talk = NonNullable<Help['talk']>;

/** The key of a question's post in the channel. */
export const postKey = (id: string) => `ask/${id}`;

/** The home in which a question is talked about: its asker's. */
function homeOf(cohort: Cohort, { workspaceId }: Pick<HelpRequest, 'workspaceId'>): Home | undefined {
  return homeIn(cohort, workspaceId) ?? cohort.homes[0];
}

/** Opens the thread of a question that is posted, and brings its asker there. Where no thread can be opened, words go by direct message. */
export async function openThreadOf(
  { db, mail }: Services,
  cohort: Cohort,
  request: HelpRequest,
  now: Temporal.Instant,
): Promise<void> {
  const home = homeOf(cohort, request);
  const posted = home && (await mail.find(keyAt(postKey(request.id), cohort, home)));
  if (home === undefined || posted === undefined) return;
  try {
    const { workspaceId } = home;
    const title = `${request.asker}: ${clip(request.question.replace(/\s+/g, ' '), 60)}`;
    const channel = await mail.openThread(workspaceId, posted, title);
    const asker = await findAccountIn(db, request.memberId, workspaceId);
    if (asker !== undefined) {
      const target = { kind: 'channel', channel } as const;
      await mail.post(workspaceId, target, threadView(asker), `${postKey(request.id)}/thread`);
      await mail.bringIn(workspaceId, channel, [asker.externalId]);
    }
    await recordOpened(db, request, { workspaceId, channel }, now);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
  }
}

async function recordOpened(db: Services['db'], { id }: HelpRequest, talk: Talk, at: Temporal.Instant): Promise<void> {
  await recordHappening(db, id, { kind: 'opened', ...talk, at, by: null, cause: `ask/${id}/opened/${talk.channel}` });
}

/**
 * Brings the asker and whoever has a question together: into its thread, or into a conversation of their own. Returns where that
 * is; undefined where they share no workspace or the platform does not let us: then their words go through direct messages.
 */
export async function bringTogether(
  { db, mail }: Services,
  cohort: Cohort,
  request: HelpRequest,
  now: Temporal.Instant,
): Promise<Talk | undefined> {
  const { help, memberId, place } = request;
  const home = homeOf(cohort, request);
  if (help.holder === null || home === undefined) return undefined;
  if (place === 'thread') {
    if (help.talk !== null) await bringIn({ db, mail }, help.talk, [memberId, help.holder]);
    return help.talk ?? undefined;
  }
  const { workspaceId, channel } = home;
  const people = await accountsIn(db, workspaceId, [memberId, help.holder]);
  if (people.length < 2) return undefined;
  try {
    const before = help.talk?.workspaceId === workspaceId ? help.talk.channel : undefined;
    const title = `${request.asker} asks (${request.id.slice(0, 6)})`;
    const opened = await mail.openTalk(workspaceId, {
      channel,
      people: people.map(({ externalId }) => externalId),
      title,
      before,
    });
    const talk = { workspaceId, channel: opened };
    await recordOpened(db, request, talk, now);
    return talk;
  } catch (error) {
    if (error instanceof Unreachable) return undefined;
    throw error;
  }
}

async function bringIn(
  { db, mail }: Pick<Services, 'db' | 'mail'>,
  { workspaceId, channel }: Talk,
  memberIds: readonly string[],
): Promise<void> {
  const people = await accountsIn(db, workspaceId, memberIds);
  const ids = people.map(({ externalId }) => externalId);
  // Somebody closed the thread, perhaps: the words that follow open it again, or say what is the matter.
  await mail.bringIn(workspaceId, channel, ids).catch((error: unknown) => {
    if (!(error instanceof Unreachable)) throw error;
  });
}

/** People as one workspace knows them; whoever has no account there is left out. */
export async function accountsIn(
  db: Services['db'],
  workspaceId: string,
  memberIds: readonly string[],
): Promise<Named[]> {
  const found = await Promise.all([...new Set(memberIds)].map((id) => findAccountIn(db, id, workspaceId)));
  return found.filter((one) => one !== undefined);
}

/** Says something where a question is talked about, once under this key. False where that can't be reached, or is nowhere. */
export async function sayInTalk(
  { mail }: Pick<Services, 'mail'>,
  talk: Talk | null | undefined,
  shown: View,
  key: string,
): Promise<boolean> {
  if (talk === null || talk === undefined) return false;
  const { workspaceId, channel } = talk;
  try {
    await orUnderway(mail.post(workspaceId, { kind: 'channel', channel }, shown, key), undefined);
    return true;
  } catch (error) {
    if (error instanceof Unreachable) return false;
    throw error;
  }
}

/** Says something where a question is talked about, or else to one person alone. */
export async function sayOrTell(
  services: Services,
  { request, to }: { request: HelpRequest; to: string | null },
  shown: View,
  key: string,
): Promise<void> {
  if (await sayInTalk(services, request.help.talk, shown, key)) return;
  if (to !== null) await tellPerson(services, to, shown, `${key}/direct`);
}

/** A talk as a link, where the reader can follow it. */
export function talkLink({ help }: HelpRequest): Part | undefined {
  if (help.talk === null) return undefined;
  const { workspaceId, channel } = help.talk;
  return mention('channel', channel, { workspace: workspaceId, name: 'its thread' });
}
