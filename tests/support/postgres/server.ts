import { execFileSync, type StdioOptions } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** A real Postgres of a test's own. */
export interface PostgresServer {
  port: number;
  /** Makes an empty database and returns its address. */
  createDatabase(): Promise<string>;
  /** Restarts it, at once (`immediate`, as a crash would) or after ending what runs (`fast`). */
  restart(mode: 'immediate' | 'fast'): void;
  halt(): void;
  resume(): void;
  /** Runs a program of its own, like `pg_dump`. */
  run(program: string, args: readonly string[]): void;
  stop(): void;
}

const PROGRAMS = '/usr/lib/postgresql';

/** The folder of the newest Postgres that Debian installed; undefined where there is none. */
export const postgresPrograms = findPrograms();

function findPrograms(): string | undefined {
  if (!existsSync(PROGRAMS)) return undefined;
  const versions = readdirSync(PROGRAMS).sort((one, other) => Number(one) - Number(other));
  return versions
    .map((version) => join(PROGRAMS, version, 'bin'))
    .filter((folder) => existsSync(join(folder, 'initdb')))
    .at(-1);
}

/** Runs a program as somebody who is not root: Postgres and PgBouncer refuse to be. */
export function runUnprivileged(program: string, args: readonly string[], stdio: StdioOptions = 'ignore'): void {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) execFileSync('runuser', ['-u', 'postgres', '--', program, ...args], { stdio, cwd: '/' });
  else execFileSync(program, args, { stdio });
}

/** A folder that whoever runs Postgres may write. */
export function makeUnprivilegedFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), name));
  if (process.getuid?.() === 0) {
    const id = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
    chownSync(folder, id('-u'), id('-g'));
  }
  return folder;
}

export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts a Postgres on a free port; it writes without waiting for the disk. */
export async function startPostgres(): Promise<PostgresServer> {
  if (postgresPrograms === undefined) throw new Error('no Postgres is installed here');
  const programs = postgresPrograms;
  const folder = makeUnprivilegedFolder('pythia-postgres-');
  const port = await findFreePort();
  const data = join(folder, 'data');
  runUnprivileged(join(programs, 'initdb'), ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync']);
  const control = (...args: string[]) =>
    runUnprivileged(join(programs, 'pg_ctl'), ['-D', data, '-w', '-l', join(folder, 'log'), ...args]);
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200`;
  control('-o', options, 'start');
  const addressOf = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  return {
    port,
    async createDatabase() {
      const name = `pythia_${randomUUID().replaceAll('-', '')}`;
      const admin = new pg.Client({ connectionString: addressOf('postgres') });
      await admin.connect();
      await admin.query(`create database ${name}`);
      await admin.end();
      return addressOf(name);
    },
    restart: (mode) => control('-o', options, '-m', mode, 'restart'),
    halt: () => control('-m', 'immediate', 'stop'),
    resume: () => control('-o', options, 'start'),
    run: (program, args) => runUnprivileged(join(programs, program), args),
    stop() {
      control('-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
