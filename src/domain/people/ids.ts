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
  const platform = workspaceId.slice(0, workspaceId.indexOf(':'));
  return platform.replace(/^./, (letter) => letter.toUpperCase());
}

/** A workspace as its rows know it. */
export interface Workspace {
  id: string;
  platform: string;
  externalId: string;
}

/** The workspace of an id like `discord:123`. */
export function workspaceFrom(id: string): Workspace {
  const colon = id.indexOf(':');
  return { id, platform: id.slice(0, colon), externalId: id.slice(colon + 1) };
}
