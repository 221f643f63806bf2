/** The id of a workspace: `discord:123`. */
export function workspaceIdOf(platform: string, workspace: string): string {
  return `${platform}:${workspace}`;
}

/** The id of a member: `discord:123/456`. */
export function memberIdOf(workspaceId: string, externalId: string): string {
  return `${workspaceId}/${externalId}`;
}

/** What a platform calls itself, from the id of one of its workspaces. */
export function platformNameOf(workspaceId: string): string {
  const { platform } = parseWorkspaceId(workspaceId);
  return platform.replace(/^./, (letter) => letter.toUpperCase());
}

/** A workspace as its rows know it. */
interface Workspace {
  id: string;
  platform: string;
  externalId: string;
}

/** Reads an id like `discord:123`. */
export function parseWorkspaceId(id: string): Workspace {
  const colon = id.indexOf(':');
  return { id, platform: id.slice(0, colon), externalId: id.slice(colon + 1) };
}

/** Reads an id like `discord:123/456`: the workspace's id, and what the platform calls the member. */
export function parseMemberId(id: string): { workspaceId: string; externalId: string } {
  const slash = id.indexOf('/');
  return { workspaceId: id.slice(0, slash), externalId: id.slice(slash + 1) };
}

/** The workspace of people who are no longer known: their rows are counted, and nobody is written to there. */
export const NOBODY = 'nobody:nobody';
