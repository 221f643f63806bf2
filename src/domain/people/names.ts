import { type Inline, mention } from '../../chat/text.ts';

/** Somebody as a view names them. */
export interface Named {
  workspaceId: string;
  /** The platform's own id. */
  externalId: string;
  name: string;
}

/** As boards name somebody: by the name that they chose for that, else as everywhere. */
export function boardNameOf(person: Named & { pseudonym?: string | null }): Inline {
  const { pseudonym = null } = person;
  return pseudonym === null ? nameOf(person) : { kind: 'typed', text: pseudonym };
}

/** A mention where the person can be mentioned, their name everywhere else. */
export function nameOf({ workspaceId, externalId, name }: Named): Inline {
  return mention('member', externalId, { workspace: workspaceId, name });
}
