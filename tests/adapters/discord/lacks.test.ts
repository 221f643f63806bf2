import { PermissionFlagsBits as Bit } from 'discord.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lacksIn, permissionsOf } from '../../../src/adapters/discord/rights.ts';
import { start } from './start.ts';

const whats = async ({ fake, platform }: Awaited<ReturnType<typeof start>>, channel = fake.home) =>
  (await platform.findLacks(fake.guildId, channel)).map(({ what }) => what.replace(' is missing', ''));

test('as invited from the README, nothing lacks', async () => {
  expect(await whats(await start())).toEqual([]);
});

test('each right that is taken from everybody is named, with what fails without it and what mends it', async () => {
  const started = await start();
  started.fake.overwrite(started.fake.home, 'everyone', { deny: Bit.CreatePublicThreads | Bit.AttachFiles });
  expect(await started.platform.findLacks(started.fake.guildId, started.fake.home)).toEqual([
    {
      what: 'Create Public Threads is missing',
      loss: 'sessions and teams get no thread',
      remedy: 'Give my role Create Public Threads there.',
    },
    expect.objectContaining({ what: 'Attach Files is missing', remedy: 'Give my role Attach Files there.' }),
  ]);
});

test('a role that is to be notified can be mentioned, or it is said what keeps it from that, and only where it is wished', async () => {
  const { fake, platform } = await start();
  const role = fake.newId();
  const lacks = () => platform.findLacks(fake.guildId, fake.home, { pings: role });
  expect(await lacks()).toEqual([expect.objectContaining({ what: 'The role to be notified is gone' })]);
  fake.setRole(role, 0n);
  expect(await lacks()).toEqual([
    {
      what: 'I may not mention the role that is to be notified',
      loss: 'reminders, starts, rounds and results notify nobody',
      remedy: 'Switch on “Allow anyone to @mention this role” for it, or give my role Mention Everyone there.',
    },
  ]);
  expect(await platform.findLacks(fake.guildId, fake.home)).toEqual([]);
  fake.letMention(role);
  expect(await lacks()).toEqual([]);
  const other = fake.newId();
  fake.setRole(other, 0n);
  fake.giveRole(Bit.MentionEveryone);
  expect(await platform.findLacks(fake.guildId, fake.home, { pings: other })).toEqual([]);
});

test('a role gives what everybody lacks, an exception for a role wins over everybody’s, and the bot’s own over both', async () => {
  const started = await start();
  const { fake } = started;
  fake.setRole('everyone', 0n);
  expect(await whats(started)).toHaveLength(7);
  const role = fake.giveRole(Bit.ViewChannel | Bit.SendMessages | Bit.SendMessagesInThreads | Bit.ReadMessageHistory);
  expect(await whats(started)).toEqual(['Create Public Threads', 'Create Private Threads', 'Attach Files']);
  fake.overwrite(fake.home, 'everyone', { allow: Bit.AttachFiles, deny: Bit.SendMessages });
  expect(await whats(started)).toEqual(['Send Messages', 'Create Public Threads', 'Create Private Threads']);
  fake.overwrite(fake.home, role, { allow: Bit.SendMessages, deny: Bit.AttachFiles });
  expect(await whats(started)).toEqual(['Create Public Threads', 'Create Private Threads', 'Attach Files']);
  fake.overwrite(fake.home, 'bot', { allow: Bit.AttachFiles | Bit.CreatePublicThreads, deny: Bit.ReadMessageHistory });
  expect(await whats(started)).toEqual(['Create Private Threads', 'Read Message History']);
});

test('an administrator may do everything, whatever a channel says', async () => {
  const started = await start();
  const { fake } = started;
  fake.overwrite(fake.home, 'everyone', { deny: Bit.ViewChannel });
  expect(await whats(started)).toEqual(['View Channel']);
  fake.giveRole(Bit.Administrator);
  expect(await whats(started)).toEqual([]);
});

test('a thread has the rights of its channel', async () => {
  const started = await start();
  const { fake } = started;
  const thread = fake.createChannel('Session 1', { type: 11, parentId: fake.home });
  fake.overwrite(fake.home, 'everyone', { deny: Bit.SendMessagesInThreads });
  expect(await whats(started, thread)).toEqual(['Send Messages in Threads']);
});

test('a channel that is gone, hidden, elsewhere or takes no messages is unreachable, with what to do about it', async () => {
  const { fake, platform } = await start();
  const remedyOf = (guild: string, channel: string) =>
    platform.findLacks(guild, channel).then(
      () => 'reached',
      (error: { remedy?: string }) => error.remedy,
    );
  expect(await remedyOf(fake.guildId, fake.newId())).toContain('gone');
  expect(await remedyOf(fake.newId(), fake.home)).toContain('of another server');
  expect(await remedyOf(fake.guildId, fake.createChannel('forum', { type: 15 }))).toContain('Choose a text channel');
  fake.deny(fake.home, 50001);
  expect(await remedyOf(fake.guildId, fake.home)).toMatch(/can't see that channel.*View Channel, .* and Read Message/);
});

const permissions = fc.bigInt({ min: 0n, max: 2n ** 40n }).map((bits) => bits & ~Bit.Administrator);
const ids = fc.constantFrom('guild', 'own', 'others', 'me', 'you');
const overwrite = fc.record({ id: ids, type: fc.constantFrom(0, 1), allow: permissions, deny: permissions });

test('what nobody’s roles and exceptions give is not there, and the bot’s own exception always counts', () => {
  const given = fc.record({
    everybody: permissions,
    own: permissions,
    overwrites: fc.array(overwrite),
    mine: overwrite,
  });
  fc.assert(
    fc.property(given, ({ everybody, own, overwrites, mine }) => {
      const roles = [
        { id: 'guild', permissions: everybody },
        { id: 'own', permissions: own },
        { id: 'others', permissions: 2n ** 41n - 1n },
      ];
      const before = overwrites.filter(({ id, type }) => !(id === 'me' && type === 1));
      const last = { ...mine, id: 'me', type: 1 };
      const may = permissionsOf({
        guild: 'guild',
        member: 'me',
        memberRoles: ['own'],
        roles,
        overwrites: [last, ...before],
      });
      const concern = before.filter(({ id, type }) => id === 'guild' || (id === 'own' && type === 0));
      const possible = [last, ...concern].reduce((all, { allow }) => all | allow, everybody | own);
      expect(may & ~possible).toBe(0n);
      expect(may & last.allow).toBe(last.allow);
      expect(may & last.deny & ~last.allow).toBe(0n);
      expect(lacksIn(may).some(({ what }) => what.startsWith('View Channel'))).toBe((may & Bit.ViewChannel) === 0n);
    }),
  );
});
