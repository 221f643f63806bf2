import { z } from 'zod';
import type { Log } from '../../chat/answering.ts';
import { describeFailure } from './failures.ts';
import type { Access, Workspaces } from './workspaces.ts';

/** What Slack knows of somebody and does not send with an event. */
export interface Facts {
  name: string;
  locale: string;
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

/** Looks people up, after what they did was acknowledged. What is found is good for two minutes. */
export interface People {
  /** Nothing when Slack can't say. */
  find(workspace: string, user: string): Promise<Facts | undefined>;
  groups(workspace: string): Promise<readonly Group[]>;
}

const User = z.object({
  id: z.string(),
  name: z.string().catch(''),
  real_name: z.string().nullish(),
  team_id: z.string().nullish(),
  locale: z.string().nullish(),
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

type UserGroup = z.infer<typeof UserGroup>;

const GOOD_FOR = 2 * 60_000;

const MOST_KEPT = 5000;

export function createPeople(workspaces: Workspaces, log: Log): People {
  const users = createShelf<User | undefined>();
  const groups = createShelf<readonly UserGroup[] | undefined>();

  const findUser = (access: Access, workspace: string, user: string) =>
    users.get(`${workspace} ${user}`, async () => {
      try {
        const answer = await access.web.call('users.info', { user, include_locale: true });
        return User.parse(answer['user']);
      } catch (error) {
        log('warn', 'slack: a person could not be looked up', { ...describeFailure(error) });
        return undefined;
      }
    });

  const findGroups = (access: Access, workspace: string) =>
    groups.get(workspace, async () => {
      try {
        const answer = await access.web.call('usergroups.list', { include_users: true });
        return z.array(UserGroup).parse(answer['usergroups']);
      } catch (error) {
        // Workspaces on the free plan have no user groups.
        const { code, ...rest } = describeFailure(error);
        const isNone = code === 'paid_teams_only' || code === 'plan_upgrade_required';
        if (!isNone) log('warn', 'slack: user groups could not be read', { code, ...rest });
        return isNone ? [] : undefined;
      }
    });

  return {
    async find(workspace, user) {
      const access = await workspaces.get(workspace);
      const [found, all] = await Promise.all([findUser(access, workspace, user), findGroups(access, workspace)]);
      if (found === undefined) return undefined;
      const isGuest = found.is_restricted === true || found.is_ultra_restricted === true;
      return {
        name: nameOf(found),
        locale: found.locale ?? 'en-US',
        manages: (found.is_admin === true || found.is_owner === true) && !isGuest && found.deleted !== true,
        roles: (all ?? []).filter((group) => group.users.includes(user)).map(({ id }) => id),
        isStranger: isStranger(found, workspace),
      };
    },
    async groups(workspace) {
      const all = (await findGroups(await workspaces.get(workspace), workspace)) ?? [];
      return all.map(({ id, handle, name }) => ({ id, handle, name }));
    },
  };
}

/** Within an organisation a person's own team may be another one, and is no other company. */
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

/** Keeps answers for a while; who asks for the same at the same time gets the same. */
function createShelf<Answer>() {
  const kept = new Map<string, { answer: Promise<Answer>; until: number }>();
  return {
    get(key: string, find: () => Promise<Answer>): Promise<Answer> {
      const now = performance.now();
      const found = kept.get(key);
      if (found !== undefined && found.until > now) return found.answer;
      if (kept.size >= MOST_KEPT) kept.clear();
      const answer = find();
      kept.set(key, { answer, until: now + GOOD_FOR });
      // What could not be found is asked for again the next time.
      void answer.then((value) => value === undefined && kept.delete(key));
      return answer;
    },
  };
}
