import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface HttpOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Rejects when the program can't do its work. */
  checkHealth: () => Promise<void>;
  /** The calendar at a path below `/calendar/`, as iCalendar text; undefined where there is none. */
  readCalendar: (path: string) => Promise<string | undefined>;
  /** What comes to `/slack/…`, when Slack is spoken to over HTTP. */
  slack: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** Everything else, when there is something to show. */
  page: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
}

export interface Http {
  url: string;
  /** Takes no new requests and ends the open ones, streams too. */
  stop(): Promise<void>;
}

/** The program's one HTTP server. */
export async function openHttp({ host, port, checkHealth, readCalendar, slack, page }: HttpOptions): Promise<Http> {
  const server = createServer((request, response) => {
    if (request.url === '/health') return void answerHealth(checkHealth, response);
    const [path = ''] = (request.url ?? '').split('?');
    if (path.startsWith('/calendar/')) return void answerCalendar(readCalendar, request.method ?? '', path, response);
    if (slack !== undefined && path.startsWith('/slack/')) return slack(request, response);
    if (page !== undefined) return page(request, response);
    answerText(response, 404, 'There is nothing here but /health.');
  });
  await listen(server, host, port);
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}`,
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
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`port ${port} on ${host} is in use: stop what uses it, or set PORT to another`, { cause: error });
  });
  server.off('error', reject);
}

async function answerHealth(checkHealth: () => Promise<void>, response: ServerResponse): Promise<void> {
  const isHealthy = await checkHealth().then(
    () => true,
    () => false,
  );
  response
    .writeHead(isHealthy ? 200 : 503, { 'content-type': 'application/json' })
    .end(JSON.stringify({ status: isHealthy ? 'ok' : 'the database does not answer' }));
}

/** Calendars ask every hour or so; the whole feed is a few kilobytes. */
async function answerCalendar(
  readCalendar: HttpOptions['readCalendar'],
  method: string,
  path: string,
  response: ServerResponse,
): Promise<void> {
  if (method !== 'GET' && method !== 'HEAD') {
    return answerText(response, 405, 'A calendar can only be read.', { allow: 'GET, HEAD' });
  }
  const feed = await readCalendar(path).catch(() => null);
  if (feed === null) return answerText(response, 503, 'The calendar can not be read now. Try again in a moment.');
  if (feed === undefined) return answerText(response, 404, 'There is no such calendar.');
  const headers = { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'private, max-age=300' };
  response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(feed) }).end(method === 'HEAD' ? '' : feed);
}

function answerText(
  response: ServerResponse,
  status: number,
  words: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(`${words}\n`);
}
