import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findFreePort, makeUnprivilegedFolder, runUnprivileged } from './server.ts';

const PROGRAM = '/usr/sbin/pgbouncer';

export const isBouncerInstalled = existsSync(PROGRAM);

export interface Bouncer {
  through(url: string): string;
  stop(): Promise<void>;
}

/** A PgBouncer that hands each transaction another server connection, in front of a Postgres. */
export async function startBouncer(serverPort: number): Promise<Bouncer> {
  const folder = makeUnprivilegedFolder('pythia-bouncer-');
  const port = await findFreePort();
  const file = join(folder, 'pgbouncer.ini');
  const settings = [
    '[databases]',
    // `any` takes every name as this one.
    `* = host=127.0.0.1 port=${serverPort} user=postgres`,
    '[pgbouncer]',
    `listen_port = ${port}`,
    'listen_addr = 127.0.0.1',
    'auth_type = any',
    'pool_mode = transaction',
    'default_pool_size = 5',
    'max_client_conn = 200',
    'unix_socket_dir =',
    `logfile = ${join(folder, 'log')}`,
    `pidfile = ${join(folder, 'pid')}`,
  ];
  writeFileSync(file, settings.join('\n'), { mode: 0o644 });
  runUnprivileged(PROGRAM, ['-d', file]);
  const probe = async () => {
    const client = new pg.Client({ connectionString: `postgres://postgres@127.0.0.1:${port}/postgres` });
    client.on('error', () => {});
    await client.connect();
    await client.end();
  };
  for (let tries = 0; ; tries += 1) {
    try {
      await probe();
      break;
    } catch (error) {
      if (tries > 50) throw error;
      await sleep(100);
    }
  }
  return {
    through(url) {
      const moved = new URL(url);
      moved.port = String(port);
      return moved.href;
    },
    async stop() {
      process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 'SIGTERM');
      await sleep(200);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
