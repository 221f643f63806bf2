import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

/** The program as a process: started, killed, started again, told to stop. */

const root = join(import.meta.dirname, '..', '..');
const directory = mkdtempSync(join(tmpdir(), 'pythia-process-'));
const running = new Set<ChildProcess>();

afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

interface Run {
  child: ChildProcess;
  /** Everything that was printed so far. */
  printed(): string;
  exit: Promise<number | null>;
  url(): Promise<string>;
}

function run(environment: Record<string, string>, ...args: string[]): Run {
  const env = { PATH: process.env['PATH'] ?? '', PORT: '0', DATA_DIR: directory, ...environment };
  const child = spawn(process.execPath, ['src/main.ts', ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += chunk));
  child.stderr.on('data', (chunk) => (printed += chunk));
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  void exit.then(() => running.delete(child));
  const url = async () => {
    await expect.poll(() => printed, { timeout: 60_000 }).toMatch(/http:[^\s"]+/);
    return /http:[^\s"]+/.exec(printed)?.[0] ?? '';
  };
  return { child, printed: () => printed, exit, url };
}

async function post(url: string, path: string, body: object): Promise<Response> {
  return fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: crypto.randomUUID(), ...body }),
  });
}

async function read(url: string, channel: string): Promise<string[]> {
  const response = await fetch(`${url}/api/messages?channel=${channel}&persona=learner-1`);
  const { messages } = (await response.json()) as { messages: { html: string }[] };
  return messages.map(({ html }) => html);
}

function statusOf(url: string, ...paths: string[]): Promise<number[]> {
  return Promise.all(paths.map(async (path) => (await fetch(url + path)).status));
}

/** What another user of the machine could open: nothing inside a folder that is closed to them. */
function listOpenToOthers(folder: string): string[] {
  return readdirSync(folder).filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0);
}

describe('the program as a process', () => {
  it('says everything that is wrong with its configuration, and exits with 2', async () => {
    const { exit, printed } = run({ PORT: 'many', LOG_LEVEL: 'loud' });
    expect(await exit).toBe(2);
    expect(printed()).toContain('- PORT must be a port');
    expect(printed()).toContain('- LOG_LEVEL must be one of');
    const lost = run({ CURRICULUM_DIR: '/nowhere' });
    expect(await lost.exit).toBe(2);
  });

  it('reads the file of variables that npm start names, which counts less than the environment', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'pythia-file-')), '.env');
    writeFileSync(file, 'PORT=many\nLOG_LEVEL=loud\n');
    const { exit, printed } = run({}, file);
    expect(await exit).toBe(2);
    expect(printed()).toContain('- LOG_LEVEL must be one of');
    expect(printed()).not.toContain('PORT');
    rmSync(dirname(file), { recursive: true });
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(scripts.start).toMatch(/^node .*\bsrc\/main\.ts \.env$/);
  });

  it('names the variable and the remedy when it can not start, before anything slow', async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    const { port } = taken.address() as AddressInfo;
    const busy = run({ PORT: String(port) });
    expect(await busy.exit).toBe(1);
    expect(busy.printed()).toContain('set PORT to another');
    taken.close();
    const elsewhere = run({ HOST: '192.0.2.1', PLAYGROUND_PASSWORD: 'long enough to try' });
    expect(await elsewhere.exit).toBe(1);
    expect(elsewhere.printed()).toContain('HOST: 192.0.2.1 is not an address of this machine');
    const folder = run({ DATA_DIR: '/dev/null/data' });
    expect(await folder.exit).toBe(1);
    expect(folder.printed()).toContain('DATA_DIR: /dev/null/data can not be written');
  });

  it('says that nothing is served, is alive and not ready', async () => {
    const { child, printed, exit, url } = run({ PLAYGROUND: 'off', LOG_LEVEL: 'info', DATABSE_URL: 'x' });
    const at = await url();
    await expect.poll(printed, { timeout: 30_000 }).toContain('"msg":"started"');
    expect(printed()).toContain('Nothing is served: set DISCORD_TOKEN');
    expect(printed()).toContain('Nothing reads DATABSE_URL: did you mean DATABASE_URL?');
    expect(await statusOf(at, '/healthz', '/readyz')).toEqual([200, 503]);
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  }, 60_000);

  it('loses nothing and posts nothing twice when it is killed, refuses a second process, and ends on SIGTERM', async () => {
    const first = run({});
    const url = await first.url();
    expect(first.printed().trim().split('\n')).toEqual([
      'Pythia is starting …',
      expect.stringContaining("Pythia's playground is at http"),
    ]);
    await expect.poll(() => read(url, 'demo-cohort').then(({ length }) => length), { timeout: 20_000 }).toBe(2);

    const second = run({});
    expect(await second.exit).toBe(1);
    expect(second.printed()).toContain('another process already uses');

    // Time is moved to the reminder, an RSVP is given, and the process is killed while it goes on to the session's start.
    expect((await post(url, '/api/clock', { move: 'next' })).status).toBe(200);
    expect((await read(url, 'demo-cohort')).at(-1)).toContain('begins soon');
    await post(url, '/api/command', { persona: 'learner-1', channel: 'demo-cohort', command: 'schedule', options: {} });
    const moving = post(url, '/api/clock', { move: 'next' }).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 30));
    first.child.kill('SIGKILL');
    await first.exit;
    await moving;

    const again = run({});
    const newUrl = await again.url();
    const state = (await (await fetch(`${newUrl}/api/state?persona=learner-1`)).json()) as { clock: { now: string } };
    expect(
      Temporal.Instant.compare(Temporal.Instant.from(state.clock.now), Temporal.Now.instant().add({ hours: 4 })),
    ).toBe(1);
    await post(newUrl, '/api/clock', { move: 'hour' });
    await post(newUrl, '/api/clock', { move: 'hour' });
    const messages = await read(newUrl, 'demo-cohort');
    const count = (words: string) => messages.filter((html) => html.includes(words)).length;
    expect([count('Demo cohort begins'), count('begins soon'), count('the thread is below')]).toEqual([1, 1, 1]);
    expect(await statusOf(newUrl, '/healthz', '/readyz', '/health', '/metrics')).toEqual([200, 200, 200, 200]);
    expect(listOpenToOthers(directory)).toEqual([]);

    const asked = performance.now();
    again.child.kill('SIGTERM');
    expect(await again.exit).toBe(0);
    expect(performance.now() - asked).toBeLessThan(10_000);
  }, 120_000);
});
