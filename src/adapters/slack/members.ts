import { z } from 'zod';
import { describeFailure, toFailure } from './failures.ts';
import type { Desk } from './messages.ts';

const Info = z.object({
  user: z.object({
    name: z.string().catch(''),
    deleted: z.boolean().nullish(),
    real_name: z.string().nullish(),
    profile: z.object({ display_name: z.string().nullish(), real_name: z.string().nullish() }).nullish(),
  }),
});

/** Slack's words for nobody: https://docs.slack.dev/reference/methods/users.info#errors */
const NOBODY: ReadonlySet<number | string> = new Set(['user_not_found', 'users_not_found', 'user_not_visible']);

/** A member of a workspace by what they are called there; undefined for whoever is deactivated or none. */
export async function findPerson({ access: { web } }: Desk, user: string): Promise<{ name: string } | undefined> {
  try {
    const { name, deleted, real_name, profile } = Info.parse(await web.call('users.info', { user })).user;
    if (deleted === true) return undefined;
    const names = [profile?.display_name, profile?.real_name, real_name, name];
    return { name: names.find((one) => typeof one === 'string' && one !== '') ?? user };
  } catch (error) {
    if (NOBODY.has(describeFailure(error).code)) return undefined;
    throw toFailure(error);
  }
}
