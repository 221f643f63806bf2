import { expect, test } from 'vitest';
import { start } from './start.ts';

test('with all scopes of the manifest nothing lacks, in a thread and in a public channel that is yet to be joined', async () => {
  const { fake, platform } = await start();
  expect(await platform.findLacks(fake.team, fake.home)).toEqual([]);
  expect(await platform.findLacks(fake.team, `${fake.home}:1.2`)).toEqual([]);
  expect(await platform.findLacks(fake.team, fake.createChannel('open', { joined: false }))).toEqual([]);
});

test('each scope that the token lacks is named, with what it is for', async () => {
  const { fake, platform } = await start();
  fake.world.scopes.delete('files:write');
  fake.world.scopes.delete('bookmarks:write');
  const lacks = await platform.findLacks(fake.team, fake.home);
  expect(lacks.map(({ what }) => what)).toEqual([
    'The scope files:write is missing',
    'The scope bookmarks:write is missing',
  ]);
  expect(lacks[0]).toMatchObject({
    loss: expect.stringContaining('pictures and long texts') as unknown,
    remedy: expect.stringContaining('install my Slack app anew') as unknown,
  });
});

test('a channel that is archived or that the bot can’t enter is named, with what mends it', async () => {
  const { fake, platform } = await start();
  const archived = await platform.findLacks(fake.team, fake.createChannel('old', { archived: true }));
  expect(archived).toMatchObject([{ what: 'The channel is archived', remedy: expect.stringContaining('Unarchive') }]);
  fake.world.scopes.delete('channels:join');
  const outside = await platform.findLacks(fake.team, fake.createChannel('open', { joined: false }));
  expect(outside).toMatchObject([
    { what: 'I am not in the channel', remedy: 'Invite me there with /invite.' },
    { what: 'The scope channels:join is missing' },
  ]);
});

test('a channel that Slack does not show is unreachable; where it may not be looked at, the scope is what lacks', async () => {
  const { fake, platform } = await start();
  const hidden = fake.createChannel('staff', { kind: 'private', joined: false });
  for (const channel of ['C0NOWHERE', hidden]) {
    await expect(platform.findLacks(fake.team, channel)).rejects.toMatchObject({
      name: 'Unreachable',
      remedy: expect.stringContaining('gone, or private without me'),
    });
  }
  fake.world.scopes.delete('channels:read');
  fake.inject({ method: 'conversations.info', fault: 'error', error: 'missing_scope' });
  const lacks = await platform.findLacks(fake.team, fake.home);
  expect(lacks.map(({ what }) => what)).toEqual(['The scope channels:read is missing']);
});
