import { encodeAction } from '../../src/chat/action.ts';
import { Unreachable } from '../../src/chat/errors.ts';
import type { Lack, Listing, Platform, Posted, Talk, Target, Voice } from '../../src/chat/platform.ts';
import { plainSpelling } from '../../src/chat/spelling.ts';
import type { Inline, Text } from '../../src/chat/text.ts';
import type { Block, Control, View } from '../../src/chat/view.ts';

export interface TestMessage extends Posted {
  key: string;
  view: View;
  edits: number;
}

export interface TestPlatform extends Platform {
  messages: TestMessage[];
  threads: { channel: string; title: string }[];
  /** Conversations of few, and who was brought into which thread. */
  talks: Talk[];
  broughtIn: { thread: string; people: readonly string[] }[];
  takenOut: { thread: string; people: readonly string[] }[];
  /** Whether it has threads that only those in them see, and lets the bot open one. */
  privateThreads: 'none' | 'there' | 'forbidden';
  /** Who said something where; nobody can tell where the platform is deaf. */
  voices: (Voice & { channel: string })[];
  isDeaf: boolean;
  /** Whether it opens conversations of few. */
  isTalkless: boolean;
  links: { channel: string; title: string; url: string }[];
  /** A workspace's own events; those that were called off say so. */
  events: (Listing & { workspace: string; isCalledOff: boolean })[];
  /** Whether events may be made. */
  isEventless: boolean;
  /** What goes wrong at the next posts: refused, lost before it arrives, or posted while the answer is lost. */
  faults: ('unreachable' | 'lost' | 'lost-answer')[];
  /** Channels that are gone: nothing is posted there, and nothing that stands there changes. */
  gone: Set<string>;
  /** Channels in which no thread may be opened. */
  threadless: Set<string>;
  /** What is lacking in a channel. */
  lacks: Map<string, readonly Lack[]>;
  /** Who has a role, where the platform says so. */
  holders: Map<string, readonly string[]>;
  /** People who are not in the workspace any more, or never were. */
  left: Set<string>;
  /** Whether the platform can say what is lacking. */
  isSilent: boolean;
  /** How far its clock says that ours is ahead. */
  aheadSeconds: number;
  /** What people attached, by its name. */
  files: Map<string, string>;
  /** Whom it finds by a name or an address. */
  named: Map<string, readonly { id: string }[]>;
}

/** A platform that keeps what it is told, for tests of what stands above adapters. */
export function createTestPlatform(name = 'test'): TestPlatform {
  const messages: TestMessage[] = [];
  const threads: TestPlatform['threads'] = [];
  const talks: TestPlatform['talks'] = [];
  const broughtIn: TestPlatform['broughtIn'] = [];
  const takenOut: TestPlatform['takenOut'] = [];
  const voices: TestPlatform['voices'] = [];
  const links: TestPlatform['links'] = [];
  const events: TestPlatform['events'] = [];
  const faults: TestPlatform['faults'] = [];
  const gone = new Set<string>();
  const threadless = new Set<string>();
  const lacks: TestPlatform['lacks'] = new Map();
  const left = new Set<string>();
  const holders = new Map<string, readonly string[]>();
  const channelOf = (target: Target) => (target.kind === 'channel' ? target.channel : `dm-${target.person}`);
  const platform: TestPlatform = {
    name,
    messages,
    threads,
    talks,
    broughtIn,
    takenOut,
    privateThreads: 'none',
    voices,
    isDeaf: false,
    isTalkless: false,
    links,
    events,
    isEventless: false,
    faults,
    gone,
    threadless,
    lacks,
    left,
    holders,
    isSilent: false,
    async start() {},
    async stop() {},
    health: () => ({ state: 'serving' }),
    aheadSeconds: 0,
    named: new Map(),
    files: new Map(),
    clockAhead: () => platform.aheadSeconds,
    split: (view) => [view],
    async post(_workspace, target, view, key) {
      assertDistinct(view);
      if (gone.has(channelOf(target))) throw new Unreachable('That channel is gone.');
      const fault = faults.shift();
      if (fault === 'unreachable') throw new Unreachable('I may not post there. Give me the permission.');
      if (fault === 'lost') throw new Error('the connection was reset');
      const message = { channel: channelOf(target), message: String(messages.length + 1), key, view, edits: 0 };
      messages.push(message);
      if (fault === 'lost-answer') throw new Error('the answer was lost');
      return message;
    },
    async find(_workspace, target, key) {
      return messages.find((message) => message.key === key && message.channel === channelOf(target));
    },
    async edit(_workspace, posted, view) {
      const message = messages.find((candidate) => candidate.message === posted.message);
      if (message === undefined || gone.has(message.channel)) throw new Unreachable('That message is gone.');
      message.view = view;
      message.edits += 1;
    },
    async openThread(_workspace, posted, title) {
      if (threadless.has(posted.channel)) throw new Unreachable('I may not open threads there.');
      const channel = `thread-${posted.message}`;
      if (!threads.some((thread) => thread.channel === channel)) threads.push({ channel, title });
      return channel;
    },
    async bringIn(_workspace, thread, people) {
      broughtIn.push({ thread, people });
    },
    async openTalk(_workspace, talk) {
      if (platform.isTalkless) throw new Unreachable('I may not open private threads there.');
      const name = `talk-${[...talk.people].sort().join('-')}`;
      if (!talks.some(({ people }) => `talk-${[...people].sort().join('-')}` === name)) talks.push(talk);
      return name;
    },
    async openPrivateThread(_workspace, { channel, people, title }) {
      if (platform.privateThreads === 'none') return undefined;
      if (platform.privateThreads === 'forbidden') throw new Unreachable('I may not open private threads there.');
      const id = `private-${channel}-${title}`;
      if (!threads.some((thread) => thread.channel === id)) threads.push({ channel: id, title });
      if (people.length > 0) broughtIn.push({ thread: id, people });
      return id;
    },
    async takeOut(_workspace, thread, people) {
      takenOut.push({ thread, people });
    },
    async listVoices(_workspace, channel, since) {
      if (platform.isDeaf) return undefined;
      return voices.filter((one) => one.channel === channel && Temporal.Instant.compare(one.at, since) >= 0);
    },
    async keepLink(_workspace, channel, title, url) {
      const kept = links.findIndex((link) => link.channel === channel && link.url === url);
      links.splice(kept < 0 ? links.length : kept, kept < 0 ? 0 : 1, { channel, title, url });
    },
    async keepEvent(workspace, listing) {
      if (platform.isEventless) throw new Unreachable('I may not make events. Give me Create Events.');
      const same = events.findIndex(
        ({ title, startsAt, isCalledOff }) =>
          !isCalledOff && title === listing.title && startsAt.equals(listing.startsAt),
      );
      if (same < 0) events.push({ ...listing, workspace, isCalledOff: false });
      if (faults.shift() === 'lost-answer') throw new Error('the answer was lost');
      return String(same < 0 ? events.length - 1 : same);
    },
    async changeEvent(workspace, event, listing) {
      events[Number(event)] = { ...listing, workspace, isCalledOff: false };
    },
    async cancelEvent(_workspace, event) {
      const one = events[Number(event)];
      if (one !== undefined) one.isCalledOff = true;
    },
    async listHolders(_workspace, role) {
      if (platform.isSilent) throw new Error('the platform does not answer');
      return holders.get(role);
    },
    async findNamed(_workspace, words) {
      if (platform.isSilent) throw new Error('the platform does not answer');
      return platform.named.get(words) ?? [];
    },
    async readFile(_workspace, file) {
      const words = platform.files.get(file);
      if (words === undefined) throw new Unreachable('That file is gone.');
      return words;
    },
    async findPerson(_workspace, person) {
      if (platform.isSilent) throw new Error('the platform does not answer');
      return left.has(person) ? undefined : { name: person };
    },
    async findLacks(_workspace, channel, { events: wishesEvents = false } = {}) {
      if (platform.isSilent) throw new Error('the platform does not answer');
      if (gone.has(channel)) throw new Unreachable('That channel is gone.');
      const ofEvents = {
        what: 'Create Events is missing',
        loss: 'there are no events',
        remedy: 'Give me Create Events.',
      };
      return [...(lacks.get(channel) ?? []), ...(wishesEvents && platform.isEventless ? [ofEvents] : [])];
    },
  };
  return platform;
}

/** Discord refuses a message with two controls of one id. */
export function assertDistinct(view: View): void {
  const ids = view.blocks.flatMap((block) => (block.kind === 'controls' ? block.controls.map(idOfControl) : []));
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length > 0) throw new Error(`two controls have the id "${twice[0]}" in:\n${plain(view)}`);
}

/** A select's id holds the name under which its choice is read. */
function idOfControl(control: Control): string {
  const name = control.kind === 'select' ? control.name : '';
  return `${control.kind} ${name} ${encodeAction(control.action)}`;
}

/** A view as plain words, for reading and asserting. */
export function plain(view: View): string {
  return view.blocks.map(plainBlock).join('\n');
}

function plainBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `# ${plainText(block.text)}`;
    case 'text':
      return plainText(block.text);
    case 'footnote':
      return `(${plainText(block.text)})`;
    case 'code':
      return block.source
        .split('\n')
        .map((line) => `    ${line}`)
        .join('\n');
    case 'facts':
      return block.facts.map(({ label, value }) => `${label}: ${plainText(value)}`).join('\n');
    case 'divider':
      return '---';
    case 'controls':
      return block.controls.map(plainControl).join(' ');
    case 'file':
      return `<${block.name}>`;
    case 'picture':
      return `<${block.name}: ${block.alt}>`;
  }
}

function plainControl(control: Control): string {
  if (control.kind === 'select')
    return `[${control.placeholder} ▾ ${control.options.map(({ label }) => label).join(' | ')}]`;
  return control.disabled ? `(${control.label})` : `[${control.label}]`;
}

export function plainText(text: Text): string {
  return text.map(plainInline).join('');
}

function plainInline(inline: Inline): string {
  switch (inline.kind) {
    case 'markdown':
      return inline.markdown;
    case 'typed':
      return inline.text;
    case 'command':
    case 'word':
      return plainSpelling(inline);
    case 'time':
      return `<${inline.at.toString({ smallestUnit: 'minute' })}>`;
    case 'mention':
      return `@${inline.id}`;
  }
}

/** The control of a view with this label. Throws when there is none. */
export function controlOf(view: View, label: string): Control {
  const controls = view.blocks.flatMap((block) => (block.kind === 'controls' ? block.controls : []));
  const found = controls.find((control) => (control.kind === 'button' ? control.label : control.placeholder) === label);
  if (found === undefined) throw new Error(`there is no control "${label}" in:\n${plain(view)}`);
  return found;
}
