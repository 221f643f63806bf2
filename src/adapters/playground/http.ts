import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

/** A request that is refused before anyone looks at what it wants. */
export class RequestRefused extends Error {
  readonly status: number;
  constructor(status: number, sentence: string) {
    super(sentence);
    this.name = 'RequestRefused';
    this.status = status;
  }
}

const BODY_BYTES = 64 * 1024;

const loopbackHost = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

const loopbackAddress = /^(::ffff:)?127\.|^::1$/;

/**
 * There is no log-in, so another site's page must not get in by letting its own name point to this machine (DNS
 * rebinding): who comes by the loopback address must also have asked for it.
 */
export function assertOwnHost(request: IncomingMessage): void {
  const { host = '' } = request.headers;
  if (loopbackAddress.test(request.socket.localAddress ?? '') && !loopbackHost.test(host)) {
    throw new RequestRefused(403, 'Open the playground as localhost: this name is not its own.');
  }
}

/** Nor may another site's page speak from its own origin. A client that is no browser sends neither header. */
export function assertSameOrigin(request: IncomingMessage): void {
  const { host = '', origin } = request.headers;
  const isForeign = origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host.toLowerCase());
  if (isForeign || request.headers['sec-fetch-site'] === 'cross-site') {
    throw new RequestRefused(403, 'Another site may not speak to the playground.');
  }
}

/** The body of a post: JSON, and not too much of it. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const [type] = (request.headers['content-type'] ?? '').split(';');
  if (type?.trim().toLowerCase() !== 'application/json') {
    throw new RequestRefused(415, 'The body must be application/json.');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_BYTES) throw new RequestRefused(413, 'The body is larger than 64 KB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

const common = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

export function sendJson(response: ServerResponse, status: number, body: object): void {
  // Somebody may have closed the page while we worked.
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    ...common,
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    // What is left of a body that was refused half-read must not be taken for the next request.
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(JSON.stringify(body));
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Serves the files that stand in the page's folder, and no other path. */
export function createPageFiles(): (path: string, response: ServerResponse) => Promise<boolean> {
  const folder = join(import.meta.dirname, 'page');
  const files = new Map(
    readdirSync(folder).map((file) => [file === 'index.html' ? '/' : `/page/${file}`, join(folder, file)]),
  );
  return async (path, response) => {
    const file = files.get(path);
    const type = contentTypes[extname(file ?? '')];
    if (file === undefined || type === undefined) return false;
    response.writeHead(200, { ...common, 'content-type': type, 'cache-control': 'no-cache' });
    response.end(await readFile(file));
    return true;
  };
}
