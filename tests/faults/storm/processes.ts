import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '..', '..', '..');

/** Several processes of the program, each started again when it ends, as a supervisor would. */
export interface Processes {
  /** Ends one at once, as a crash would. */
  kill(index: number): void;
  /** How often one ended that nobody killed. */
  readonly deaths: readonly string[];
  readonly kills: number;
  /** Whether all of them say that they are ready. */
  ready(): Promise<boolean>;
  /** What they logged as errors, by message. */
  readonly errors: ReadonlyMap<string, number>;
  residentMegabytes(): number[];
  stop(): Promise<void>;
}

interface Running {
  child: ChildProcess;
  url: string | undefined;
  wasKilled: boolean;
}

const RESTART_MILLISECONDS = 300;

export function startProcesses(count: number, environment: Readonly<Record<string, string>>): Processes {
  const folders = Array.from({ length: count }, () => mkdtempSync(join(tmpdir(), 'pythia-storm-')));
  const running: (Running | undefined)[] = [];
  const deaths: string[] = [];
  const errors = new Map<string, number>();
  let kills = 0;
  let isStopping = false;

  function start(index: number): void {
    const env = { PATH: process.env['PATH'] ?? '', PORT: '0', DATA_DIR: folders[index] ?? '', ...environment };
    const child = spawn(process.execPath, ['src/main.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const own: Running = { child, url: undefined, wasKilled: false };
    running[index] = own;
    let rest = '';
    let last = '';
    function read(chunk: Buffer): void {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        last = line;
        note(line, own);
      }
    }
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code, signal) => {
      running[index] = undefined;
      if (isStopping) return;
      if (!own.wasKilled) deaths.push(`${code ?? signal}: ${last.slice(0, 200)}`);
      setTimeout(() => {
        if (!isStopping) start(index);
      }, RESTART_MILLISECONDS);
    });
  }

  function note(line: string, own: Running): void {
    if (!line.startsWith('{')) return;
    const { level, msg, url } = JSON.parse(line) as { level: number; msg: string; url?: string };
    if (msg === 'started') own.url = url;
    if (level >= 50) errors.set(msg, (errors.get(msg) ?? 0) + 1);
  }

  for (let index = 0; index < count; index += 1) start(index);
  return {
    kill(index) {
      const own = running[index];
      if (own === undefined) return;
      own.wasKilled = true;
      kills += 1;
      own.child.kill('SIGKILL');
    },
    deaths,
    errors,
    get kills() {
      return kills;
    },
    async ready() {
      const asked = Array.from({ length: count }, async (_, index) => {
        const url = running[index]?.url;
        if (url === undefined) return false;
        return fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) }).then(
          ({ ok }) => ok,
          () => false,
        );
      });
      return (await Promise.all(asked)).every(Boolean);
    },
    residentMegabytes: () =>
      running.flatMap((own) => {
        if (own?.child.pid === undefined) return [];
        const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${own.child.pid}/status`, 'utf8'))?.[1];
        return [Math.round(Number(kilobytes) / 1024)];
      }),
    async stop() {
      isStopping = true;
      const left = running.flatMap((own) => (own === undefined ? [] : [own.child]));
      for (const child of left) child.kill('SIGTERM');
      await Promise.race([
        Promise.all(left.map((child) => new Promise((done) => child.once('exit', done)))),
        sleep(12_000),
      ]);
      for (const child of left) child.kill('SIGKILL');
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}
