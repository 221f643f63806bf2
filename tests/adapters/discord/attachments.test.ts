import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readAttachment } from '../../../src/adapters/discord/attachments.ts';
import type { CommandSpec } from '../../../src/chat/route.ts';
import { start } from './start.ts';

const bring: CommandSpec = {
  path: ['bring'],
  summary: 'Bring people in.',
  who: 'organiser',
  options: [{ name: 'file', kind: 'file', description: 'A list.', required: false, choices: [], completes: false }],
};

test('a file that is attached to a command comes as the address at which Discord keeps it', async () => {
  const { fake, events } = await start(undefined, { commands: [bring] });
  await fake.as('ada').command('bring', { file: 'https://cdn.discordapp.com/attachments/1/2/list.csv' });
  expect(events.map(({ action }) => action)).toEqual([
    { route: 'bring', state: { file: 'https://cdn.discordapp.com/attachments/1/2/list.csv' } },
  ]);
});

test('its words are read as UTF-8 or as a spreadsheet’s Unicode text; what is no text, too large or not Discord’s is refused', async () => {
  const files = new Map<string, Buffer>([
    ['/plain', Buffer.from('Zoë\nBo')],
    ['/wide', Buffer.from('\uFEFFZoë', 'utf16le')],
    ['/picture', Buffer.from([0x89, 0x50, 0xff, 0xfe])],
    ['/large', Buffer.alloc(200_001, 'a')],
  ]);
  const server = createServer((request, response) => {
    const found = files.get(request.url ?? '');
    response.writeHead(found === undefined ? 404 : 200).end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const read = (file: string, apiUrl: string | undefined = own) => readAttachment(file, apiUrl);
  expect(await read(`${own}/plain`)).toBe('Zoë\nBo');
  expect((await read(`${own}/wide`)).replace('\uFEFF', '')).toBe('Zoë');
  const refused = (words: string) => ({ remedy: expect.stringContaining(words) });
  await expect(read(`${own}/picture`)).rejects.toMatchObject(refused('is no text'));
  await expect(read(`${own}/large`)).rejects.toMatchObject(refused('too large'));
  await expect(read(`${own}/gone`)).rejects.toMatchObject(refused('Attach it again'));
  for (const file of [
    `${own}/plain`,
    'http://cdn.discordapp.com/x',
    'https://example.org/x',
    'file:///etc/passwd',
    'x',
  ]) {
    await expect(readAttachment(file, undefined)).rejects.toMatchObject(refused('no file of Discord’s'));
  }
});
