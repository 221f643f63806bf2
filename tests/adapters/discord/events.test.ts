import { PermissionFlagsBits as Bit } from 'discord.js';
import { expect, test } from 'vitest';
import { Unreachable } from '../../../src/chat/errors.ts';
import type { Listing } from '../../../src/chat/platform.ts';
import { start } from './start.ts';

const soon = Temporal.Instant.fromEpochMilliseconds(Math.ceil(Date.now() / 60_000) * 60_000).add({ hours: 48 });

function listing(channel: string, more: Partial<Listing> = {}): Listing {
  const about = 'Session 1 of 12.';
  return { title: 'Autumn: Frames', about, channel, startsAt: soon, endsAt: soon.add({ minutes: 90 }), ...more };
}

async function allowed() {
  const started = await start();
  started.fake.giveRole(Bit.CreateEvents);
  return started;
}

test('a session stands among the server’s events, at the address of its channel, and is moved and called off there', async () => {
  const { fake, platform } = await allowed();
  const id = await platform.keepEvent(fake.guildId, listing(fake.home, { title: 'x'.repeat(120) }));
  expect(fake.events).toMatchObject([
    {
      name: expect.stringMatching(/^x{90,99}…$/),
      description: 'Session 1 of 12.',
      entity_metadata: { location: `https://discord.com/channels/${fake.guildId}/${fake.home}` },
      status: 1,
    },
  ]);
  const later = soon.add({ hours: 24 });
  await platform.changeEvent(
    fake.guildId,
    id ?? '',
    listing(fake.home, { startsAt: later, endsAt: later.add({ hours: 1 }) }),
  );
  expect(fake.events).toMatchObject([{ name: 'Autumn: Frames', scheduled_start_time: later.toString() }]);
  await platform.cancelEvent(fake.guildId, id ?? '');
  expect(fake.events.map(({ status }) => status)).toEqual([4]);
});

test('one whose answer was lost is found again and not made twice', async () => {
  const { fake, platform } = await allowed();
  fake.inject({ method: 'POST', path: /scheduled-events/, fault: 'lostAnswer', times: 9 });
  await platform.keepEvent(fake.guildId, listing(fake.home)).catch(() => undefined);
  const made = fake.events.length;
  const before = fake.calls.length;
  fake.inject({ method: 'POST', path: /scheduled-events/, fault: '500', times: 9 });
  expect(await platform.keepEvent(fake.guildId, listing(fake.home))).toBe(fake.events[0]?.id);
  expect(made).toBeGreaterThan(0);
  expect(fake.calls.slice(before).some(({ method }) => method === 'POST')).toBe(false);
});

test('one that somebody took away, or that is over, is left as it is', async () => {
  const { fake, platform } = await allowed();
  const id = (await platform.keepEvent(fake.guildId, listing(fake.home))) ?? '';
  await platform.cancelEvent(fake.guildId, id);
  await platform.cancelEvent(fake.guildId, id);
  await platform.changeEvent(fake.guildId, id, listing(fake.home));
  await platform.changeEvent(fake.guildId, fake.newId(), listing(fake.home));
  expect(fake.events.map(({ status }) => status)).toEqual([4]);
});

test('one that Discord does not take is refused for good, and not tried for ever', async () => {
  const { fake, platform } = await allowed();
  const past = listing(fake.home, { startsAt: soon.subtract({ hours: 72 }) });
  const refused = await platform.keepEvent(fake.guildId, past).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Unreachable);
  expect(fake.events).toEqual([]);
});

test('without the right it says which, and what lacks names it only where events are wished', async () => {
  const { fake, platform } = await start();
  const refused = await platform.keepEvent(fake.guildId, listing(fake.home)).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Unreachable);
  expect(refused).toMatchObject({ remedy: expect.stringContaining('Create Events') });
  const lacks = async (events: boolean) =>
    (await platform.findLacks(fake.guildId, fake.home, { events })).map(({ what }) => what);
  expect(await lacks(false)).toEqual([]);
  expect(await lacks(true)).toEqual(['Create Events is missing']);
  fake.giveRole(Bit.CreateEvents);
  expect(await lacks(true)).toEqual([]);
});
