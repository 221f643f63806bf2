import { expect, test } from 'vitest';
import { start } from './start.ts';

test('somebody is known by what they are called in the server, and nobody who has left it', async () => {
  const { fake, platform } = await start();
  const ada = fake.as('ada');
  expect(await platform.findPerson(fake.guildId, ada.id)).toEqual({ name: `user-${ada.id}` });
  fake.leave('ada');
  expect(await platform.findPerson(fake.guildId, ada.id)).toBeUndefined();
});
