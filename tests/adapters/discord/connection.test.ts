import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { createDiscord } from '../../../src/adapters/discord/index.ts';
import type { Outcome } from '../../../src/chat/event.ts';
import { button, controls, paragraph, view } from '../../../src/chat/view.ts';
import { createFakeDiscord } from '../../support/fake-discord/index.ts';
import { COMMANDS, start } from './start.ts';

const answerIn = (ms: number) => (): Outcome => ({ ack: 'private', reply: sleep(ms, view(paragraph`Done.`)) });
const done = { kind: 'message', text: 'Done.' };
const callbacks = /^\/interactions\/\d+\/[^/]+\/callback$/;

test('after the connection drops it is resumed, and what was missed is answered', async () => {
  const { fake } = await start(answerIn(0));
  fake.dropGateway();
  expect(await fake.as('ada').command('progress')).toMatchObject(done);
  expect(fake.gateway.counts).toMatchObject({ identified: 1, resumed: 1 });
});

test('a reconnect that Discord asks for loses nothing', async () => {
  const { fake } = await start(answerIn(0));
  fake.gateway.requestReconnect();
  await sleep(50);
  expect(await fake.as('ada').command('progress')).toMatchObject(done);
  expect(fake.gateway.counts).toMatchObject({ identified: 1, resumed: 1 });
});

test('a session that Discord has forgotten is begun anew', async () => {
  const { fake } = await start(answerIn(0));
  fake.dropGateway({ forget: true });
  await vi.waitFor(() => expect(fake.gateway.counts.identified).toBe(2), 15_000);
  expect(await fake.as('ada').command('progress')).toMatchObject(done);
}, 20_000);

test.each(['reset', '500'] as const)('an acknowledgement is tried again after a %s', async (fault) => {
  const { fake, logs } = await start(answerIn(0));
  fake.inject({ method: 'POST', path: callbacks, fault, times: 2 });
  expect(await fake.as('ada').command('progress')).toMatchObject(done);
  expect(logs.filter(({ level }) => level === 'error')).toEqual([]);
});

test('an acknowledgement whose answer was lost counts', async () => {
  const { fake, logs } = await start(answerIn(0));
  fake.inject({ method: 'POST', path: callbacks, fault: 'lostAnswer' });
  expect(await fake.as('ada').command('progress')).toMatchObject(done);
  await vi.waitFor(() =>
    expect(fake.calls.filter(({ path, status }) => callbacks.test(path) && status > 0)).toHaveLength(2),
  );
  expect(fake.calls.filter(({ path }) => callbacks.test(path)).map(({ status }) => status)).toEqual([204, 400]);
  expect(logs.filter(({ level }) => level === 'error')).toEqual([]);
});

test('an acknowledgement that hangs is tried again within the deadline', async () => {
  const { fake } = await start(answerIn(0));
  fake.inject({ method: 'POST', path: callbacks, fault: 'delay', ms: 6000 });
  const seen = await fake.as('ada').command('progress');
  expect(seen).toMatchObject(done);
  expect(seen.kind === 'message' && seen.ackMs).toBeLessThan(2000);
});

test.each(['429', '500', 'reset', 'lostAnswer'] as const)('a reply arrives in spite of a %s', async (fault) => {
  const { fake } = await start(answerIn(900));
  fake.inject({ method: 'PATCH', path: /@original$/, fault, times: 2 });
  const ada = fake.as('ada');
  expect(await ada.command('progress')).toMatchObject(done);
  expect(ada.sees()).toHaveLength(1);
});

test('an acknowledgement that came too late is logged with its delay, and no token is', async () => {
  const { fake, logs } = await start(answerIn(0), { deadlineMs: 100 });
  fake.inject({ method: 'POST', path: callbacks, fault: 'delay', ms: 300 });
  expect(await fake.as('ada').command('progress')).toMatchObject({ kind: 'failed' });
  await vi.waitFor(() => expect(logs.at(-1)).toMatchObject({ message: 'discord: acknowledged too late' }));
  expect(logs.at(-1)?.fields).toMatchObject({ code: 10062, status: 404, route: '/interactions/:id/:token/callback' });
  expect(logs.at(-1)?.fields['sinceReceivedMs']).toBeGreaterThan(250);
  expect(logs.at(-1)?.fields['sinceCreatedMs']).toBeGreaterThan(250);
  expect(JSON.stringify(logs)).not.toContain(fake.interactions.all[0]?.token);
});

test('a reply that Discord refuses ends in an apology and a log line without a token or a word of it', async () => {
  const twins = controls(button('A', 'same'), button('B', 'same'));
  const { fake, logs } = await start(() => ({
    ack: 'private',
    reply: Promise.resolve(view(paragraph`secret`, twins)),
  }));
  expect(await fake.as('ada').command('progress')).toMatchObject({ text: expect.stringMatching(/went wrong/) });
  const line = logs.find(({ level }) => level === 'error');
  expect(line).toMatchObject({
    message: 'discord: a reply could not be shown',
    fields: { fault: expect.stringMatching(/two controls/) },
  });
  expect(JSON.stringify(logs)).not.toContain('secret');
});

test('a reply that cannot get through is logged without its token', async () => {
  const { fake, logs } = await start(answerIn(900), { patienceMs: 1500 });
  fake.inject({ method: 'PATCH', path: /@original$/, fault: '500', times: 100 });
  await expect(fake.as('ada').command('progress')).rejects.toThrow('nothing to see');
  await vi.waitFor(() => expect(logs.filter(({ level }) => level === 'error')).toHaveLength(2));
  expect(logs.at(-1)?.fields).toMatchObject({
    status: 500,
    method: 'PATCH',
    route: '/webhooks/:id/:token/messages/@original',
  });
  expect(JSON.stringify(logs)).not.toContain(fake.interactions.all[0]?.token);
});

test('a payload that discord.js itself stumbles over stops nothing', async () => {
  const { fake, events, logs } = await start(answerIn(0));
  const odd = [
    7,
    {},
    { type: 2 },
    { id: '1', token: 't', type: 99, application_id: '2' },
    { type: 3, data: {}, channel: { type: 0 } },
  ];
  for (const payload of odd) fake.gateway.dispatch('INTERACTION_CREATE', payload);
  expect(await fake.as('ada').command('progress')).toMatchObject(done);
  expect(events).toHaveLength(1);
  expect(logs.filter(({ message }) => message === 'discord: interaction ignored')).toHaveLength(4);
  expect(logs.filter(({ message }) => message === 'discord: interaction not understood')).toHaveLength(1);
});

test('stopping finishes what was acknowledged and takes nothing new', async () => {
  const { fake, platform, events } = await start(answerIn(1400));
  const ada = fake.as('ada');
  const seen = ada.command('progress');
  await vi.waitFor(() => expect(fake.interactions.all[0]?.answer).toBe(5));
  const stopped = platform.stop();
  const late = fake.as('eve').command('progress');
  await stopped;
  expect(ada.sees()).toMatchObject([{ text: 'Done.' }]);
  expect(await seen).toMatchObject(done);
  expect(events).toHaveLength(1);
  expect(await late).toMatchObject({ kind: 'failed' });
});

test('an acknowledgement is sent once while the processor is too busy to read that it was taken', async () => {
  const { fake } = await start(answerIn(0));
  const ada = fake.as('ada');
  fake.inject({ method: 'POST', path: callbacks, fault: 'slowAnswer', ms: 50 });
  const seen = ada.command('progress');
  await vi.waitFor(() => expect(fake.interactions.all[0]?.answer).toBe(4));
  const until = performance.now() + 1500;
  while (performance.now() < until);
  await seen;
  await sleep(300);
  expect(fake.calls.filter(({ path }) => callbacks.test(path))).toHaveLength(1);
});

test('where another process was first, its answer stays', async () => {
  const { fake, logs } = await start(answerIn(300));
  const ada = fake.as('ada');
  const seen = ada.command('progress');
  await vi.waitFor(() => expect(fake.interactions.all).toHaveLength(1));
  const [live] = fake.interactions.all;
  const other = { type: 4, data: { content: 'From the other process.', flags: 64 } };
  fake.interactions.callBack(live?.id ?? '', live?.token ?? '', other, []);
  expect(await seen).toMatchObject({ text: 'From the other process.' });
  await vi.waitFor(() => expect(fake.calls.at(-1)?.status).toBe(400));
  expect(ada.sees().map(({ text: words }) => words)).toEqual(['From the other process.']);
  expect(logs.filter(({ level }) => level === 'error')).toEqual([]);
});

test('a wrong token is said in a sentence', async () => {
  await using fake = await createFakeDiscord();
  const platform = createDiscord({ token: 'wrong.token.here', apiUrl: fake.api, commands: COMMANDS, log: () => {} });
  const handler = {
    handle: () => answerIn(0)(),
    complete: () => Promise.resolve([]),
    async left() {},
    removed: async () => {},
  };
  await expect(platform.start(handler)).rejects.toThrow('Discord does not know this bot token.');
  await platform.stop();
});

test('two hundred people at once are answered without waiting for the limit of ordinary calls', async () => {
  const { fake } = await start(answerIn(0));
  const startedAt = performance.now();
  const people = Array.from({ length: 200 }, (_, index) => fake.as(`person ${index}`));
  const all = await Promise.all(people.map((person) => person.command('progress')));
  expect(all.every((seen) => seen.kind === 'message')).toBe(true);
  // Within discord.js's 50 a second it would take four seconds.
  expect(performance.now() - startedAt).toBeLessThan(2500);
});

test('a handler that throws ends in an apology', async () => {
  const { fake, logs } = await start(() => {
    throw new TypeError('boom');
  });
  expect(await fake.as('ada').command('progress')).toMatchObject({
    text: expect.stringMatching(/went wrong/),
    ephemeral: true,
  });
  expect(logs.at(-1)).toMatchObject({ message: 'discord: an event was not handled', fields: { fault: 'boom' } });
});

test('a server that removed the bot is told of, an outage and an odd packet are not', async () => {
  const { fake, departures } = await start(answerIn(0));
  fake.gateway.dispatch('GUILD_DELETE', { id: '111111111111111111', unavailable: true });
  fake.gateway.dispatch('GUILD_DELETE', {});
  fake.gateway.dispatch('GUILD_DELETE', { id: fake.guildId });
  await vi.waitFor(() => expect(departures).toEqual([`discord:${fake.guildId}`]));
});
