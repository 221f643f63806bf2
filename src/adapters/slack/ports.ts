import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Text } from '../../chat/text.ts';

/** With what one workspace is spoken to. */
export interface Installation {
  botToken: string;
  botId: string;
  botUserId: string;
}

/** Where the tokens of many workspaces are kept. `workspace` is the id of a team, or of an organisation that installed for all of its teams. */
export interface InstallationStore {
  find(workspace: string): Promise<Installation | undefined>;
}

/** What was typed behind a slash command: all that is needed, or a form that asks for the rest, or neither. */
export type ReadCommand =
  | { kind: 'ready'; route: string; state: Record<string, string> }
  /** `faults` says by option what is wrong with what was typed. */
  | { kind: 'form'; route: string; state: Record<string, string>; faults: Record<string, string> }
  | { kind: 'unclear'; text: Text };

/** The pages of the installation, `/slack/install` and `/slack/oauth_redirect`. Answers whether the request was for one of them. */
export type InstallPages = (request: IncomingMessage, response: ServerResponse) => boolean;
