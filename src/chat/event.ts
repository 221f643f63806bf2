import type { Action } from './action.ts';
import type { Reply } from './view.ts';

/** Where something happened. `workspace` and `channel` are the platform's own ids; a thread's place is its parent channel. */
export interface Place {
  platform: string;
  workspace: string;
  channel: string;
}

/**
 * What stands for the workspace where somebody is in none: Discord's direct messages are of no server. The bot finds out
 * which workspace of theirs is meant.
 */
export function directWorkspace(person: string): string {
  return `dm:${person}`;
}

/** Who did it, as the platform tells it with the event: nothing here is looked up. */
export interface Person {
  id: string;
  name: string;
  /** The platform says this person may manage the workspace. */
  manages: boolean;
  /** The platform's ids of the roles or groups this person has. */
  roles: readonly string[];
  /** The platform did not say in time what this person may do: rights that are missing here may exist. */
  isUnsure?: boolean;
  /** The language the platform's client is set to, like `en-GB`. */
  locale: string;
  /** The time zone that they have set on the platform, where it says so: `Europe/Berlin`. */
  zone?: string;
}

/** Somebody used a command, a control or a form. `action.state` carries its options, its state or its fields. */
export interface Event {
  /** The platform's own id: the same for a repeated delivery of the same event. */
  id: string;
  place: Place;
  person: Person;
  action: Action;
}

/**
 * The first answer, whose kind no platform lets change: `private` promises a message only the person sees, `update`
 * rewrites the private message that held the control and is `private` where there is none, `modal` opens a form at once.
 */
export type Ack = 'private' | 'update' | 'modal';

/** Acknowledge like this now; show that when it is there. `reply` never rejects. A form is there already. */
export type Outcome = { ack: 'private' | 'update'; reply: Promise<Reply> } | { ack: 'modal'; reply: Reply };

/** The suggestion a person picks while typing a command's option. */
export interface Suggestion {
  label: string;
  value: string;
}

/** Somebody is typing the option `option` of the command in `action`; `action.state` holds what was typed there so far. */
export interface Completion extends Event {
  option: string;
}

/** What an adapter is given: everything that a person does goes through the first two. */
export interface Handler {
  handle(event: Event): Outcome;
  /** At most 25 suggestions; never rejects. */
  complete(completion: Completion): Promise<readonly Suggestion[]>;
  /** The bot was removed from a workspace (the platform's own id); an outage is none. Repeated, it changes nothing; never rejects. */
  removed(platform: string, workspace: string): Promise<void>;
  /** Somebody has left a workspace, or was deactivated there. Repeated, it changes nothing; never rejects. */
  left(platform: string, workspace: string, person: string): Promise<void>;
}
