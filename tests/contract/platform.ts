import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Unreachable } from '../../src/chat/errors.ts';
import type { Completion, Event, Handler, Outcome, Suggestion } from '../../src/chat/event.ts';
import { describeInput, textOption } from '../../src/chat/input.ts';
import type { Platform } from '../../src/chat/platform.ts';
import type { CommandSpec } from '../../src/chat/route.ts';
import { mention, text } from '../../src/chat/text.ts';
import {
  bullets,
  button,
  code,
  controls,
  footnote,
  heading,
  paragraph,
  refusal,
  type View,
  view,
} from '../../src/chat/view.ts';

/** What every platform must do, told once and run against each adapter with its real client and a server of its own. */

/** A message as somebody sees it: its words, with `[Label]` for each control. */
export interface Seen {
  id: string;
  words: string;
  isPrivate: boolean;
  /** Whether a tap on some of its words leads to this channel or thread. */
  leadsTo(place: string): boolean;
}

export type Shown =
  | { kind: 'message'; message: Seen }
  | { kind: 'form'; title: string; submit(fields: Record<string, string>): Promise<Shown> };

/** Somebody who uses the platform through its own client or API. */
export interface User {
  /** The platform's id. */
  id: string;
  command(name: string, options: Record<string, string>): Promise<Shown>;
  press(message: Seen, label: string): Promise<Shown>;
  complete(name: string, option: string, typed: string): Promise<readonly string[]>;
  /** Everything this person sees in a channel, oldest first. */
  sees(channel: string): Promise<readonly Seen[]>;
}

export interface Harness {
  platform: Platform;
  workspace: string;
  /** The id of a channel that everybody sees. */
  channel: string;
  /** Two people; the first may manage the workspace. */
  users: readonly [User, User];
  close(): Promise<void>;
}

const greetInput = z.object({ name: textOption('Whom to greet', 100, z.string().min(1)) });

/** The commands that the harness's platform registers. */
export const contractCommands: readonly CommandSpec[] = [
  {
    path: ['greet', 'somebody'],
    summary: 'Greet somebody',
    who: 'anyone',
    options: describeInput(greetInput).map((option) => ({ ...option, completes: true })),
  },
];

const hostile =
  '@everyone <@123456789012345678> **bold** [link](https://evil.example) `code` ```fence``` <b>html</b> # top';
const later = (reply: View | ReturnType<typeof refusal>): Outcome => ({
  ack: 'private',
  reply: Promise.resolve(reply),
});

export function describePlatform(name: string, open: (handler: Handler) => Promise<Harness>): void {
  describe(`${name} as a platform`, () => {
    let harness: Harness;
    let answer: (event: Event) => Outcome;
    let suggest: (completion: Completion) => Promise<readonly Suggestion[]>;
    const events: Event[] = [];
    const since = Temporal.Now.instant().subtract({ hours: 1 });
    let count = 0;
    let key = '';

    beforeAll(async () => {
      const handle = (event: Event) => {
        events.push(event);
        return answer(event);
      };
      harness = await open({
        handle,
        complete: (completion) => suggest(completion),
        async left() {},
        removed: async () => {},
      });
    });
    afterAll(() => harness.close());
    beforeEach(() => {
      events.length = 0;
      count += 1;
      key = `contract/${count}`;
      answer = () => later(view(paragraph`nothing`));
      suggest = async () => [];
    });

    const home = () => ({ kind: 'channel', channel: harness.channel }) as const;
    const post = (shown: View, under = key) => harness.platform.post(harness.workspace, home(), shown, under);
    const seen = async (id: string, user = harness.users[1]) =>
      (await user.sees(harness.channel)).find((message) => message.id === id);
    const messageOf = (shown: Shown): Seen => {
      if (shown.kind !== 'message') throw new Error(`no message but the form ${shown.title}`);
      return shown.message;
    };

    it('posts for everybody, once for each key, and finds it again', async () => {
      const posted = await post(view(heading('Welcome'), paragraph`Hello **all**`));
      expect(await post(view(paragraph`again`))).toEqual(posted);
      for (const user of harness.users) {
        const message = await seen(posted.message, user);
        expect(message?.words).toContain('Welcome');
        expect(message?.isPrivate).toBe(false);
      }
      expect(await harness.platform.find(harness.workspace, home(), key, since)).toEqual(posted);
      expect(await harness.platform.find(harness.workspace, home(), `${key}/other`, since)).toBeUndefined();
    });

    it('shows what a person typed as it is', async () => {
      const posted = await post(view(paragraph`Somebody said ${hostile}, truly`));
      expect((await seen(posted.message))?.words).toContain(`Somebody said ${hostile}, truly`);
    });

    it('edits in place', async () => {
      const posted = await post(view(paragraph`before`));
      await harness.platform.edit(harness.workspace, posted, view(paragraph`after`));
      expect((await seen(posted.message))?.words).toContain('after');
      expect((await seen(posted.message))?.words).not.toContain('before');
    });

    it('opens one thread for a message, and posts in it', async () => {
      const posted = await post(view(paragraph`the root`));
      const thread = await harness.platform.openThread(harness.workspace, posted, 'A thread');
      expect(await harness.platform.openThread(harness.workspace, posted, 'A thread')).toBe(thread);
      const target = { kind: 'channel', channel: thread } as const;
      await harness.platform.post(harness.workspace, target, view(paragraph`inside`), `${key}/inside`);
      const inside = await harness.users[1].sees(thread);
      expect(inside.some(({ words }) => words.includes('inside'))).toBe(true);
    });

    it('keeps a link, or leaves that to what is posted, and may be asked again', async () => {
      const url = 'https://pythia.example.org/calendar/contract.ics';
      for (const title of ['The calendar', 'The calendar, renamed']) {
        await harness.platform.keepLink(harness.workspace, harness.channel, title, url);
      }
    });

    it('writes to one person', async () => {
      const target = { kind: 'person', person: harness.users[1].id } as const;
      const posted = await harness.platform.post(harness.workspace, target, view(paragraph`just you`), key);
      const direct = await harness.users[1].sees(posted.channel);
      expect(direct.some(({ words }) => words.includes('just you'))).toBe(true);
    });

    it('says what a person must do where it cannot post, and where a message is gone', async () => {
      const nowhere = { kind: 'channel', channel: '999999999999999999' } as const;
      await expect(harness.platform.post(harness.workspace, nowhere, view(paragraph`lost`), key)).rejects.toThrow(
        Unreachable,
      );
      const gone = { channel: harness.channel, message: '999999999999999999' };
      await expect(harness.platform.edit(harness.workspace, gone, view(paragraph`lost`))).rejects.toThrow(Unreachable);
    });

    it('cuts a long view into parts that all fit, and loses nothing', async () => {
      const words = Array.from({ length: 3000 }, (_, index) => `word${index}`);
      const long = view(
        bullets(words.slice(0, 1000)),
        code(words.slice(1000, 2000).join('\n')),
        paragraph`${words.slice(2000).join(' ')}`,
        controls(button('Last', 'contract.press')),
      );
      const parts = harness.platform.split(long);
      expect(parts.length).toBeGreaterThan(1);
      const told: string[] = [];
      for (const [index, part] of parts.entries()) {
        const posted = await post(part, `${key}/${index}`);
        told.push((await seen(posted.message))?.words ?? '');
      }
      expect(told.join('\n').match(/word\d+/g)).toEqual(words);
      expect(told.at(-1)).toContain('[Last]');
    });

    it('tells who pressed what and where, and answers only to them', async () => {
      const posted = await post(view(paragraph`press me`, controls(button('Go', 'contract.press', { a: '1 & 2' }))));
      const message = await seen(posted.message);
      answer = () => later(view(paragraph`only for you`));
      const [manager, other] = harness.users;
      const reply = messageOf(await other.press(message as Seen, 'Go'));
      expect(reply).toMatchObject({ isPrivate: true, words: expect.stringContaining('only for you') });
      expect((await manager.sees(harness.channel)).some(({ id }) => id === reply.id)).toBe(false);
      expect(events[0]).toMatchObject({
        place: { platform: harness.platform.name, workspace: harness.workspace, channel: harness.channel },
        person: { id: other.id, manages: false },
        action: { route: 'contract.press', state: { a: '1 & 2' } },
      });
      await manager.press(message as Seen, 'Go');
      expect(events[1]?.person).toMatchObject({ id: manager.id, manages: true });
      expect(events[1]?.id).not.toBe(events[0]?.id);
    });

    it('takes commands with their options, and suggestions while they are typed', async () => {
      suggest = async ({ option, action }) => [{ label: `${option} ${action.state['name']}`, value: 'x' }];
      expect(await harness.users[1].complete('greet somebody', 'name', 'An')).toEqual(['name An']);
      answer = ({ action }) => later(view(paragraph`Hello ${action.state['name'] ?? ''}`));
      const reply = messageOf(await harness.users[1].command('greet somebody', { name: 'Ann "A" <b>' }));
      expect(reply).toMatchObject({ isPrivate: true, words: expect.stringContaining('Hello Ann "A" <b>') });
      expect(events[0]?.action).toEqual({ route: 'greet somebody', state: { name: 'Ann "A" <b>' } });
    });

    it('rewrites a private message when asked, and leaves it as it was when refused', async () => {
      answer = () => later(view(paragraph`first`, controls(button('Turn', 'contract.turn'))));
      const [, user] = harness.users;
      const first = messageOf(await user.command('greet somebody', { name: 'x' }));
      answer = () => ({
        ack: 'update',
        reply: Promise.resolve(view(paragraph`second`, controls(button('Turn', 'contract.turn')))),
      });
      const second = messageOf(await user.press(first, 'Turn'));
      expect(second).toMatchObject({ id: first.id, words: expect.stringContaining('second') });
      answer = () => ({ ack: 'update', reply: Promise.resolve(refusal(text`not now`)) });
      const refused = messageOf(await user.press(second, 'Turn'));
      expect(refused).toMatchObject({ isPrivate: true, words: expect.stringContaining('not now') });
      expect(refused.id).not.toBe(first.id);
      const still = (await user.sees(harness.channel)).find(({ id }) => id === first.id);
      expect(still?.words).toContain('second');
    });

    it('leaves a message that everybody sees as it is when asked to rewrite it, and answers in private', async () => {
      const posted = await post(view(paragraph`for everybody`, controls(button('Turn', 'contract.turn'))));
      answer = () => ({ ack: 'update', reply: Promise.resolve(view(paragraph`only for one`)) });
      const [manager, other] = harness.users;
      const reply = messageOf(await other.press((await seen(posted.message)) as Seen, 'Turn'));
      expect(reply).toMatchObject({ isPrivate: true, words: expect.stringContaining('only for one') });
      expect(reply.id).not.toBe(posted.message);
      for (const user of harness.users) {
        expect((await seen(posted.message, user))?.words).toContain('for everybody');
      }
      expect((await manager.sees(harness.channel)).some(({ words }) => words.includes('only for one'))).toBe(false);
    });

    it('says that nothing lacks in a channel where it may do everything, and that none can be reached that is not there', async () => {
      expect(await harness.platform.findLacks(harness.workspace, harness.channel)).toEqual([]);
      const gone = harness.platform.findLacks(harness.workspace, '123456789012345678');
      await expect(gone).rejects.toBeInstanceOf(Unreachable);
    });

    it('opens a form, and brings back what was typed into it', async () => {
      const posted = await post(view(paragraph`a form`, controls(button('Write', 'contract.form', { item: '7' }))));
      const field = {
        kind: 'text' as const,
        name: 'answer',
        label: 'Your answer',
        long: false,
        required: true,
        maxLength: 50,
      };
      const action = { route: 'contract.send', state: { item: '7' } };
      answer = () => ({ ack: 'modal', reply: { kind: 'modal', title: 'Write it', fields: [field], action } });
      const form = await harness.users[1].press((await seen(posted.message)) as Seen, 'Write');
      if (form.kind !== 'form') throw new Error('no form');
      expect(form.title).toBe('Write it');
      answer = ({ action: sent }) => later(view(paragraph`You wrote ${sent.state['answer'] ?? ''}`));
      const reply = messageOf(await form.submit({ answer: 'forty & two' }));
      expect(reply.words).toContain('You wrote forty & two');
      expect(events.at(-1)?.action).toEqual({ route: 'contract.send', state: { item: '7', answer: 'forty & two' } });
    });

    it('makes a link of every place that it names', async () => {
      const about = await post(view(paragraph`what it is about`), `${key}/about`);
      const thread = await harness.platform.openThread(harness.workspace, about, 'Talk');
      const places = [harness.channel, thread];
      const posted = await post(view(paragraph`Go on in ${places.map((place) => mention('channel', place))}.`));
      const shown = await seen(posted.message);
      expect(places.map((place) => shown?.leadsTo(place))).toEqual([true, true]);
      const answered = view(paragraph`It goes on there:`, footnote`${mention('channel', harness.channel)}`);
      answer = () => later(answered);
      const reply = messageOf(await harness.users[1].command('greet somebody', { name: 'x' }));
      expect(reply.leadsTo(harness.channel)).toBe(true);
    });

    it('asks for a day and a time, and brings both back as a day and a time', async () => {
      const posted = await post(view(paragraph`a form`, controls(button('Plan', 'contract.form'))));
      const fields = [
        { kind: 'date' as const, name: 'day', label: 'The day', required: true },
        { kind: 'time' as const, name: 'clock', label: 'The time', required: false, value: '18:00' },
      ];
      const action = { route: 'contract.send', state: {} };
      answer = () => ({ ack: 'modal', reply: { kind: 'modal', title: 'Plan it', fields, action } });
      const form = await harness.users[1].press((await seen(posted.message)) as Seen, 'Plan');
      if (form.kind !== 'form') throw new Error('no form');
      answer = () => later(view(paragraph`Planned.`));
      await form.submit({ day: '2026-11-24', clock: '09:30' });
      expect(events.at(-1)?.action).toEqual({ route: 'contract.send', state: { day: '2026-11-24', clock: '09:30' } });
    });

    it('acknowledges at once, however long the answer takes', async () => {
      const slow = new Promise<View>((resolve) => setTimeout(() => resolve(view(paragraph`at last`)), 3500));
      answer = () => ({ ack: 'private', reply: slow });
      const reply = messageOf(await harness.users[1].command('greet somebody', { name: 'x' }));
      expect(reply.words).toContain('at last');
    });

    it('finishes what it acknowledged before it stops', async () => {
      const { promise, resolve } = Promise.withResolvers<View>();
      answer = () => ({ ack: 'private', reply: promise });
      const reply = harness.users[1].command('greet somebody', { name: 'x' });
      await expect.poll(() => events.length).toBe(1);
      const stopped = harness.platform.stop();
      resolve(view(paragraph`the last word`));
      await stopped;
      expect(messageOf(await reply).words).toContain('the last word');
    });
  });
}
