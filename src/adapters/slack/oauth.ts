import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Log } from '../../chat/answering.ts';
import { SCOPES, SLACK_PATHS } from './manifest.ts';
import type { SlackStore } from './store.ts';

interface OAuthOptions {
  clientId: string;
  clientSecret: string;
  /** Signs the state that comes back with a person from Slack, so that any replica can check it. */
  stateSecret: string;
  publicUrl: string;
  /** The base of the Web API; Slack's own if it is left out. */
  apiUrl: string | undefined;
  store: Pick<SlackStore, 'record'>;
  now(): Temporal.Instant;
  log: Log;
}

/** How long somebody may take to agree. */
const STATE_MINUTES = 10;

const COOKIE = 'pythia_install';

/** https://docs.slack.dev/reference/methods/oauth.v2.access */
const Granted = z.object({
  ok: z.literal(true),
  access_token: z.string().startsWith('xoxb-'),
  bot_user_id: z.string(),
  team: z.object({ id: z.string(), name: z.string().nullish() }).nullish(),
  enterprise: z.object({ id: z.string(), name: z.string().nullish() }).nullish(),
  is_enterprise_install: z.boolean().catch(false),
});

const Identity = z.object({ ok: z.literal(true), bot_id: z.string() });

/** Answers `/slack/install` and where Slack sends people back to; false for any other path. */
export function createOAuth(options: OAuthOptions): (request: IncomingMessage, response: ServerResponse) => boolean {
  const { clientId, clientSecret, stateSecret, publicUrl, store, now, log } = options;
  const api = options.apiUrl ?? 'https://slack.com/api/';
  const redirect = `${publicUrl}${SLACK_PATHS.redirect}`;

  function sign(nonce: string, at: number): string {
    return createHmac('sha256', stateSecret).update(`${nonce}.${at}`).digest('base64url');
  }

  function sendToSlack(response: ServerResponse): void {
    const nonce = randomBytes(16).toString('base64url');
    const at = now().epochMilliseconds;
    const address = new URL('/oauth/v2/authorize', api);
    address.search = new URLSearchParams({
      client_id: clientId,
      scope: Object.keys(SCOPES).sort().join(','),
      redirect_uri: redirect,
      state: `${nonce}.${at}.${sign(nonce, at)}`,
    }).toString();
    // The browser that comes back must be the one that left, or somebody could install their workspace on another's behalf.
    const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
    response.writeHead(302, {
      location: address.href,
      'set-cookie': `${COOKIE}=${nonce}; Path=/slack; Max-Age=${STATE_MINUTES * 60}; HttpOnly; SameSite=Lax${secure}`,
      'cache-control': 'no-store',
    });
    response.end();
  }

  function isOurs(state: string, cookies: string): boolean {
    const [nonce = '', at = '', signature = ''] = state.split('.');
    const expected = Buffer.from(sign(nonce, Number(at)));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
    const age = now().epochMilliseconds - Number(at);
    return age >= 0 && age <= STATE_MINUTES * 60_000 && cookies.split(/;\s*/).includes(`${COOKIE}=${nonce}`);
  }

  async function call(method: string, form: Record<string, string>, token?: string): Promise<unknown> {
    const answer = await fetch(new URL(method, api.endsWith('/') ? api : `${api}/`), {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(10_000),
    });
    return answer.json();
  }

  async function install({ searchParams }: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (searchParams.has('error')) {
      return say(response, 200, 'Nothing was installed. Come back whenever you like.');
    }
    if (!isOurs(searchParams.get('state') ?? '', request.headers.cookie ?? '')) {
      return say(
        response,
        400,
        `This link is too old, or it was opened in another browser. Start at ${SLACK_PATHS.install} again.`,
      );
    }
    const code = searchParams.get('code') ?? '';
    const granted = Granted.safeParse(
      await call('oauth.v2.access', { client_id: clientId, client_secret: clientSecret, code, redirect_uri: redirect }),
    );
    if (!granted.success) {
      log('warn', 'slack: an installation was not granted', {});
      return say(response, 400, `Slack did not confirm the installation. Start at ${SLACK_PATHS.install} again.`);
    }
    const { access_token: botToken, bot_user_id: botUserId, team, enterprise, is_enterprise_install } = granted.data;
    const owner = is_enterprise_install ? enterprise : team;
    if (owner === null || owner === undefined) return say(response, 400, 'Slack did not say which workspace this is.');
    const { bot_id: botId } = Identity.parse(await call('auth.test', {}, botToken));
    await store.record(owner.id, { botToken, botId, botUserId }, now());
    log('info', 'slack: installed', { workspace: owner.id });
    say(response, 200, 'Pythia is in your workspace. Type /pythia help in Slack to begin.');
  }

  return (request, response) => {
    const url = new URL(request.url ?? '/', 'http://pythia');
    if (request.method !== 'GET') return false;
    if (url.pathname === SLACK_PATHS.install) {
      sendToSlack(response);
      return true;
    }
    if (url.pathname !== SLACK_PATHS.redirect) return false;
    install(url, request, response).catch((error: unknown) => {
      // Neither the code nor a token is in the name of an error.
      log('error', 'slack: installing failed', { fault: error instanceof Error ? error.name : 'unknown' });
      say(response, 500, 'Something went wrong on my side. Try again in a moment.');
    });
    return true;
  };
}

/** All sentences are our own words. */
function say(response: ServerResponse, status: number, sentence: string): void {
  if (response.headersSent) return;
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'set-cookie': `${COOKIE}=; Path=/slack; Max-Age=0; HttpOnly; SameSite=Lax`,
  });
  response.end(`${sentence}\n`);
}
