import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The wire between a program and its Postgres, as something that goes wrong. */
export interface Wire {
  /** The same database, reached through this wire. */
  through(url: string): string;
  /** Breaks every connection at once, with a reset. */
  cut(): void;
  /** From now on the connections that there are swallow everything without a word; new ones work. */
  silence(): void;
  /** Refuses new connections, or takes them again. */
  refuse(isRefusing: boolean): void;
  /** How many connections stand. */
  readonly count: number;
  close(): Promise<void>;
}

export async function createWire(port: number): Promise<Wire> {
  const pairs = new Set<{ near: Socket; far: Socket; isSilent: boolean }>();
  let isRefusing = false;
  const server = createServer((near) => {
    if (isRefusing) return void near.resetAndDestroy();
    const far = connect(port, '127.0.0.1');
    const pair = { near, far, isSilent: false };
    pairs.add(pair);
    near.on('data', (chunk) => !pair.isSilent && far.write(chunk));
    far.on('data', (chunk) => !pair.isSilent && near.write(chunk));
    const end = () => {
      pairs.delete(pair);
      // A peer that is gone for good says no goodbye either.
      if (!pair.isSilent || near.destroyed) near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) socket.on('error', end).on('close', end);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port: own } = server.address() as AddressInfo;
  return {
    through(url) {
      const moved = new URL(url);
      moved.port = String(own);
      return moved.href;
    },
    cut() {
      for (const { near, far } of pairs) {
        near.resetAndDestroy();
        far.resetAndDestroy();
      }
    },
    silence() {
      for (const pair of pairs) pair.isSilent = true;
    },
    refuse(refusing) {
      isRefusing = refusing;
    },
    get count() {
      return pairs.size;
    },
    async close() {
      for (const { near, far } of pairs) {
        near.destroy();
        far.destroy();
      }
      await new Promise((done) => server.close(done));
    },
  };
}
