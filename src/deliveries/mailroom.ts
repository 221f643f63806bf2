import { Underway, Unreachable } from '../chat/errors.ts';
import type { Mail } from '../chat/mail.ts';
import type { Listing, Platform, Posted, Target } from '../chat/platform.ts';
import { shownIn } from '../chat/shown-in.ts';
import type { Inline } from '../chat/text.ts';
import type { View } from '../chat/view.ts';
import type { Db } from '../database/client.ts';
import { parseWorkspaceId } from '../domain/people/ids.ts';
import { createLanes, type Lanes } from './lanes.ts';
import { claimPost, findPost, recordPosted, releaseClaim, removePost } from './posts-store.ts';

interface MailroomOptions {
  db: Db;
  /** By name: `discord`. */
  platforms: ReadonlyMap<string, Platform>;
  clock: () => Temporal.Instant;
  wake: () => Promise<void>;
}

type Post = (workspaceId: string, target: Target, part: View, key: string) => Promise<Posted>;

/**
 * Posts each key once. The claim is written before the platform is asked and the message's id after it. If a
 * claim has no message, look on the platform before posting: a crash between the two then posts nothing twice.
 */
export function createMailroom({ db, platforms, clock, wake }: MailroomOptions): Mail {
  function platformOf(workspaceId: string): { platform: Platform; workspace: string } {
    const { platform: name, externalId } = parseWorkspaceId(workspaceId);
    const platform = platforms.get(name);
    if (platform === undefined) throw new Unreachable(`I am not connected to ${name}. Start me with its token.`);
    return { platform, workspace: externalId };
  }

  const lanes = createLanes();

  /** Waits for its turn before it claims: a claim that waits would look like one that a crash left behind. */
  function inLane(lane: keyof Lanes): Post {
    return (workspaceId, target, part, key) => {
      const post = () => postPart(workspaceId, target, part, key);
      return target.kind === 'person' ? post() : lanes[lane](`${workspaceId} ${target.channel}`, post);
    };
  }

  async function postPart(workspaceId: string, target: Target, part: View, key: string): Promise<Posted> {
    const { platform, workspace } = platformOf(workspaceId);
    const claim = await claimPost(db, key, workspaceId, clock());
    if (claim.kind === 'posted') return claim;
    if (claim.kind === 'taken') throw new Underway();
    try {
      const { triedBefore } = claim;
      const earlier = triedBefore && (await platform.find(workspace, target, key, triedBefore));
      const posted = earlier ?? (await platform.post(workspace, target, part, key));
      await recordPosted(db, key, posted);
      return posted;
    } catch (error) {
      await releaseClaim(db, key);
      throw error;
    }
  }

  async function post(one: Post, workspaceId: string, target: Target, view: View, key: string): Promise<Posted> {
    const [first = view, ...rest] = platformOf(workspaceId).platform.split(shownIn(workspaceId, view));
    const posted = await one(workspaceId, target, first, key);
    for (const [index, part] of rest.entries()) await one(workspaceId, target, part, `${key}#${index + 2}`);
    return posted;
  }

  async function edit(one: Post, key: string, view: View): Promise<boolean> {
    const post = await findPost(db, key);
    if (post === undefined) return false;
    const { platform, workspace } = platformOf(post.workspaceId);
    const [first = view, ...rest] = platform.split(shownIn(post.workspaceId, view));
    if (!(await editPart(platform, workspace, post, first))) return false;
    if (rest.length === 0) return true;
    const thread = await platform.openThread(workspace, post, titleOf(view));
    for (const [index, part] of rest.entries()) {
      const partKey = `${key}#${index + 2}`;
      const there = await findPost(db, partKey);
      if (there !== undefined && (await editPart(platform, workspace, there, part))) continue;
      await one(post.workspaceId, { kind: 'channel', channel: thread }, part, partKey);
    }
    return true;
  }

  /** An event is claimed like a message: its id stands where a message's does. */
  async function keepEvent(workspaceId: string, listing: Listing, key: string): Promise<void> {
    const { platform, workspace } = platformOf(workspaceId);
    const claim = await claimPost(db, key, workspaceId, clock());
    if (claim.kind === 'taken') throw new Underway();
    if (claim.kind === 'posted') return platform.changeEvent(workspace, claim.message, listing);
    try {
      const event = await platform.keepEvent(workspace, listing);
      if (event === undefined) await removePost(db, key);
      else await recordPosted(db, key, { channel: listing.channel, message: event });
    } catch (error) {
      await releaseClaim(db, key);
      throw error;
    }
  }

  const mailIn = (lane: keyof Lanes): Omit<Mail, 'forPeople'> => ({
    post: (workspaceId, target, view, key) => post(inLane(lane), workspaceId, target, view, key),
    edit: (key, view) => edit(inLane(lane), key, view),
    openThread(workspaceId, posted, title) {
      const { platform, workspace } = platformOf(workspaceId);
      return platform.openThread(workspace, posted, title);
    },
    async bringIn(workspaceId, thread, people) {
      const { platform, workspace } = platformOf(workspaceId);
      await platform.bringIn(workspace, thread, people);
    },
    async openTalk(workspaceId, talk) {
      const { platform, workspace } = platformOf(workspaceId);
      return platform.openTalk(workspace, talk);
    },
    async openPrivateThread(workspaceId, talk) {
      const { platform, workspace } = platformOf(workspaceId);
      return platform.openPrivateThread(workspace, talk);
    },
    async takeOut(workspaceId, thread, people) {
      const { platform, workspace } = platformOf(workspaceId);
      await platform.takeOut(workspace, thread, people);
    },
    async listVoices(workspaceId, channel, since) {
      const { platform, workspace } = platformOf(workspaceId);
      return platform.listVoices(workspace, channel, since);
    },
    async keepLink(workspaceId, channel, title, url) {
      const { platform, workspace } = platformOf(workspaceId);
      await platform.keepLink(workspace, channel, title, url);
    },
    keepEvent,
    async cancelEvent(key) {
      const kept = await findPost(db, key);
      if (kept === undefined) return;
      const { platform, workspace } = platformOf(kept.workspaceId);
      await platform.cancelEvent(workspace, kept.message);
      await removePost(db, key);
    },
    async findLacks(workspaceId, channel, wishes) {
      const { platform, workspace } = platformOf(workspaceId);
      return platform.findLacks(workspace, channel, wishes);
    },
    async listHolders(workspaceId, role) {
      const { platform, workspace } = platformOf(workspaceId);
      return platform.listHolders(workspace, role);
    },
    async findNamed(workspaceId, words) {
      const { platform, workspace } = platformOf(workspaceId);
      return platform.findNamed(workspace, words);
    },
    async readFile(workspaceId, file) {
      const { platform, workspace } = platformOf(workspaceId);
      return platform.readFile(workspace, file);
    },
    async findPerson(workspaceId, person) {
      const { platform, workspace } = platformOf(workspaceId);
      return platform.findPerson(workspace, person);
    },
    standingOf(workspaceId) {
      const { platform } = platformOf(workspaceId);
      return { name: platform.name, health: platform.health(), clockAhead: platform.clockAhead() };
    },
    forget: (key) => removePost(db, key),
    find: (key) => findPost(db, key),
    wake,
  });
  const forPeople: Mail = {
    ...mailIn('people'),
    get forPeople() {
      return forPeople;
    },
  };
  return { ...mailIn('calendar'), forPeople };
}

/** False when the message is gone. */
async function editPart(platform: Platform, workspace: string, posted: Posted, part: View): Promise<boolean> {
  try {
    await platform.edit(workspace, posted, part);
    return true;
  } catch (error) {
    if (error instanceof Unreachable) return false;
    throw error;
  }
}

/** What a thread below this message is called: as its heading, where it has one. */
function titleOf({ blocks }: View): string {
  const words = blocks
    .flatMap((block) => (block.kind === 'heading' ? [block.text] : []))
    .map((heading) => heading.map(wordsOf).join('').trim());
  return words.find((heading) => heading !== '') ?? 'The rest of it';
}

function wordsOf(inline: Inline): string {
  if (inline.kind === 'typed') return inline.text;
  return inline.kind === 'markdown' ? inline.markdown.replaceAll(/[*`]/g, '') : '';
}
