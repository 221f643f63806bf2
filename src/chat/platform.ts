import type { Handler } from './event.ts';
import type { View } from './view.ts';

/** Where to post: a channel, a thread (by its own id, as a channel), or a person's direct messages. */
export type Target = { kind: 'channel'; channel: string } | { kind: 'person'; person: string };

/** A message that was posted. For a direct message `channel` is the private channel it went to. */
export interface Posted {
  channel: string;
  message: string;
}

/**
 * Whether a platform serves people. `troubled` passes by itself or by somebody's doing; after `over` only a new start helps.
 * The reason is a sentence for the operator.
 */
export type Health = { state: 'serving' } | { state: 'troubled' | 'over'; reason: string };

/** Something that the bot may not do in a channel, in words for whoever can change it. */
export interface Lack {
  /** What is the matter, as a clause: `Create Public Threads is missing`. */
  what: string;
  /** What does not work because of it, as a clause. */
  loss: string;
  /** The sentence that mends it. */
  remedy: string;
}

/** Something that a workspace shows among its own events. `channel` is where it takes place. */
export interface Listing {
  title: string;
  about: string;
  channel: string;
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
}

/** What is asked for beyond posting: an organiser switched it on. */
export interface Wishes {
  events?: boolean;
  /** The role or group that is to be notified. */
  pings?: string;
}

/** A conversation of few, which opens from a channel where the platform needs one. */
export interface Talk {
  channel: string;
  people: readonly string[];
  title: string;
  before?: string | undefined;
}

/** Somebody said something, by the platform's id. */
export interface Voice {
  person: string;
  at: Temporal.Instant;
}

/**
 * One chat platform. An adapter has no policy: it says what a person did, and does what it is told. Every call may be
 * repeated after a crash, and throws `Unreachable` where a person must act before it can work.
 */
export interface Platform {
  readonly name: string;
  /** Throws a sentence for the operator when it can't; `TokenRefused` when trying again would not help. */
  start(handler: Handler): Promise<void>;
  /** Stops taking events, finishes what was acknowledged, closes. */
  stop(): Promise<void>;
  health(): Health;
  /** By how many seconds this machine's clock was ahead of the platform's at its newest answer; undefined where none came, or it has no clock of its own. */
  clockAhead(): number | undefined;
  /** Cuts a view into as many as this platform needs to show all of it, each within its limits. Pure. */
  split(view: View): readonly View[];
  /** Posts one view that fits. `key` names the message for good: where the platform can, it refuses a second one. */
  post(workspace: string, target: Target, view: View, key: string): Promise<Posted>;
  /** The message that was posted there under this key since that moment, if it is there. */
  find(workspace: string, target: Target, key: string, since: Temporal.Instant): Promise<Posted | undefined>;
  edit(workspace: string, posted: Posted, view: View): Promise<void>;
  /** Opens the thread of a message and returns its channel id; the same one when it is open already. */
  openThread(workspace: string, posted: Posted, title: string): Promise<string>;
  /** Brings people into a thread or a conversation, so that they find it and hear of what is said there. */
  bringIn(workspace: string, thread: string, people: readonly string[]): Promise<void>;
  /**
   * Opens a conversation that only these people and the bot see, and returns its channel id; the same people get the same
   * one. `before` is the one that they had before, where others were in it. Throws `Unreachable` where the platform has
   * none, or does not let the bot open one.
   */
  openTalk(workspace: string, talk: Talk): Promise<string>;
  /**
   * Opens a thread of a channel that only those in it see, and returns its channel id; the same title in the same channel is
   * the same thread. Others are brought in and taken out later. Undefined where the platform has no such threads there;
   * throws `Unreachable` where the bot may not open one.
   */
  openPrivateThread(workspace: string, talk: Talk): Promise<string | undefined>;
  /** Takes people out of a private thread; whoever is not in it stays so. */
  takeOut(workspace: string, thread: string, people: readonly string[]): Promise<void>;
  /**
   * Who wrote in a thread or conversation since then, oldest first, at most the first hundred; undefined where the platform
   * does not let the bot see that. What they wrote is not read.
   */
  listVoices(workspace: string, channel: string, since: Temporal.Instant): Promise<readonly Voice[] | undefined>;
  /**
   * Keeps a link at the top of a channel where the platform has a place for links (Slack: a bookmark); the same address
   * is kept once, under its newest title. A platform without such a place does nothing: posts carry the link.
   */
  keepLink(workspace: string, channel: string, title: string, url: string): Promise<void>;
  /**
   * Puts something among a workspace's own events (Discord: scheduled events) and returns its id; the same thing at the same
   * time is put there once. A platform without such events does nothing and returns undefined: the calendar's address is
   * what comes nearest.
   */
  keepEvent(workspace: string, listing: Listing): Promise<string | undefined>;
  /** Brings an event up to date. One that somebody took away, or that is over, stays as it is. */
  changeEvent(workspace: string, event: string, listing: Listing): Promise<void>;
  /** Calls an event off; one that is gone or over stays so. */
  cancelEvent(workspace: string, event: string): Promise<void>;
  /**
   * What the bot may not do in a channel of what it needs, and of what is wished; empty where nothing lacks. Changes and
   * posts nothing. Throws `Unreachable` where the channel is gone or of another workspace.
   */
  findLacks(workspace: string, channel: string, wishes?: Wishes): Promise<readonly Lack[]>;
  /** Who has a role or is in a user group, by the platform's ids; undefined where they are too many. Throws `Unreachable` where the bot may not see that. */
  listHolders(workspace: string, role: string): Promise<readonly string[] | undefined>;
  /**
   * Who is meant by a name or an e-mail address: everybody who is called exactly so. Throws `Unreachable` where the platform does not let
   * the bot find people by that, with what helps.
   */
  findNamed(workspace: string, words: string): Promise<readonly { id: string }[]>;
  /** The words of a file that somebody attached to a command. Throws `Unreachable` where it is gone or none of theirs, or too large for words. */
  readFile(workspace: string, file: string): Promise<string>;
  /** What somebody is called in a workspace; undefined when they have left it, are deactivated or were never there. */
  findPerson(workspace: string, person: string): Promise<{ name: string } | undefined>;
}
