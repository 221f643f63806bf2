import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip as gzipWith } from 'node:zlib';

const brotli = promisify(brotliCompress);

const gzip = promisify(gzipWith);

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
 * rebinding): a request that comes by the loopback address must also have asked for it.
 */
export function assertOwnHost(request: IncomingMessage): void {
  const { host = '' } = request.headers;
  if (loopbackAddress.test(request.socket.localAddress ?? '') && !loopbackHost.test(host)) {
    throw new RequestRefused(403, 'Open the playground as localhost: this name is not its own.');
  }
}

/** Nor may another site's page speak from its own origin. A client that is not a browser sends neither header. */
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

export const common = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** A refusal, or the short answer to a post. */
export function sendJson(response: ServerResponse, status: number, body: object): void {
  // Somebody may have closed the page while we worked.
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    ...common,
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    // The rest of a body that was refused half-read must not be taken for the next request.
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(JSON.stringify(body));
}

const encodings = {
  // Above this quality the time to compress is longer than the time it saves.
  br: (text: string) => brotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (text: string) => gzip(text),
} as const;

/** Sends a body that may be long, compressed as well as the browser allows. */
export async function sendCompressed(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const encoding = (['br', 'gzip'] as const).find((one) => new RegExp(`\\b${one}\\b(?!;q=0(?:,|$))`).test(accepted));
  const body = encoding === undefined ? Buffer.from(text) : await encodings[encoding](text);
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    ...common,
    'cache-control': 'no-store',
    vary: 'accept-encoding',
    ...headers,
    ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
    'content-length': String(body.length),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
