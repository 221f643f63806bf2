import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Unreachable } from '../../src/chat/errors.ts';
import { heading, paragraph, view } from '../../src/chat/view.ts';
import type { Database } from '../../src/database/client.ts';
import { createMailroom } from '../../src/deliveries/mailroom.ts';
import { openTestDatabase } from '../support/database.ts';
import { createTestPlatform, type TestPlatform } from '../support/platform.ts';

let database: Database;
let platform: TestPlatform;
let now = Temporal.Instant.from('2026-11-21T12:00:00Z');
let count = 0;
let key = '';

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  platform = createTestPlatform();
  count += 1;
  key = `key-${count}`;
});

const home = { kind: 'channel', channel: 'home' } as const;
const hello = view(paragraph`Hello`);

/** What one process has; made anew, it is the process after a restart. */
function mailroom(of = platform) {
  return createMailroom({
    db: database.db,
    platforms: new Map([['test', of]]),
    clock: () => now,
    wake: async () => {},
  });
}

describe('posting under a key', () => {
  it('posts once, however often it is asked', async () => {
    const first = await mailroom().post('test:w', home, hello, key);
    expect(await mailroom().post('test:w', home, hello, key)).toMatchObject({ message: first.message });
    expect(platform.messages).toHaveLength(1);
  });

  it('posts once when asked many times at once; the others are told to try again', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, () => mailroom().post('test:w', home, hello, key)),
    );
    expect(tries.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(platform.messages).toHaveLength(1);
  });

  it('tries again after a failure at once', async () => {
    platform.faults.push('lost');
    await expect(mailroom().post('test:w', home, hello, key)).rejects.toThrow('reset');
    await mailroom().post('test:w', home, hello, key);
    expect(platform.messages).toHaveLength(1);
  });

  it('finds the post whose answer was lost instead of posting it again', async () => {
    platform.faults.push('lost-answer');
    await expect(mailroom().post('test:w', home, hello, key)).rejects.toThrow('answer was lost');
    expect((await mailroom().post('test:w', home, hello, key)).message).toBe('1');
    expect(platform.messages).toHaveLength(1);
  });

  it('finds the post of a process that was killed before it could write it down', async () => {
    const killed = createTestPlatform();
    const never = new Promise<never>(() => {});
    const dying = {
      ...killed,
      post: async (...given: Parameters<typeof killed.post>) => killed.post(...given).then(() => never),
    };
    void mailroom(dying).post('test:w', home, hello, key);
    await expect.poll(() => killed.messages.length).toBe(1);
    await expect(mailroom(killed).post('test:w', home, hello, key)).rejects.toThrow('underway');
    now = now.add({ minutes: 3 });
    expect((await mailroom(killed).post('test:w', home, hello, key)).message).toBe('1');
    expect(killed.messages).toHaveLength(1);
  });

  it('posts what was claimed by a process that was killed before it sent it', async () => {
    const never = new Promise<never>(() => {});
    void mailroom({ ...platform, post: () => never }).post('test:w', home, hello, key);
    now = now.add({ minutes: 3 });
    await expect.poll(() => mailroom().post('test:w', home, hello, key)).toMatchObject({ message: '1' });
    expect(platform.messages).toHaveLength(1);
  });

  it('posts every part of a long view once, also when a later part fails', async () => {
    const parts = [view(paragraph`one`), view(paragraph`two`), view(paragraph`three`)];
    let calls = 0;
    const post: TestPlatform['post'] = async (...given) => {
      calls += 1;
      if (calls === 2) throw new Error('reset');
      return platform.post(...given);
    };
    const splitting = { ...platform, split: () => parts, post };
    await expect(mailroom(splitting).post('test:w', home, hello, key)).rejects.toThrow('reset');
    await mailroom(splitting).post('test:w', home, hello, key);
    expect(platform.messages.map((message) => message.key)).toEqual([key, `${key}#2`, `${key}#3`]);
  });

  it('passes on what a person must do first, and names the platform that is not there', async () => {
    platform.faults.push('unreachable');
    await expect(mailroom().post('test:w', home, hello, key)).rejects.toThrow(Unreachable);
    await expect(mailroom().post('slack:w', home, hello, key)).rejects.toMatchObject({
      remedy: expect.stringContaining('slack'),
    });
  });
});

describe('editing', () => {
  it('rewrites the message, and puts what does not fit into its thread, once', async () => {
    await mailroom().post('test:w', home, hello, key);
    const parts = [view(paragraph`one`), view(paragraph`two`)];
    const splitting = { ...platform, split: () => parts };
    const titled = view(paragraph`Hello`, heading('Closed · Title 1'));
    expect(await mailroom(splitting).edit(key, titled)).toBe(true);
    expect(await mailroom(splitting).edit(key, titled)).toBe(true);
    expect(platform.messages.map(({ channel, edits }) => [channel, edits])).toEqual([
      ['home', 2],
      ['thread-1', 1],
    ]);
    expect(platform.threads).toEqual([{ channel: 'thread-1', title: 'Closed · Title 1' }]);
  });

  it('calls the thread of a message without a heading the rest of it', async () => {
    await mailroom().post('test:w', home, hello, key);
    const splitting = { ...platform, split: () => [hello, hello] };
    expect(await mailroom(splitting).edit(key, hello)).toBe(true);
    expect(platform.threads.map(({ title }) => title)).toEqual(['The rest of it']);
  });

  it('says when there is no such message, or no longer', async () => {
    expect(await mailroom().edit(key, hello)).toBe(false);
    await mailroom().post('test:w', home, hello, key);
    platform.messages.length = 0;
    expect(await mailroom().edit(key, hello)).toBe(false);
  });
});
