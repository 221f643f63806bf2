import type { Posted } from '../chat/platform.ts';
import type { View } from '../chat/view.ts';
import type { Services } from '../context.ts';
import type { Cohort } from './rules.ts';

/** Posts in a cohort's home channel, once under this key. */
export function postHome(
  { mail }: Pick<Services, 'mail'>,
  cohort: Pick<Cohort, 'workspaceId' | 'channel'>,
  view: View,
  key: string,
): Promise<Posted> {
  return mail.post(cohort.workspaceId, { kind: 'channel', channel: cohort.channel }, view, key);
}
