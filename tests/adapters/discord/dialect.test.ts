import { expect, test } from 'vitest';
import { createDiscord } from '../../../src/adapters/discord/index.ts';
import { command, commandElsewhere, word } from '../../../src/chat/text.ts';
import { paragraph, view } from '../../../src/chat/view.ts';
import { plain } from '../../support/platform.ts';
import { COMMANDS, start } from './start.ts';

const SPOKEN = view(
  paragraph`${command('cohort create', { name: 'Spring' })} takes a ${word('role')} of this ${word('workspace')}.`,
);

test('commands can be pressed wherever they are named, and a workspace is called a server', async () => {
  const { fake, platform } = await start(() => ({ ack: 'private', reply: Promise.resolve(SPOKEN) }));
  const { id } = fake.commands.find(({ name }) => name === 'cohort') ?? {};
  const said = `</cohort create:${id}> \`name:Spring\` takes a role of this server.`;
  const seen = await fake.as('ada').command('progress');
  expect(seen).toMatchObject({ text: said });
  const [part = SPOKEN] = platform.split(SPOKEN);
  await platform.post(fake.guildId, { kind: 'channel', channel: fake.home }, part, 'x');
  expect(fake.channel(fake.home).last?.text).toBe(said);
});

test('a command that Discord does not have is named in plain letters', async () => {
  const { platform } = await start();
  const [part] = platform.split(view(paragraph`${command('cohort skip')} is gone.`));
  expect(part && plain(part)).toBe('`/cohort skip` is gone.');
});

test('a command for the other platform is spelt as there, and can not be pressed', async () => {
  const { fake } = await start();
  const given = { token: fake.token, apiUrl: fake.api, commands: COMMANDS, log: () => {} };
  const platform = createDiscord({ ...given, prefixElsewhere: 'py-' });
  const [part] = platform.split(view(paragraph`${commandElsewhere('progress', { code: 'ABCD' })}`));
  expect(part && plain(part)).toBe('`/py-progress code:ABCD`');
});

test('a process that only posts learns the ids as well', async () => {
  const { fake } = await start();
  const given = { token: fake.token, apiUrl: fake.api, commands: COMMANDS, log: () => {} };
  const platform = createDiscord(given);
  const target = { kind: 'channel', channel: fake.home } as const;
  const say = async (key: string) => {
    const [part = SPOKEN] = platform.split(SPOKEN);
    await platform.post(fake.guildId, target, part, key);
    return fake.channel(fake.home).last?.text;
  };
  expect(await say('one')).toContain('`/cohort create name:Spring`');
  await expect.poll(() => say(`more ${performance.now()}`)).toContain('</cohort create:');
});
