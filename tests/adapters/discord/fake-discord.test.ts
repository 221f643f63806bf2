import { REST, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { createFakeDiscord, type FakeDiscord } from '../../support/fake-discord/index.ts';

const V2 = 1 << 15;
const say = (content: string, more: object = {}) => ({ flags: V2, components: [{ type: 10, content, ...more }] });
const press = (...ids: string[]) => ({
  type: 1,
  components: ids.map((custom_id) => ({ type: 2, style: 2, label: custom_id, custom_id })),
});

function clientOf(fake: FakeDiscord, token = fake.token): REST {
  return new REST({ api: fake.api, retries: 0 }).setToken(token);
}

const refusedAs = (code: number, status = 400) => ({ code, status });

test('nobody gets in without the token', async () => {
  await using fake = await createFakeDiscord();
  await expect(clientOf(fake, 'other').get(Routes.gatewayBot())).rejects.toMatchObject({ status: 401 });
});

test.each([
  ['too much text', say('x'.repeat(4001))],
  ['an empty text', say(' ')],
  ['content beside components', { ...say('x'), content: 'y' }],
  ['components without their flag', { components: say('x').components }],
  ['forty-one components', { flags: V2, components: Array.from({ length: 41 }, () => ({ type: 14 })) }],
  ['two controls of one id', { flags: V2, components: [press('a', 'a')] }],
  ['six buttons in a row', { flags: V2, components: [press('a', 'b', 'c', 'd', 'e', 'f')] }],
  ['an id of 101 characters', { flags: V2, components: [press('x'.repeat(101))] }],
  ['a file that is not there', { flags: V2, components: [{ type: 13, file: { url: 'attachment://x.txt' } }] }],
  ['a nonce of 26 characters', { ...say('x'), nonce: 'x'.repeat(26) }],
])('%s is refused', async (_, body) => {
  await using fake = await createFakeDiscord();
  const post = clientOf(fake).post(Routes.channelMessages(fake.home), { body });
  await expect(post).rejects.toMatchObject({ ...refusedAs(50035), rawError: { message: 'Invalid Form Body' } });
  expect(fake.channel(fake.home).messages).toEqual([]);
});

test('10 171 bytes are an error of Discord’s own', async () => {
  await using fake = await createFakeDiscord();
  const rest = clientOf(fake);
  await rest.post(Routes.channelMessages(fake.home), { body: say('日'.repeat(3386)) });
  await expect(rest.post(Routes.channelMessages(fake.home), { body: say('日'.repeat(3387)) })).rejects.toMatchObject({
    status: 500,
  });
});

test('components are numbered, and keep the ids they came with', async () => {
  await using fake = await createFakeDiscord();
  const body = { flags: V2, components: [{ type: 10, content: 'a', id: 5_000_000 }, press('b')] };
  await clientOf(fake).post(Routes.channelMessages(fake.home), { body });
  expect(fake.channel(fake.home).last?.components).toMatchObject([
    { id: 5_000_000 },
    { id: 1, components: [{ id: 2 }] },
  ]);
});

test('a nonce that is enforced brings back the first message, for five minutes', async () => {
  let now = Date.now();
  await using fake = await createFakeDiscord({ now: () => now });
  const rest = clientOf(fake);
  const send = () =>
    rest.post(Routes.channelMessages(fake.home), { body: { ...say('x'), nonce: 'n', enforce_nonce: true } });
  expect(await send()).toEqual(await send());
  now += 6 * 60_000;
  await send();
  expect(fake.channel(fake.home).messages).toHaveLength(2);
});

test('an interaction is acknowledged once, in time, with an answer of its kind, and its token expires', async () => {
  let now = Date.now();
  await using fake = await createFakeDiscord({ now: () => now, deadlineMs: 200 });
  const rest = clientOf(fake);
  await rest.put(Routes.applicationCommands(fake.applicationId), { body: [{ name: 'x', description: 'x' }] });
  const answer = (body: object) => {
    const { id = '', token = '' } = fake.interactions.all.at(-1) ?? {};
    return rest.post(Routes.interactionCallback(id, token), { body, auth: false });
  };
  const reply = (body: object) => {
    const { token = '' } = fake.interactions.all.at(-1) ?? {};
    return rest.patch(Routes.webhookMessage(fake.applicationId, token, '@original'), { body, auth: false });
  };
  const ada = fake.as('ada');
  const seen = ada.command('x');
  await expect(reply(say('early'))).rejects.toMatchObject(refusedAs(10015, 404));
  await expect(answer({ type: 6 })).rejects.toMatchObject(refusedAs(50035));
  await answer({ type: 5, data: { flags: 64 } });
  await expect(answer({ type: 4, data: say('again') })).rejects.toMatchObject(refusedAs(40060));
  await reply(say('done'));
  expect(await seen).toMatchObject({ kind: 'message', text: 'done', ephemeral: true });
  const [only] = ada.sees();
  expect(fake.as('eve').sees()).toEqual([]);
  await expect(rest.get(Routes.channelMessage(fake.home, only?.id ?? ''))).rejects.toMatchObject(refusedAs(10008, 404));
  await expect(fake.as('eve').press(only?.id ?? '', 'x')).rejects.toThrow('sees no message');
  now += 16 * 60_000;
  await expect(reply(say('late'))).rejects.toMatchObject(refusedAs(50027, 401));

  expect(await ada.command('x')).toEqual({ kind: 'failed', reason: 'The application did not respond' });
  await expect(answer({ type: 5 })).rejects.toMatchObject(refusedAs(10062, 404));
});

test('what Discord’s client prevents throws before anything is sent', async () => {
  await using fake = await createFakeDiscord();
  const options = [{ name: 'size', description: 's', type: 4, required: true, max_value: 9 }];
  await clientOf(fake).put(Routes.applicationCommands(fake.applicationId), {
    body: [{ name: 'x', description: 'x', options }],
  });
  const ada = fake.as('ada');
  await expect(ada.command('y')).rejects.toThrow('there is no command /y');
  await expect(ada.command('x')).rejects.toThrow('"size" is required');
  await expect(ada.command('x', { size: 10 })).rejects.toThrow('in its range');
  await expect(ada.command('x', { size: 1, depth: 2 })).rejects.toThrow('no option "depth"');
  await expect(ada.press('1', 'x')).rejects.toThrow('sees no message');
  expect(fake.interactions.all).toEqual([]);
});
