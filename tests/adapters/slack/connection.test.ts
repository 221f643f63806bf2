import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createSlack } from '../../../src/adapters/slack/index.ts';
import type { InstallPages } from '../../../src/adapters/slack/ports.ts';
import type { Outcome } from '../../../src/chat/event.ts';
import { paragraph, view } from '../../../src/chat/view.ts';
import { encodeParcel, signedHeaders } from '../../support/fake-slack/delivery.ts';
import { createFakeSlack } from '../../support/fake-slack/index.ts';
import { createMemoryFacts } from '../../support/slack-facts.ts';
import { COMMANDS, FORMS, SHORTCUTS, soon, start } from './start.ts';

const DONE = view(paragraph`Done.`);
const answer = (): Outcome => soon('private', DONE);
const done = { kind: 'message', text: 'Done.' };

test('two connections are held, and a refresh of either loses nothing', async () => {
  const { fake, events } = await start(answer);
  expect(fake.sockets.counts.live).toBe(2);
  const ada = fake.as('ada');
  for (let round = 0; round < 3; round += 1) {
    fake.sockets.refresh('oldest');
    const seen = await Promise.all(Array.from({ length: 10 }, () => ada.type('/progress')));
    expect(seen.filter((one) => one.kind === 'message')).toHaveLength(10);
    await vi.waitFor(() => expect(fake.sockets.counts).toEqual({ opened: 3 + round, live: 2 }), 5000);
  }
  expect(events).toHaveLength(30);
});

test('while one connection is gone the other answers, and the first comes back at once', async () => {
  const { fake } = await start(answer);
  fake.sockets.drop('oldest');
  expect(await fake.as('ada').type('/progress')).toMatchObject(done);
  await vi.waitFor(() => expect(fake.sockets.counts).toEqual({ opened: 3, live: 2 }), 1000);
});

test('when Slack can’t be reached for a while, both come back by themselves', async () => {
  const { fake, logs } = await start(answer);
  fake.inject({ method: 'apps.connections.open', fault: 'reset', times: 3 });
  fake.inject({ method: 'apps.connections.open', fault: '429', after: 1, times: 1 });
  fake.sockets.drop('all');
  await vi.waitFor(() => expect(fake.sockets.counts).toEqual({ opened: 4, live: 2 }), 10_000);
  expect(await fake.as('ada').type('/progress')).toMatchObject(done);
  expect(logs.filter(({ message }) => message === 'slack: connecting failed').length).toBeGreaterThanOrEqual(3);
  expect(JSON.stringify(logs)).not.toMatch(/xapp|xoxb|ticket=/);
}, 15_000);

test.each([
  [{ botToken: 'xoxb-wrong' }, /does not take the bot token \(invalid_auth\).*OAuth & Permissions/],
  [{ appToken: 'xapp-wrong' }, /does not take the app token \(invalid_auth\).*connections:write/],
])('a wrong token is one sentence at the start, and nothing is left running: %j', async (wrong, sentence) => {
  const rejected = vi.fn();
  process.on('unhandledRejection', rejected);
  onTestFinished(() => void process.off('unhandledRejection', rejected));
  await using fake = await createFakeSlack();
  const { botToken, appToken, api: apiUrl } = fake;
  const common = {
    commands: COMMANDS,
    shortcuts: SHORTCUTS,
    forms: FORMS,
    facts: createMemoryFacts(),
    clock: Temporal.Now.instant,
    log: () => {},
  };
  const platform = createSlack({ botToken, appToken, apiUrl, ...common, ...wrong });
  const handler = { handle: answer, complete: async () => [], async left() {}, removed: async () => {} };
  await expect(platform.start(handler)).rejects.toThrow(sentence);
  await platform.stop();
  await sleep(50);
  expect(rejected).not.toHaveBeenCalled();
  expect(fake.sockets.counts.live).toBe(0);
});

test.each(['socket', 'http'] as const)(
  'stop finishes over %s what was acknowledged, and takes nothing more',
  async (mode) => {
    const { promise, resolve } = Promise.withResolvers<typeof DONE>();
    const { fake, platform, events } = await start(() => ({ ack: 'private', reply: promise }), {
      mode,
      deadlineMs: 1500,
    });
    const ada = fake.as('ada');
    const first = ada.type('/progress');
    await vi.waitFor(() => expect(events).toHaveLength(1));
    let isStopped = false;
    const stopped = platform.stop().then(() => {
      isStopped = true;
    });
    expect(await ada.type('/progress')).toMatchObject({ kind: 'failed' });
    await sleep(1200);
    expect(isStopped).toBe(false);
    resolve(DONE);
    expect(await first).toMatchObject(done);
    await stopped;
    expect(events).toHaveLength(1);
  },
);

test('a connection that is told to leave is left, and the end is not waited for', async () => {
  const { fake, platform } = await start(answer);
  const startedAt = performance.now();
  await platform.stop();
  expect(performance.now() - startedAt).toBeLessThan(1500);
  await vi.waitFor(() => expect(fake.sockets.counts.live).toBe(0));
});

const payload = {
  command: '/progress',
  text: '',
  team_id: 'T0FAKE',
  channel_id: 'C1',
  user_id: 'UADA00',
  user_name: 'ada',
  trigger_id: 't',
};
const now = () => Math.floor(Date.now() / 1000);

async function post(url: string, headers: Record<string, string>, body: string) {
  const response = await fetch(url, { method: 'POST', headers, body });
  return { status: response.status, body: await response.text() };
}

test('a request counts only with Slack’s signature, over what was sent, not older than five minutes and not for later', async () => {
  const { fake, events } = await start(answer, { mode: 'http' });
  fake.as('ada');
  const body = encodeParcel('slash_commands', payload);
  const right = signedHeaders(fake.signingSecret, body, now(), 'slash_commands');
  const refused = [
    [{ ...right, 'x-slack-signature': 'v0=00' }, body],
    [{ ...right, 'x-slack-signature': right['x-slack-signature']?.replace('v0', 'v1') ?? '' }, body],
    [{ ...right, 'x-slack-request-timestamp': String(now() - 10) }, body],
    [signedHeaders('another secret', body, now(), 'slash_commands'), body],
    [signedHeaders(fake.signingSecret, body, now() - 301, 'slash_commands'), body],
    [signedHeaders(fake.signingSecret, body, now() + 400, 'slash_commands'), body],
    [right, body.replace('ada', 'eve')],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, body],
  ] as const;
  for (const [headers, sent] of refused) {
    expect(await post(fake.requestUrl, headers, sent)).toEqual({ status: 401, body: '' });
  }
  expect(events).toEqual([]);
  expect(await post(fake.requestUrl, right, body)).toEqual({ status: 200, body: expect.stringContaining('Done.') });
  await vi.waitFor(() => expect(events).toHaveLength(1));
  const late = signedHeaders(fake.signingSecret, body, now() - 290, 'slash_commands');
  expect((await post(fake.requestUrl, late, body)).status).toBe(200);
});

test('the address proves itself to Slack, and answers what is not for it', async () => {
  const { fake } = await start(answer, { mode: 'http' });
  const send = (body: string) =>
    post(fake.requestUrl, signedHeaders(fake.signingSecret, body, now(), 'events_api'), body);
  expect(await send(JSON.stringify({ type: 'url_verification', challenge: 'abc' }))).toEqual({
    status: 200,
    body: '{"challenge":"abc"}',
  });
  expect((await send('no json')).status).toBe(400);
  for (const junk of [
    null,
    [],
    { type: 'view_submission' },
    { type: 'view_submission', view: { type: 'modal' } },
    { type: 'block_actions', user: { id: 'U1' }, actions: [] },
  ]) {
    expect((await send(JSON.stringify(junk))).status, JSON.stringify(junk)).toBe(400);
  }
  expect((await send(JSON.stringify({ type: 'something_new' }))).status).toBe(404);
  expect((await send('x'.repeat(3 * 1024 * 1024))).status).toBe(413);
  expect((await fetch(fake.requestUrl)).status).toBe(405);
  expect((await fetch(fake.requestUrl.replace('events', 'other'))).status).toBe(404);
});

test.each(['socket', 'http'] as const)('the pages of the installation are given on, over %s as well', async (mode) => {
  const pages: InstallPages = (request, response) => {
    if (request.url?.startsWith('/slack/events') === true) return false;
    response.end(`a page: ${request.url}`);
    return true;
  };
  const { fake } = await start(answer, { mode, pages });
  const get = async (path: string) => (await fetch(fake.requestUrl.replace('/slack/events', path))).text();
  expect(await get('/slack/install')).toBe('a page: /slack/install');
  expect(await get('/slack/oauth_redirect?code=1&state=2')).toBe('a page: /slack/oauth_redirect?code=1&state=2');
});

test('an event that one replica could not take is taken by the next attempt', async () => {
  const { fake, events, platform } = await start(answer, { mode: 'http' });
  fake.as('ada');
  const second = await start(answer, { mode: 'http' });
  second.fake.as('ada');
  await platform.stop();
  const home = { type: 'app_home_opened', user: 'UADA00', channel: 'D1', tab: 'home' };
  const sending = fake.sendEvent(home);
  fake.requestUrl = second.fake.requestUrl;
  // The other replica has the secret of the same app.
  expect(await sending).toBeGreaterThan(1);
  await vi.waitFor(() => expect(second.events).toHaveLength(1));
  expect(events).toEqual([]);
});

test('suggestions and forms travel in the answer to a request', async () => {
  const { fake } = await start(answer, {
    mode: 'http',
    complete: async () => [{ label: 'Rome', value: 'Europe/Rome' }],
  });
  const ada = fake.as('ada');
  const asked = await ada.type('/cohort create');
  if (asked.kind !== 'form') throw new Error('no form');
  expect(await ada.suggest(asked.form, 'zone', '')).toMatchObject({
    groups: [{ options: [{ value: 'Europe/Rome' }] }],
  });
});
