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
  await expect(platform.listHolders(fake.guildId, '7')).rejects.toMatchObject({
    remedy: expect.stringMatching(/Server Members Intent is on.*Privileged Gateway/),
  });
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

test('somebody is found by their exact name on Discord or in the server, and nobody by an address', async () => {
  const { fake, platform } = await start();
  fake.search([
    { id: '1', names: ['ada', 'Countess'] },
    { id: '2', names: ['adam'] },
    { id: '3', names: ['ada'], bot: true },
  ]);
  expect(await platform.findNamed(fake.guildId, 'Ada')).toEqual([{ id: '1' }]);
  expect(await platform.findNamed(fake.guildId, 'countess')).toEqual([{ id: '1' }]);
  expect(await platform.findNamed(fake.guildId, 'ad')).toEqual([]);
  await expect(platform.findNamed(fake.guildId, 'ada@example.org')).rejects.toMatchObject({
    remedy: expect.stringContaining('nobody by an e-mail address'),
  });
});
