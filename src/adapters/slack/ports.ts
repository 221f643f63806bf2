import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Text } from '../../chat/text.ts';

/** The means of talking to one workspace. */
export interface Installation {
  botToken: string;
  botId: string;
  botUserId: string;
}

/** Where the tokens of many workspaces are kept. `workspace` is the id of a team, or of an organisation that installed for all of its teams. */
export interface InstallationStore {
  find(workspace: string): Promise<Installation | undefined>;
}

/** Something that Slack said, as it said it, and when. */
export interface Kept {
  value: unknown;
  knownAt: Temporal.Instant;
}

/** Where what Slack says about people and groups is kept, by what it is about. */
export interface FactsStore {
  find(workspace: string, about: readonly string[]): Promise<ReadonlyMap<string, Kept>>;
  record(workspace: string, about: string, value: unknown, now: Temporal.Instant): Promise<void>;
}

/** What was typed behind a slash command: all that is needed, or a form that asks for the rest, or neither. */
export type ReadCommand =
  | { kind: 'ready'; route: string; state: Record<string, string> }
  /** `faults` says by option what is wrong with what was typed. */
  | { kind: 'form'; route: string; state: Record<string, string>; faults: Record<string, string> }
  | { kind: 'unclear'; text: Text };

/** The pages of the installation, `/slack/install` and `/slack/oauth_redirect`. Returns whether the request was for one of them. */
export type InstallPages = (request: IncomingMessage, response: ServerResponse) => boolean;
