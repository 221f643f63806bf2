import { expect, test } from 'vitest';
import { start } from './start.ts';

test('somebody is known by what they are called in the server, and nobody who has left it', async () => {
  const { fake, platform } = await start();
  const ada = fake.as('ada');
  expect(await platform.findPerson(fake.guildId, ada.id)).toEqual({ name: `user-${ada.id}` });
  fake.leave('ada');
  expect(await platform.findPerson(fake.guildId, ada.id)).toBeUndefined();
});

test('who has a role is known where the server lets its members be listed, page by page, without bots', async () => {
  const { fake, platform } = await start();
  expect(await platform.listHolders(fake.guildId, '7')).toBeUndefined();
  fake.list([
    ...Array.from({ length: 1001 }, (_, at) => ({ id: String(1000 + at), roles: at === 1000 ? ['7'] : ['8'] })),
    { id: '3000', roles: ['7', '8'] },
    { id: '3001', roles: ['7'], bot: true },
  ]);
  expect(await platform.listHolders(fake.guildId, '7')).toEqual(['2000', '3000']);
  expect(await platform.listHolders(fake.guildId, '9')).toEqual([]);
});

test('how far our clock is from Discord’s is known from the date of its answers', async () => {
  const { fake, platform } = await start();
  await platform.findPerson(fake.guildId, fake.as('ada').id);
  expect(platform.clockAhead()).toBe(0);
});
