import { z } from 'zod';
import type { Log } from '../../chat/answering.ts';
import { describeFailure } from './failures.ts';
import type { FactsStore, Kept } from './ports.ts';
import type { Access, Workspaces } from './workspaces.ts';

/** What Slack knows about somebody but does not send with an event. */
export interface Facts {
  name: string;
  locale: string;
  /** The time zone of their profile, like `Europe/Berlin`. */
  zone?: string;
  /** An admin or an owner of the workspace. */
  manages: boolean;
  /** Ids of the user groups this person is in. */
  roles: readonly string[];
  /** Somebody of another company, who is here through a shared channel. */
  isStranger: boolean;
}

export interface Group {
  id: string;
  handle: string;
  name: string;
}

/** Who is meant: `team` is the team in which something happened, where an organisation installed for all of its teams. */
export interface Wanted {
  workspace: string;
  team?: string | undefined;
}

/**
 * Who people are. Anything Slack has said is kept in the database and used from there at once; if it is more than a few
 * minutes old, it is refreshed in the background, so that nobody waits for it. If Slack can't say, it is not asked again for a while.
 */
export interface People {
  /** Nothing when it is not known and Slack does not say so in time. */
  find(wanted: Wanted, user: string): Promise<Facts | undefined>;
  groups(wanted: Wanted): Promise<readonly Group[]>;
  /** Who is in a user group; undefined when Slack does not say. */
  membersOf(wanted: Wanted, group: string): Promise<readonly string[] | undefined>;
}

const User = z.object({
  id: z.string(),
  name: z.string().catch(''),
  real_name: z.string().nullish(),
  team_id: z.string().nullish(),
  locale: z.string().nullish(),
  // https://docs.slack.dev/reference/objects/user-object
  tz: z.string().nullish().catch(undefined),
  is_admin: z.boolean().nullish(),
  is_owner: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  is_stranger: z.boolean().nullish(),
  deleted: z.boolean().nullish(),
  profile: z.object({ display_name: z.string().nullish(), real_name: z.string().nullish() }).nullish(),
  enterprise_user: z.object({ teams: z.array(z.string()).catch([]) }).nullish(),
});

type User = z.infer<typeof User>;

const UserGroup = z.object({
  id: z.string(),
  handle: z.string().catch(''),
  name: z.string().catch(''),
  users: z.array(z.string()).catch([]),
});

/** After that it is refreshed, while the known value is still used. */
const FRESH_SECONDS = 120;

/** After a look-up that found nothing, it is not repeated within that time: a call that fails costs the others' turns. */
const PAUSE_MILLISECONDS = 60_000;

/** Slack knows nobody of that name here, or shows nobody: that is an answer too, and it means no. */
const NOBODY: ReadonlySet<string> = new Set(['user_not_found', 'users_not_found', 'user_not_visible']);

/** How long somebody who was never looked up waits for it. */
const PATIENCE_MILLISECONDS = 600;

const MOST_PAUSED = 5000;

const Groups = z.array(UserGroup);

export function createPeople(workspaces: Workspaces, facts: FactsStore, now: () => Temporal.Instant, log: Log): People {
  const asking = new Map<string, Promise<unknown>>();
  const paused = new Map<string, number>();

  /** Asks Slack and keeps the answer, one call at a time. Nothing when Slack has none, or had none a moment ago. */
  function ask<Answer>(workspace: string, about: string, call: () => Promise<Answer>): Promise<Answer | undefined> {
    const key = `${workspace} ${about}`;
    const running = asking.get(key);
    if (running !== undefined) return running as Promise<Answer | undefined>;
    if ((paused.get(key) ?? 0) > performance.now()) return Promise.resolve(undefined);
    const asked = (async () => {
      try {
        const answer = await call();
        paused.delete(key);
        await facts.record(workspace, about, answer, now());
        return answer;
      } catch (error) {
        if (paused.size >= MOST_PAUSED) paused.clear();
        paused.set(key, performance.now() + PAUSE_MILLISECONDS);
        log('warn', 'slack: a look-up failed', { about: about.replace(/:.*/s, ''), ...describeFailure(error) });
        return undefined;
      } finally {
        asking.delete(key);
      }
    })();
    asking.set(key, asked);
    return asked;
  }

  const askUser = (access: Access, workspace: string, user: string) =>
    ask(workspace, `user:${user}`, async () => {
      try {
        return User.parse((await access.web.call('users.info', { user, include_locale: true }))['user']);
      } catch (error) {
        if (NOBODY.has(describeFailure(error).code)) return User.parse({ id: user, is_stranger: true });
        throw error;
      }
    });

  const askGroups = (access: Access, { workspace, team }: Wanted) =>
    ask(workspace, groupsKey({ workspace, team }), async () => {
      // https://docs.slack.dev/reference/methods/usergroups.list: an organisation's token must say of which team.
      const of = workspace.startsWith('E') && team !== undefined ? { team_id: team } : {};
      try {
        return Groups.parse((await access.web.call('usergroups.list', { include_users: true, ...of }))['usergroups']);
      } catch (error) {
        // Workspaces on the free plan have no user groups.
        const { code } = describeFailure(error);
        if (code === 'paid_teams_only' || code === 'plan_upgrade_required') return [];
        throw error;
      }
    });

  function isFresh(kept: Kept | undefined): boolean {
    return kept !== undefined && kept.knownAt.until(now()).total('seconds') < FRESH_SECONDS;
  }

  /** The groups as Slack says them, else as it said them last. */
  async function readGroups(wanted: Wanted): Promise<z.infer<typeof Groups> | undefined> {
    const kept = (await facts.find(wanted.workspace, [groupsKey(wanted)])).get(groupsKey(wanted));
    const known = Groups.safeParse(kept?.value).data;
    const asked = isFresh(kept) ? undefined : askGroups(await workspaces.get(wanted.workspace), wanted);
    return (await asked) ?? known;
  }

  return {
    async find(wanted, user) {
      const { workspace } = wanted;
      const [access, kept] = await Promise.all([
        workspaces.get(workspace),
        facts.find(workspace, [`user:${user}`, groupsKey(wanted)]),
      ]);
      const [keptUser, keptGroups] = [kept.get(`user:${user}`), kept.get(groupsKey(wanted))];
      const known = User.safeParse(keptUser?.value).data;
      const knownGroups = Groups.safeParse(keptGroups?.value).data;
      const asked = isFresh(keptUser) ? undefined : askUser(access, workspace, user);
      const askedGroups = isFresh(keptGroups) ? undefined : askGroups(access, wanted);
      const found = known ?? (await inTime(asked));
      if (found === undefined) return undefined;
      const all = knownGroups ?? (await inTime(askedGroups)) ?? [];
      const isGuest = found.is_restricted === true || found.is_ultra_restricted === true;
      return {
        name: nameOf(found),
        locale: found.locale ?? 'en-US',
        ...(typeof found.tz === 'string' ? { zone: found.tz } : {}),
        manages: (found.is_admin === true || found.is_owner === true) && !isGuest && found.deleted !== true,
        roles: all.filter((group) => group.users.includes(user)).map(({ id }) => id),
        isStranger: isStranger(found, workspace),
      };
    },
    async groups(wanted) {
      const all = (await readGroups(wanted)) ?? [];
      return all.map(({ id, handle, name }) => ({ id, handle, name }));
    },
    async membersOf(wanted, group) {
      const all = await readGroups(wanted);
      return all?.find(({ id }) => id === group)?.users ?? (all === undefined ? undefined : []);
    },
  };
}

function groupsKey({ workspace, team }: Wanted): string {
  return workspace.startsWith('E') && team !== undefined ? `groups:${team}` : 'groups';
}

/** A look-up goes on when nobody waits for it any more, so that its result is there the next time. */
async function inTime<Answer>(asked: Promise<Answer | undefined> | undefined): Promise<Answer | undefined> {
  if (asked === undefined) return undefined;
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => late.resolve(undefined), PATIENCE_MILLISECONDS);
  try {
    return await Promise.race([asked, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Within an organisation a person's own team may be a different one, yet the same company. */
function isStranger({ is_stranger, team_id, enterprise_user }: User, workspace: string): boolean {
  if (is_stranger === true) return true;
  if (enterprise_user !== undefined && enterprise_user !== null) return false;
  return workspace.startsWith('T') && typeof team_id === 'string' && team_id.startsWith('T') && team_id !== workspace;
}

function nameOf({ id, name, real_name, profile }: User): string {
  return (
    [profile?.display_name, profile?.real_name, real_name, name].find(
      (one) => one !== undefined && one !== null && one !== '',
    ) ?? id
  );
}
