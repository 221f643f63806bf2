import { readFileSync } from 'node:fs';

/** A block or an element as it came: anything can stand in it, until it was validated. */
export type Json = { [key: string]: unknown };

/** An answer of the Web API that is an error: `{ ok: false, error }`, with status 200. */
export class ApiError extends Error {
  readonly code: string;
  readonly faults: readonly string[];
  readonly extra: Json;
  constructor(code: string, faults: readonly string[] = [], extra: Json = {}) {
    super(code);
    this.name = 'ApiError';
    this.code = code;
    this.faults = faults;
    this.extra = extra;
  }
}

export interface FakeUser {
  id: string;
  team: string;
  name: string;
  displayName: string;
  locale: string;
  /** The time zone of their profile. */
  zone: string | undefined;
  admin: boolean;
  owner: boolean;
  /** `multi` or `single` channel guests. */
  guest: 'multi' | 'single' | undefined;
  deleted: boolean;
  /** Of another company, here through a shared channel. */
  stranger: boolean;
  /** Teams of the same organisation. */
  orgTeams: readonly string[] | undefined;
}

export interface FakeChannel {
  id: string;
  name: string;
  team: string;
  kind: 'public' | 'private' | 'direct' | 'group';
  archived: boolean;
  /** The bot is in it. */
  joined: boolean;
  /** Whose direct messages these are. */
  user: string | undefined;
  /** Who is in a group conversation with the bot. */
  people?: readonly string[];
  /** Ids of people who are not in it. */
  outsiders?: readonly string[];
  /** The error that every call on it is answered with. */
  denies?: string;
}

export interface FakeFile {
  id: string;
  name: string;
  size: number;
  content: Buffer;
  alt: string;
  /** By the world's clock; Slack has looked at a file a moment after it was completed. */
  readyAt: number;
  completed: boolean;
}

export interface FakeMessage {
  channel: string;
  ts: string;
  thread: string | undefined;
  bot: string;
  /** Who typed it; left out where it is the bot's. */
  user?: string;
  text: string;
  blocks: readonly Json[];
  metadata: { event_type: string; event_payload: Json } | undefined;
  /** Who alone sees it. */
  onlyFor: string | undefined;
  files: readonly FakeFile[];
  edits: number;
}

export interface FakeView {
  id: string;
  hash: string;
  user: string;
  view: Json;
  /** The interaction that opened it. */
  channel: string;
}

export interface FakeGroup {
  id: string;
  handle: string;
  name: string;
  users: readonly string[];
}

/** Everything the fake remembers. */
export interface World {
  now: () => number;
  /** Tokens of bots, and whose they are. */
  bots: Map<string, { team: string; botId: string; userId: string }>;
  revoked: Set<string>;
  /** What every token may do. */
  scopes: Set<string>;
  users: Map<string, FakeUser>;
  channels: Map<string, FakeChannel>;
  messages: FakeMessage[];
  files: Map<string, FakeFile>;
  views: Map<string, FakeView>;
  homes: Map<string, Json>;
  groups: FakeGroup[];
  bookmarks: { id: string; channel: string; title: string; link: string }[];
  newId: (letter: string) => string;
  newTs: () => string;
}

/** The scopes of the app's manifest. */
const MANIFEST = JSON.parse(readFileSync('slack-manifest.json', 'utf8')).oauth_config.scopes.bot as string[];

export function createWorld(now: () => number): World {
  let count = 0;
  let last = 0;
  return {
    now,
    bots: new Map(),
    revoked: new Set(),
    scopes: new Set(MANIFEST),
    users: new Map(),
    channels: new Map(),
    messages: [],
    files: new Map(),
    views: new Map(),
    homes: new Map(),
    groups: [],
    bookmarks: [],
    newId(letter) {
      count += 1;
      return `${letter}0FAKE${count.toString(36).toUpperCase().padStart(4, '0')}`;
    },
    newTs() {
      last = Math.max(last + 1, Math.floor(now() * 1000));
      return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
    },
  };
}
