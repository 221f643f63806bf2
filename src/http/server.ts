import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface HttpOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Rejects when the program can't do its work. */
  checkHealth: () => Promise<void>;
  /** Everything but `/health`, when there is something to show. */
  page: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
}

export interface Http {
  url: string;
  /** Takes no new requests and ends the open ones, streams too. */
  stop(): Promise<void>;
}

/** The program's one HTTP server. */
export async function openHttp({ host, port, checkHealth, page }: HttpOptions): Promise<Http> {
  const server = createServer((request, response) => {
    if (request.url === '/health') return void answerHealth(checkHealth, response);
    if (page !== undefined) return page(request, response);
    response
      .writeHead(404, { 'content-type': 'text/plain; charset=utf-8' })
      .end('There is nothing here but /health.\n');
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
