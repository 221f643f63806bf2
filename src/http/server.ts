import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asksForPassword } from './password.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** One thing that must work, and why it does not. */
export interface Check {
  ok: boolean;
  reason?: string;
}

/** An answer that is ready to be sent. */
interface CertificatePage {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array;
}

/** What the server serves once the program is ready. */
export interface Doors {
  /** Everything that must work, by name. Never rejects. */
  checkReady: () => Promise<Readonly<Record<string, Check>>>;
  /** Figures for Prometheus, and what kind of text they are. */
  readMetrics: () => Promise<{ type: string; text: string }>;
  /** The calendar at a path below `/calendar/`, as iCalendar text; undefined where there is none. */
  /** Undefined where there never was one, null where there is none any more. */
  readCalendar: (path: string) => Promise<{ text: string; changedAt: Temporal.Instant } | null | undefined>;
  /** What is read below `/certificate/`, with its own headers. */
  readCertificate: (path: string) => Promise<CertificatePage>;
  /** What comes to `/slack/…`, when Slack is spoken to over HTTP. */
  slack: Listener | undefined;
  /** Everything else, when there is something to show. */
  page: Listener | undefined;
}

interface HttpOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** What the page asks for, whoever says to be who. */
  pagePassword?: string | undefined;
}

export interface Http {
  url: string;
  /** From now on there is something behind the server; until then it says that the program is starting. */
  open(doors: Doors): void;
  /** Takes no new requests and ends the open ones, streams too. */
  stop(): Promise<void>;
}

const KEPT_MILLISECONDS = 65_000;

/** The program's one HTTP server. It listens before anything slow: a port that is taken is told at once. */
export async function openHttp({ host, port, pagePassword }: HttpOptions): Promise<Http> {
  let doors: Doors | undefined;
  const server = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    if (path === '/healthz') return answerText(response, 200, 'alive');
    if (doors === undefined) return answerText(response, 503, 'Pythia is starting.', { 'retry-after': '1' });
    // `/health` is what `/readyz` was called before.
    if (path === '/readyz' || path === '/health') return void answerReady(doors, response);
    if (path === '/metrics') return void answerMetrics(doors, response);
    if (path.startsWith('/calendar/')) return void answerCalendar(doors, request, path, response);
    if (path.startsWith('/certificate/')) return void answerCertificate(doors, request.method ?? '', path, response);
    if (doors.slack !== undefined && path.startsWith('/slack/')) return doors.slack(request, response);
    if (doors.page === undefined) {
      return answerText(response, 404, 'There is nothing here but /healthz, /readyz and /metrics.');
    }
    if (pagePassword !== undefined && asksForPassword(request, response, pagePassword)) return;
    doors.page(request, response);
  });
  // Longer than a proxy in front keeps a connection, so that it is never this end that closes one which is about to be used.
  server.keepAliveTimeout = KEPT_MILLISECONDS;
  await listen(server, host, port);
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}`,
    open(behind) {
      doors = behind;
    },
    async stop() {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  await promise.catch((error: NodeJS.ErrnoException) => {
    throw new Error(whyNot(error.code, host, port), { cause: error });
  });
  server.off('error', reject);
}

function whyNot(code: string | undefined, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} on ${host} is in use: stop what uses it, or set PORT to another`;
    case 'EACCES':
      return `PORT: only an administrator may listen on ${port}: set PORT to one above 1023`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST: ${host} is not an address of this machine: set HOST to one, or to 0.0.0.0 for all of them`;
    default:
      return `HOST and PORT: I can't listen on ${host}:${port} (${code})`;
  }
}

async function answerReady({ checkReady }: Doors, response: ServerResponse): Promise<void> {
  const checks = await checkReady();
  const isReady = Object.values(checks).every(({ ok }) => ok);
  response
    .writeHead(isReady ? 200 : 503, { 'content-type': 'application/json' })
    .end(JSON.stringify({ status: isReady ? 'ready' : 'not ready', checks }));
}

async function answerMetrics({ readMetrics }: Doors, response: ServerResponse): Promise<void> {
  const metrics = await readMetrics().catch(() => undefined);
  if (metrics === undefined) return answerText(response, 503, 'The figures can not be read now.');
  response.writeHead(200, { 'content-type': metrics.type }).end(metrics.text);
}

/** Calendars ask every hour or so, and say what they have: then most of the answers are one line. */
async function answerCalendar(
  { readCalendar }: Doors,
  { method, headers: asked }: IncomingMessage,
  path: string,
  response: ServerResponse,
): Promise<void> {
  if (method !== 'GET' && method !== 'HEAD') {
    return answerText(response, 405, 'A calendar can only be read.', { allow: 'GET, HEAD' });
  }
  const feed = await readCalendar(path).catch(() => false as const);
  if (feed === false) return answerText(response, 503, 'The calendar can not be read now. Try again in a moment.');
  if (feed === null)
    return answerText(
      response,
      410,
      'This address is good no more. Ask Pythia for the calendar once more: it has the one that is.',
    );
  if (feed === undefined) return answerText(response, 404, 'There is no such calendar.');
  const { text, changedAt } = feed;
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
  const modified = new Date(changedAt.epochMilliseconds).toUTCString();
  const cached = { etag, 'last-modified': modified, 'cache-control': 'private, max-age=300' };
  if (hasAlready(asked, etag, modified)) return void response.writeHead(304, cached).end();
  const headers = { 'content-type': 'text/calendar; charset=utf-8', ...cached };
  response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(text) }).end(method === 'HEAD' ? '' : text);
}

/** What it knows by its mark counts before what it knows by its date: https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2. */
function hasAlready(asked: IncomingMessage['headers'], etag: string, modified: string): boolean {
  if (asked['if-none-match'] !== undefined) return isKnown(asked['if-none-match'], etag);
  return Date.parse(asked['if-modified-since'] ?? '') >= Date.parse(modified);
}

/** For whoever has its address: no password is asked for, and nothing else is on the page. */
async function answerCertificate(
  { readCertificate }: Doors,
  method: string,
  path: string,
  response: ServerResponse,
): Promise<void> {
  if (method !== 'GET' && method !== 'HEAD') {
    return answerText(response, 405, 'A certificate can only be read.', { allow: 'GET, HEAD' });
  }
  const page = await readCertificate(path).catch(() => undefined);
  if (page === undefined)
    return answerText(response, 503, 'The certificate can not be read now. Try again in a moment.');
  const length = typeof page.body === 'string' ? Buffer.byteLength(page.body) : page.body.length;
  response
    .writeHead(page.status, { ...page.headers, 'content-length': length })
    .end(method === 'HEAD' ? '' : page.body);
}

/** Whether a client has this very version already: https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match. */
function isKnown(asked: string | undefined, etag: string): boolean {
  return asked?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag) ?? false;
}

function answerText(
  response: ServerResponse,
  status: number,
  words: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(`${words}\n`);
}
