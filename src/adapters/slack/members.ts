import { z } from 'zod';
import { Unreachable } from '../../chat/errors.ts';
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

const ByAddress = z.object({ user: z.object({ id: z.string(), deleted: z.boolean().nullish() }) });

const NO_ADDRESSES =
  'My Slack app may not look people up by address. Whoever runs me writes its manifest with npm run slack:manifest -- --by-address (the right users:read.email), and an admin installs it anew.';

/** Who has an e-mail address; nobody is listed by name, which would need everybody's. https://docs.slack.dev/reference/methods/users.lookupByEmail */
export async function findNamed({ access: { web } }: Desk, words: string): Promise<readonly { id: string }[]> {
  if (!words.includes('@')) throw new Unreachable('On Slack I find people by mention, id or e-mail address.');
  try {
    const { id, deleted } = ByAddress.parse(await web.call('users.lookupByEmail', { email: words })).user;
    return deleted === true ? [] : [{ id }];
  } catch (error) {
    const { code } = describeFailure(error);
    if (NOBODY.has(code)) return [];
    if (code === 'missing_scope') throw new Unreachable(NO_ADDRESSES);
    throw toFailure(error);
  }
}

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
