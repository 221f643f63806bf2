import { z } from 'zod';
import type { Log } from '../../chat/answering.ts';
import { TokenRefused, Unreachable } from '../../chat/errors.ts';
import type { Traffic } from '../../chat/traffic.ts';
import type { Budget } from './budget.ts';
import { describeFailure, type Failure, notInstalled } from './failures.ts';
import type { Installation, InstallationStore } from './ports.ts';
import { createWeb, type Web } from './web.ts';

/** One workspace, ready to be spoken to. */
export interface Access extends Installation {
  web: Web;
}

export interface Workspaces {
  /** Throws `Unreachable` for a workspace that has not installed us. */
  get(workspace: string): Promise<Access>;
  /** Makes sure that the token works, where there is but one. Throws a sentence for the operator. */
  check(): Promise<void>;
}

export type Tokens = { botToken: string } | { installations: InstallationStore };

interface WorkspacesOptions {
  tokens: Tokens;
  apiUrl: string | undefined;
  /** Where people install the app, if they do that by themselves. */
  installAt: string | undefined;
  budget: Budget;
  traffic: Traffic;
  /** Called after each call with the one token that the operator set: with its failure, if it failed. */
  answered: (failure: Failure | undefined) => void;
  /** Called with what each answer says of the time: by how many seconds our clock is ahead. */
  dated: (aheadSeconds: number) => void;
  log: Log;
}

const Identity = z.object({ bot_id: z.string(), user_id: z.string() });

const MOST_CLIENTS = 500;

/** The tokens are looked up each time: one that was revoked or replaced is not used again. */
export function createWorkspaces(options: WorkspacesOptions): Workspaces {
  const { tokens, apiUrl, installAt, budget, traffic, answered, dated, log } = options;
  const clients = new Map<string, Web>();

  function clientOf(workspace: string, token: string): Web {
    const found = clients.get(token);
    if (found !== undefined) return found;
    if (clients.size >= MOST_CLIENTS) clients.clear();
    // When one workspace of many revokes its token, that is not the operator's problem.
    const told = 'botToken' in tokens ? { answered } : {};
    const web = createWeb({ token, workspace, apiUrl, installAt, budget, traffic, ...told, dated, log });
    clients.set(token, web);
    return web;
  }

  if ('installations' in tokens) {
    return {
      async get(workspace) {
        const installation = await tokens.installations.find(workspace);
        if (installation === undefined) throw new Unreachable(notInstalled(installAt));
        return { ...installation, web: clientOf(workspace, installation.botToken) };
      },
      check: () => Promise.resolve(),
    };
  }
  const { botToken } = tokens;
  const web = clientOf('', botToken);
  let own: Installation | undefined;

  async function identify(): Promise<Installation> {
    const { bot_id, user_id } = Identity.parse(await web.call('auth.test', {}));
    own = { botToken, botId: bot_id, botUserId: user_id };
    return own;
  }

  return {
    async get() {
      return { ...(own ?? (await identify())), web };
    },
    async check() {
      try {
        await identify();
      } catch (error) {
        const { code, status } = describeFailure(error);
        if (status === 200) {
          throw new TokenRefused(
            `SLACK_BOT_TOKEN: Slack does not take the bot token (${code}). Copy the Bot User OAuth Token anew from OAuth & Permissions of the app's settings.`,
          );
        }
        throw new Error(`Slack could not be reached: status ${status}, ${code}`);
      }
    },
  };
}
