import { type Inline, mention } from '../../chat/text.ts';

/** Somebody as a view names them. */
export interface Named {
  workspaceId: string;
  /** The platform's own id. */
  externalId: string;
  name: string;
}

/** A mention where the person can be mentioned, their name everywhere else. */
export function nameOf({ workspaceId, externalId, name }: Named): Inline {
  return mention('member', externalId, { workspace: workspaceId, name });
}
