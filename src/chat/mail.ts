import type { Health, Lack, Listing, Posted, Talk, Target, Voice, Wishes } from './platform.ts';
import type { View } from './view.ts';

/** A platform's name, whether it serves people, and by how many seconds this machine's clock is ahead of its, as far as that is known. */
export interface Standing {
  name: string;
  health: Health;
  clockAhead: number | undefined;
}

/** Posting, as features see it: whatever is posted under a key is posted once, however often it is tried. */
export interface Mail {
  /** Posts all parts of a view and returns the first. Throws `Unreachable` where a person must act first. */
  post(workspaceId: string, target: Target, view: View, key: string): Promise<Posted>;
  /**
   * Rewrites the message posted under this key; what does not fit goes into its thread. False when there is no such
   * message: it was never posted, or somebody deleted it.
   */
  edit(key: string, view: View): Promise<boolean>;
  /** Lets a key be posted again when somebody deleted its message. */
  forget(key: string): Promise<void>;
  /** Opens the thread of a posted message: its channel id. */
  openThread(workspaceId: string, posted: Posted, title: string): Promise<string>;
  /** Brings people into a thread or a conversation. Throws `Unreachable` like a post. */
  bringIn(workspaceId: string, thread: string, people: readonly string[]): Promise<void>;
  /** Opens a conversation of few: its channel id. Throws `Unreachable` where there can be none. */
  openTalk(workspaceId: string, talk: Talk): Promise<string>;
  /** Opens a thread that only those in it see: its channel id, or undefined where there are none. Throws `Unreachable` where a right is missing. */
  openPrivateThread(workspaceId: string, talk: Talk): Promise<string | undefined>;
  /** Takes people out of a private thread. */
  takeOut(workspaceId: string, thread: string, people: readonly string[]): Promise<void>;
  /** Who wrote in a thread or conversation since then; undefined where that can't be seen. */
  listVoices(workspaceId: string, channel: string, since: Temporal.Instant): Promise<readonly Voice[] | undefined>;
  /** Keeps a link at the top of a channel where the platform has a place for links. Throws `Unreachable` like a post. */
  keepLink(workspaceId: string, channel: string, title: string, url: string): Promise<void>;
  /** Puts something among a workspace's own events, once under this key, or brings it up to date. Throws `Unreachable` like a post. */
  keepEvent(workspaceId: string, listing: Listing, key: string): Promise<void>;
  /** Calls off the event under this key, if there is one. */
  cancelEvent(key: string): Promise<void>;
  /** What may not be done in a channel of what posting needs, and of what is wished. Throws `Unreachable` where the channel can't be reached at all. */
  findLacks(workspaceId: string, channel: string, wishes?: Wishes): Promise<readonly Lack[]>;
  /** Who has a role or is in a user group, by the platform's ids; undefined where they are too many. Throws `Unreachable` where that can't be seen. */
  listHolders(workspaceId: string, role: string): Promise<readonly string[] | undefined>;
  /** Who is called exactly so, or has that e-mail address. Throws `Unreachable` where people can't be found by that. */
  findNamed(workspaceId: string, words: string): Promise<readonly { id: string }[]>;
  /** The words of a file that somebody attached to a command. Throws `Unreachable` where they can't be read. */
  readFile(workspaceId: string, file: string): Promise<string>;
  /** What somebody is called in a workspace; undefined when they are not there any more, or never were. */
  findPerson(workspaceId: string, person: string): Promise<{ name: string } | undefined>;
  /** How the platform of a workspace stands. Throws `Unreachable` where this program has none of that name. */
  standingOf(workspaceId: string): Standing;
  /** The message under this key, if it is posted. */
  find(key: string): Promise<Posted | undefined>;
  /** The same for what people do: in a channel, their posts go after the calendar's and after one another. */
  readonly forPeople: Mail;
  /** Hands due deliveries to the queue now instead of at the next tick. */
  wake(): Promise<void>;
}
