import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createOAuth } from '../../../src/adapters/slack/oauth.ts';
import type { Installation } from '../../../src/adapters/slack/ports.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(listener: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function read(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

/** The two methods that an installation needs, as Slack answers them. */
async function openSlack(more: object = {}) {
  const asked: { method: string; form: URLSearchParams; token: string | undefined }[] = [];
  const origin = await serve(async (request, response) => {
    const method = (request.url ?? '').replace('/api/', '');
    const form = await read(request);
    asked.push({ method, form, token: request.headers.authorization });
    const isKnown = form.get('client_secret') === 'client secret' && form.get('code') === 'good';
    const granted = {
      ok: true,
      access_token: 'xoxb-new',
      bot_user_id: 'U9',
      team: { id: 'T9', name: 'Nine' },
      ...more,
    };
    const body =
      method === 'auth.test' ? { ok: true, bot_id: 'B9' } : isKnown ? granted : { ok: false, error: 'invalid_code' };
    response.end(JSON.stringify(body));
  });
  return { origin, asked };
}

async function openInstaller(more: object = {}) {
  const slack = await openSlack(more);
  const kept = new Map<string, Installation>();
  const logged: string[] = [];
  const clock = { now: Temporal.Instant.from('2026-11-21T12:00:00Z') };
  const handle = createOAuth({
    clientId: '1.2',
    clientSecret: 'client secret',
    stateSecret: 's'.repeat(32),
    publicUrl: 'http://pythia.test',
    apiUrl: `${slack.origin}/api/`,
    store: { record: async (workspace, installation) => void kept.set(workspace, installation) },
    now: () => clock.now,
    log: (level, message, fields) => void logged.push(`${level} ${message} ${JSON.stringify(fields)}`),
  });
  const origin = await serve((request, response) => {
    if (!handle(request, response)) response.writeHead(404).end();
  });
  async function leave() {
    const answer = await fetch(`${origin}/slack/install`, { redirect: 'manual' });
    const address = new URL(answer.headers.get('location') ?? '');
    return { address, cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '' };
  }
  const comeBack = (query: Record<string, string>, cookie: string) =>
    fetch(`${origin}/slack/oauth_redirect?${new URLSearchParams(query)}`, { headers: { cookie } });
  return { slack, kept, logged, clock, leave, comeBack };
}

it('sends people to Slack with the least rights, and keeps the token they come back with', async () => {
  const { slack, kept, logged, leave, comeBack } = await openInstaller();
  const { address, cookie } = await leave();
  expect(address.pathname).toBe('/oauth/v2/authorize');
  expect(address.searchParams.get('scope')?.split(',')).toContain('chat:write');
  expect(address.searchParams.get('scope')).not.toMatch(/admin|:read\.all|chat:write\.public/);
  const answer = await comeBack({ code: 'good', state: address.searchParams.get('state') ?? '' }, cookie);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('Pythia is in your workspace');
  expect(kept.get('T9')).toEqual({ botToken: 'xoxb-new', botId: 'B9', botUserId: 'U9' });
  expect(slack.asked.map(({ method }) => method)).toEqual(['oauth.v2.access', 'auth.test']);
  expect(logged.join()).not.toMatch(/xoxb|good|client secret/);
});

it('keeps an installation for a whole organisation under its id', async () => {
  const { kept, leave, comeBack } = await openInstaller({
    is_enterprise_install: true,
    team: null,
    enterprise: { id: 'E1', name: 'One' },
  });
  const { address, cookie } = await leave();
  await comeBack({ code: 'good', state: address.searchParams.get('state') ?? '' }, cookie);
  expect([...kept.keys()]).toEqual(['E1']);
});

it('refuses who comes back in another browser, too late, or with a state that was changed', async () => {
  const { kept, clock, leave, comeBack } = await openInstaller();
  const { address, cookie } = await leave();
  const state = address.searchParams.get('state') ?? '';
  expect((await comeBack({ code: 'good', state }, '')).status).toBe(400);
  expect((await comeBack({ code: 'good', state: `x${state}` }, cookie)).status).toBe(400);
  expect((await comeBack({ code: 'good', state: '' }, cookie)).status).toBe(400);
  clock.now = clock.now.add({ minutes: 11 });
  const late = await comeBack({ code: 'good', state }, cookie);
  expect(late.status).toBe(400);
  expect(await late.text()).toContain('Start at /slack/install again');
  expect(kept.size).toBe(0);
});

it('says so when somebody declines, or Slack does not confirm', async () => {
  const { kept, leave, comeBack } = await openInstaller();
  const { address, cookie } = await leave();
  const state = address.searchParams.get('state') ?? '';
  expect(await (await comeBack({ error: 'access_denied', state }, cookie)).text()).toContain('Nothing was installed');
  const wrong = await comeBack({ code: 'wrong', state }, cookie);
  expect(wrong.status).toBe(400);
  expect(kept.size).toBe(0);
});
