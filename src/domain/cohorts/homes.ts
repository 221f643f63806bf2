import { type Inline, join, mention, type Text, text } from '../../chat/text.ts';
import { platformNameOf } from '../people/ids.ts';
import type { Cohort, Home } from './cohort.ts';

/**
 * The key of a post in one home: the plain one where the cohort was created, so that what was posted before there were
 * several homes is known still.
 */
export function keyAt(
  key: string,
  { workspaceId }: Pick<Cohort, 'workspaceId'>,
  home: Pick<Home, 'workspaceId'>,
): string {
  return home.workspaceId === workspaceId ? key : `${key}@${home.workspaceId}`;
}

/** The home of a cohort in a workspace. */
export function homeIn({ homes }: Pick<Cohort, 'homes'>, workspaceId: string): Home | undefined {
  return homes.find((home) => home.workspaceId === workspaceId);
}

/** A home's channel: a link where it can be one, and in words elsewhere. */
export function channelOf({ workspaceId, channel }: Pick<Home, 'workspaceId' | 'channel'>): Inline {
  return mention('channel', channel, { workspace: workspaceId, name: `its channel on ${platformNameOf(workspaceId)}` });
}

/** The role of a home's mentors, if it has one. */
export function mentorsOf({ workspaceId, mentorRole }: Home): Inline[] {
  if (mentorRole === null) return [];
  const name = `the mentors on ${platformNameOf(workspaceId)}`;
  return [mention('role', mentorRole, { workspace: workspaceId, name })];
}

/** The role or group that a home notifies, if it has one: a name that pings nobody. */
export function notifiedOf({ workspaceId, pingRole }: Home): Inline[] {
  if (pingRole === null || pingRole === undefined) return [];
  const name = `those who asked for it on ${platformNameOf(workspaceId)}`;
  return [mention('role', pingRole, { workspace: workspaceId, name })];
}

/** The channels of a cohort. */
export function whereOf({ homes }: Pick<Cohort, 'homes'>): Text {
  return homes.length === 0 ? text`nowhere: I was removed from where it lived` : listOf(homes.map(channelOf));
}

/** `a`, `a and b`, `a, b and c`. */
function listOf(items: readonly Inline[]): Text {
  const [last, ...others] = items.toReversed();
  const before = others.toReversed();
  if (last === undefined || before.length === 0) return join(items, '');
  return text`${join(before, ', ')} and ${last}`;
}

/** Whether this workspace is where the cohort began, or stands in for it: what only the cohort's own organisers may do is done here. */
export function isFirstHome({ workspaceId, homes }: Pick<Cohort, 'workspaceId' | 'homes'>, here: string): boolean {
  return here === workspaceId || !homes.some((home) => home.workspaceId === workspaceId);
}
