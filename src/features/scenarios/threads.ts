import { Underway, Unreachable } from '../../chat/errors.ts';
import type { Services } from '../../context.ts';
import { listPostedKeys } from '../../deliveries/posts-store.ts';
import type { Investigation } from './investigation.ts';
import { position } from './position.ts';
import { threadPosts } from './thread-views.ts';

/** The key of a team's message in the channel; what stands in its thread begins with it. */
export function teamKey({ id }: { id: string }): string {
  return `team/${id}`;
}

/**
 * Tells a team's thread what its log says and the thread does not yet: the move that was just made, and whatever a crash
 * kept back before. Each is posted once. Alone there is nobody to tell. False where the thread can't be reached, deleted
 * perhaps: the investigation goes on without it.
 */
export async function tellThread(
  investigation: Investigation,
  { db, mail }: Pick<Services, 'db' | 'mail'>,
): Promise<boolean> {
  const { row, scenario } = investigation;
  const { thread } = row;
  if (row.kind === 'solo' || thread === null) return false;
  const due = threadPosts(investigation, position(scenario, row.kind, [])).map(({ id, shown }) => ({
    key: `${teamKey(row)}/m${id}`,
    shown,
  }));
  const posted = await listPostedKeys(
    db,
    due.map(({ key }) => key),
  );
  const target = { kind: 'channel', channel: thread } as const;
  try {
    for (const { key, shown } of due) {
      if (!posted.has(key)) await mail.post(row.workspaceId, target, shown, key);
    }
    return true;
  } catch (error) {
    if (error instanceof Unreachable) return false;
    // A teammate's click is posting the same at this moment.
    if (error instanceof Underway) return true;
    throw error;
  }
}
