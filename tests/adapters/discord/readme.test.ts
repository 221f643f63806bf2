import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, GatewayIntentBits } from 'discord.js';
import { expect, it } from 'vitest';
import { NEEDED_NAMES } from '../../../src/adapters/discord/rights.ts';
import { createFakeDiscord } from '../../support/fake-discord/index.ts';

const [, serving = ''] = readFileSync(join(import.meta.dirname, '..', '..', '..', 'README.md'), 'utf8').split(
  '## Serve Discord',
);

/** Discord's page for inviting calls this one by its plural, a channel's settings do not. */
const named = (text: string) => text.replaceAll('*', '').replace('View Channels', 'View Channel').replace(/\s+/g, ' ');

it('tells in README.md to give the bot the rights that it needs, and no other', () => {
  const [, asked = ''] = /and the permissions ([^;]+);/.exec(serving) ?? [];
  expect(named(asked)).toBe(NEEDED_NAMES);
});

it('needs no privileged intent: the server that all tests use refuses them, as Discord does where they are off', async () => {
  expect(serving).toContain('leave all three off');
  const fake = await createFakeDiscord();
  for (const intent of [GatewayIntentBits.GuildMembers, GatewayIntentBits.MessageContent]) {
    const client = new Client({ intents: [GatewayIntentBits.Guilds, intent], rest: { api: fake.api } });
    await expect(client.login(fake.token)).rejects.toThrow('disallowed intents');
    await client.destroy();
  }
  await fake.close();
});
